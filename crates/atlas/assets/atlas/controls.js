// The map: its controls, and what of the matrix they show.

const SORTS = { shown: 'most shown points', size: 'most systems', stated: 'most stated facts', name: 'name' };
const ONLY = {
  all: { words: 'all', keeps: () => true },
  established: { words: 'with something established', keeps: (row) => hasState(row, ESTABLISHED) },
  shown: { words: 'with something shown', keeps: (row) => row.shown > 0 },
  open: { words: 'with something shown or open', keeps: (row) => row.shown > 0 || hasState(row, OPEN) },
  stated: { words: 'with a stated fact', keeps: (row) => row.stated > 0 },
  settles: { words: 'which one answer can settle', keeps: (row) => row.settled > 0 },
};

const map = { root: null, controls: {}, settings: null, drawn: '', rowCache: new Map() };

function defaults() {
  return { rows: atlas.axes[0], class: '', sort: 'shown', only: 'all', find: '' };
}

function mapAddress() {
  const normal = defaults();
  const changed = Object.entries(map.settings || normal).filter(([key, value]) => value !== normal[key]);
  return `#${parameters(Object.fromEntries(changed))}`;
}

function buildMap() {
  map.settings = defaults();
  map.heading = el('h2', { tabindex: -1, 'data-key': 'map' }, 'The map');
  map.count = el('p', {});
  map.other = el('p', {});
  const box = buildMatrix({ onopen: openFromMatrix, onsort: (sort) => change({ sort }, true) });
  map.root = el('div', { class: 'map-view' }, notices(), atlas.meta.systems > 0 && [
    overview({
      onclass: (id) => change({ class: map.settings.class === id ? '' : id }),
      onstated: () => change({ only: 'stated' }, true),
    }),
    el('section', { class: 'matrix-section', 'aria-label': 'The map' },
      el('div', { class: 'matrix-head' }, map.heading, controls()),
      el('div', { class: 'count-line soft' }, map.count, el('p', { class: 'how' }, 'Open a cell, a row or a heading for the systems behind it.'),
        copyLink('Copy a link to this view'), map.other),
      box)],
    firstQuestions(2),
    calendarSection(), retiredSection());
  return map.root;
}

function controls() {
  const choice = (key, label, options) => {
    const field = el('select', { id: unique('field'), onchange: () => change({ [key]: field.value }) },
      options.map(([value, words]) => el('option', { value }, words)));
    map.controls[key] = field;
    return el('div', { class: 'field' }, el('label', { for: field.id }, label), field);
  };
  const find = el('input', {
    type: 'search', id: unique('field'), autocomplete: 'off', spellcheck: 'false',
    oninput: () => change({ find: find.value }),
  });
  map.controls.find = find;
  return el('form', { class: 'controls', role: 'search', 'aria-label': 'What the map shows', onsubmit: (event) => event.preventDefault() },
    choice('rows', 'Rows', atlas.axes.map((axis) => [axis, capital(AXES[axis].many)])),
    choice('sort', 'Order', Object.entries(SORTS)),
    choice('only', 'Show rows', Object.entries(ONLY).map(([key, { words }]) => [key, words])),
    choice('class', 'Class', [['', 'all'], ...atlas.meta.classes.map(([id]) => [id, classWords(id)])]),
    el('div', { class: 'field grows' }, el('label', { for: find.id }, 'Find by name'), find));
}

function change(settings, toMatrix) {
  map.settings = { ...map.settings, ...settings };
  history.replaceState(history.state, '', mapAddress());
  drawMap();
  announce(map.count.textContent);
  if (toMatrix) focusCell({ row: 1, cell: 0 });
}

function showMap(address) {
  const normal = defaults();
  const offered = { rows: atlas.axes, sort: Object.keys(SORTS), only: Object.keys(ONLY) };
  const settings = Object.fromEntries(Object.keys(normal).map((key) => {
    const allowed = !offered[key] || offered[key].includes(address[key]);
    return [key, address[key] && allowed ? address[key] : normal[key]];
  }));
  map.settings = settings;
  drawMap();
  return { name: 'map', title: mapTitle(), root: map.root, heading: map.heading, says: `The map. ${map.count.textContent}` };
}

function mapTitle() {
  return `${atlas.meta.title}: ${plural(atlas.meta.systems, 'system')}`;
}

function systemsOf(id) {
  return id ? atlas.systems.filter((system) => system.indicated === id) : atlas.systems;
}

/** Rows of the held systems, or those counted for all where the page does not hold them. */
function rowsBy(axis, id) {
  const key = `${axis}/${id}`;
  if (!map.rowCache.has(key)) {
    const counted = !atlas.holdsAll && !id && ['org', 'country', 'class'].includes(axis);
    map.rowCache.set(key, counted ? countedRows(axis) : rowsOf(axis, systemsOf(id)));
  }
  return map.rowCache.get(key);
}

/** The rows that a search and “Show rows” leave; the lists behind their sum are of the same. */
function keptRows(rows, { find, only }) {
  const wanted = folded(find.trim());
  const named = wanted ? rows.filter((row) => folded(row.name).includes(wanted)) : rows;
  return named.filter(ONLY[only].keeps);
}

const ORDER = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const ranks = new WeakMap();

/** Where each name stands in the alphabet. Comparing names is slow, so it is done once for all orders. */
function rankNames(rows) {
  if (rows.every((row) => ranks.has(row))) return;
  [...rows].sort((a, b) => ORDER.compare(a.name, b.name)).forEach((row, at) => ranks.set(row, at));
}

function sorted(rows) {
  const byName = (a, b) => ranks.get(a) - ranks.get(b);
  const bySize = (a, b) => b.systems - a.systems || byName(a, b);
  const orders = {
    name: byName,
    size: bySize,
    stated: (a, b) => factsOf(b) - factsOf(a) || bySize(a, b),
    shown: (a, b) => b.shown - a.shown || openPoints(b) - openPoints(a) || bySize(a, b),
  };
  return [...rows].sort(orders[map.settings.sort]);
}

const openCounts = new WeakMap();

function openPoints(row) {
  if (!openCounts.has(row)) {
    openCounts.set(row, atlas.columns.reduce((sum, column) => sum + countOf(row, column.at, OPEN), 0));
  }
  return openCounts.get(row);
}

function drawMap() {
  const { rows: axis, class: id, find, sort } = map.settings;
  syncControls();
  const key = JSON.stringify(map.settings);
  if (map.drawn === key) return;
  map.drawn = key;
  const all = rowsBy(axis, id);
  rankNames(all);
  const rows = sorted(keptRows(all, map.settings));
  const total = rows.length > 1 ? sumOf(rows, totalName(rows.length, axis)) : null;
  drawMatrix({ axis, rows, total, sort, caption: `${capital(AXES[axis].many)} by points of the AI Act` });
  map.count.textContent = countLine(rows, all, axis, id);
  map.other.replaceChildren(...otherSystems(folded(find.trim()), axis));
}

function totalName(count, axis) {
  return axis === 'system' ? `All ${plural(count, 'system')}` : `All ${plural(count, AXES[axis].one, AXES[axis].many)}`;
}

function countLine(rows, all, axis, id) {
  const systems = rows.reduce((sum, row) => sum + row.systems, 0);
  const of = rows.length === all.length ? '' : ` of ${number(all.length)}`;
  const words = axis === 'system'
    ? `${number(rows.length)}${of} ${all.length === 1 ? 'system' : 'systems'}`
    : `${number(rows.length)}${of} ${all.length === 1 ? AXES[axis].one : AXES[axis].many} with ${plural(systems, 'system')}`;
  const chosen = id ? `, class “${classWords(id)}”` : '';
  const held = !atlas.holdsAll && (id || axis === 'system') ? '; counted among the systems this page holds' : '';
  return `${words}${chosen}${held}.`;
}

/** A search among rows of organisations may mean a system in one of them. */
function otherSystems(wanted, axis) {
  if (!wanted || axis === 'system') return [];
  const found = systemsOf(map.settings.class).filter((system) => folded(system.name).includes(wanted)).length;
  if (found === 0) return [];
  const toSystems = () => {
    change({ rows: 'system' });
    map.controls.find.focus();
  };
  return [el('button', { type: 'button', class: 'link', onclick: toSystems }, `${plural(found, 'system')} with this in the name`)];
}

function syncControls() {
  for (const [key, field] of Object.entries(map.controls)) {
    if (field.value !== map.settings[key]) field.value = map.settings[key];
  }
  for (const button of map.root.querySelectorAll('.class-line')) {
    button.setAttribute('aria-pressed', String(button.dataset.class === map.settings.class));
  }
}

function openFromMatrix(row, column) {
  if (row?.only) {
    if (column) wantedPoint = column.id;
    go(sheetAddress(row.only.id));
    return;
  }
  const { rows: by, class: id, only, find } = map.settings;
  const ofRow = row && row !== matrix.total;
  const narrowed = only !== 'all' || find.trim();
  const keys = { by: (ofRow || narrowed) && by, row: ofRow && row.key, point: column?.id, class: id };
  // Of one row the list names what to ask; otherwise it is of the rows that are shown.
  if (ofRow) keys.only = only === 'settles' && only;
  else Object.assign(keys, { only: only !== 'all' && only, find: find.trim() });
  if (!ofRow && !column) keys.list = 'all';
  go(listAddress(keys));
}
