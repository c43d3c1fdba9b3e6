// The systems behind a cell, a row or a heading.

function showList(address) {
  const column = atlas.columnOf.get(address.point);
  const rows = rowsListed(address);
  const systems = systemsListed(rows, address);
  const of = rowWords(address);
  const all = address.only === 'settles' ? 'What one answer can settle' : `All ${plural(systems.length, 'system')}`;
  const name = column ? columnName(column) : of || all;
  const heading = el('h2', { tabindex: -1, dir: 'auto' }, name);
  const root = el('article', { class: 'list-view' },
    wayBack(),
    heading,
    el('p', { class: 'lede' }, [column && of, plural(systems.length, 'system'), address.class && `class “${classWords(address.class)}”`,
      ...narrowedWords(address)].filter(Boolean).join(' · '), ' ', copyLink('Copy a link to this list')),
    column && el('div', { class: 'says-box' }, el('p', {}, column.says), el('p', { class: 'soft' }, column.cite)),
    notHeld(systems.length, rows, address),
    column ? groupsByState(systems, column, address) : groupsByClass(systems, address));
  return { name: 'list', title: `${name}${column && of ? `, ${of}` : ''}`, root, heading, says: `${name}: ${plural(systems.length, 'system')}` };
}

/** The kind of rows that a list is of: systems by themselves, if its address does not say. */
function axisOf({ by }) {
  return Object.hasOwn(AXES, by) ? by : 'system';
}

/** The rows of the map behind a list, as the map counted them; nothing if it is of all. */
function rowsListed({ by, row, class: id, only, find }) {
  const axis = axisOf({ by });
  if (row && axis === by) return rowsBy(axis, id).filter((at) => (Object.hasOwn(spelled, axis) ? sameName(at.key) === sameName(row) : at.key === row));
  const kept = Object.hasOwn(ONLY, only) ? only : 'all';
  return kept === 'all' && !find.trim() ? null : keptRows(rowsBy(axis, id), { find, only: kept });
}

function systemsListed(rows, address) {
  const systems = systemsOf(address.class);
  if (!rows) return systems;
  const keys = new Set(rows.map((row) => row.key));
  return systems.filter((system) => keys.has(placeOf(system, axisOf(address))));
}

function rowWords({ by, row }) {
  if (!row || axisOf({ by }) !== by) return '';
  return rowName(by, row, atlas.byId.get(row) || { id: row });
}

/** How “Show rows” and the search narrow a list that is not of one row. */
function narrowedWords({ by, row, only, find }) {
  if (row) return [];
  const axis = axisOf({ by });
  const which = Object.hasOwn(ONLY, only) && only !== 'all' && ONLY[only].words;
  return [which && (axis === 'system' ? which : `${AXES[axis].many} ${which}`), find.trim() && `named “${find.trim()}”`];
}

function notHeld(held, rows, { class: id }) {
  if (atlas.holdsAll || id) return null;
  const counted = rows ? rows.reduce((sum, row) => sum + row.systems, 0) : atlas.meta.systems;
  if (!counted || counted <= held) return null;
  return el('p', { class: 'notice' }, `The map counts ${plural(counted, 'system')} here; this page holds ${number(held)} of them. The file systems.jsonl holds all.`);
}

function groupsByState(systems, column, address) {
  const groups = STATES.map(() => []);
  for (const system of systems) groups[STATE_AT.get(system.cells[column.at])].push(system);
  const telling = groups.slice(0, UNEXAMINED).some((group) => group.length > 0);
  return groups.map((group, state) => {
    if (group.length === 0) return null;
    const open = state < UNEXAMINED || (!telling && state === UNEXAMINED);
    const title = [swatch(state), el('h3', {}, capital(STATES[state].word)), el('span', { class: 'count' }, number(group.length)),
      el('span', { class: 'soft' }, STATES[state].says)];
    return disclosure({ class: 'group', open }, title, () => systemList(group, address));
  });
}

function groupsByClass(systems, address) {
  const groups = new Map([...CLASSES.keys()].map((id) => [id, []]));
  for (const system of systems) groups.get(system.indicated)?.push(system);
  return [...groups].map(([id, group]) => {
    if (group.length === 0) return null;
    const title = [el('h3', {}, capital(classWords(id))), el('span', { class: 'count' }, number(group.length)),
      el('span', { class: 'soft' }, CLASSES.get(id).says)];
    return disclosure({ class: 'group', open: true }, title, () => systemList(group, address));
  });
}

function systemList(systems, { point, only }) {
  const line = (system) => el('li', {},
    el('a', {
      href: sheetAddress(system.id), dir: 'auto', 'data-key': `system ${system.id}`, onclick: () => { wantedPoint = point || null; },
    }, titleOf(system)),
    el('span', { class: 'soft' }, capital(system.headline)),
    el('span', { class: 'soft where' }, whereInside(system)),
    only === 'settles' && settling(system, point).length > 0 && el('span', { class: 'soft settles' }, settlingWords(system, point)));
  return pieces(el('ul', { class: 'plain-list records' }, []), systems, line, { noun: 'systems' });
}

function settlingWords(system, point) {
  const [{ question, settles }] = settling(system, point);
  return `To ask: ${question} It can settle ${settles.map(pointName).join('; ')}.`;
}

/** Back to where one was, and always a way to the map. */
function wayBack() {
  const back = depth > 0 && el('button', { type: 'button', class: 'link', onclick: () => history.back() }, '← Back');
  return el('nav', { class: 'way-back', 'aria-label': 'Way back' }, back, el('a', { href: mapAddress() }, depth > 0 ? 'The map' : '← The map'));
}

/** Organisation, unit and country; each is written in its own direction and turns none of the others. */
function whereInside({ org, unit, country }) {
  return [org, unit, country].filter(Boolean).map((name, at) => [at > 0 && ' · ', el('bdi', {}, name)]);
}
