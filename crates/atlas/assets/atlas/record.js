// The sheet of one system.

/** The point to open on the next sheet: the one whose cell or list led there. */
let wantedPoint = null;

function showSheet({ id }) {
  const system = atlas.byId.get(id);
  if (!system) return noSheet(id);
  const sheet = { system, factLines: [], pointLines: new Map() };
  const heading = el('h2', { tabindex: -1, dir: 'auto', lang: languageOf(system) },
    titleOf(system) === system.name ? markedName(sheet, 'name', system.name) : titleOf(system));
  const root = el('article', { class: 'sheet' },
    wayBack(),
    el('p', { class: 'kicker' }, placeLine(sheet)),
    heading,
    el('p', { class: 'headline' }, capital(system.headline), '.'),
    el('div', { class: 'sheet-columns' },
      el('div', {}, wordsSection(sheet), pointsSection(sheet), dutiesSection(sheet), missingSection(sheet), factsSection(sheet)),
      el('div', { class: 'side' }, layersSection(sheet), rowSection(sheet), datesSection(sheet), contestedSection(sheet),
        usesSection(sheet), rolesSection(sheet), instanceSection(sheet), findingsSection(sheet), sourceSection(sheet))));
  openWanted(sheet);
  return { name: 'sheet', title: titleOf(system), root, heading, says: `Sheet of ${titleOf(system)}: ${system.headline}` };
}

function openWanted(sheet) {
  const line = sheet.pointLines.get(wantedPoint);
  wantedPoint = null;
  if (line?.tagName === 'DETAILS') openDisclosure(line);
}

function noSheet(id) {
  const heading = el('h2', { tabindex: -1 }, 'No sheet at this address');
  const retired = atlas.retired.find((record) => record.id === id);
  const why = retired
    ? `“${titleOf(retired)}” is retired. Retired records are listed apart and have no sheet here; a map made with “--stage all” has them.`
    : `This page holds no system “${id}”.${atlas.holdsAll ? '' : ' It does not hold every system; the file systems.jsonl does.'}`;
  const root = el('article', { class: 'sheet' }, wayBack(), heading, el('p', {}, why));
  return { name: 'sheet', title: 'No sheet at this address', root, heading };
}

function placeLine(sheet) {
  const { system } = sheet;
  // A register with one column for both writes `Ministry / Agency`; the quotes count from its start.
  const behind = system.org ? `${system.org} / ` : '';
  const org = system.org && markedName(sheet, 'organisation', system.org);
  const unit = system.unit && (quotesIn(system, 'unit') ? markedName(sheet, 'unit', system.unit)
    : markedName(sheet, 'organisation', system.unit, behind));
  const words = [org, unit, system.country, KINDS[system.kind] || system.kind, STAGES[system.stage] || 'stage not stated'].filter(Boolean);
  return words.flatMap((word, at) => (at > 0 ? [' · ', word] : [word]));
}

/** A name with the words marked that a fact was read from. Only words of a text carry numbers. */
function markedName(sheet, field, text, behind = '') {
  return quotesIn(sheet.system, field) ? markedText(sheet.system, field, text, (at) => toFact(sheet, at), { behind, notes: false }) : text;
}

function quotesIn(system, field) {
  return system.facts.some(({ quote }) => quote?.field === field);
}

function toFact(sheet, at) {
  const line = sheet.factLines[at];
  line.scrollIntoView({ block: 'center' });
  line.focus({ preventScroll: true });
}

function layersSection({ system }) {
  const tree = treeOf(system, 'class');
  const layer = (name, id, says) => [el('dt', {}, name), el('dd', {}, el('strong', {}, capital(classWords(id))), el('br'), el('span', { class: 'soft' }, says))];
  return section(3, 'Class, by layer', {},
    el('dl', { class: 'layers' },
      layer('Established', system.established, 'by attested facts alone'),
      layer('Indicated', system.indicated, atlas.meta.assumed ? 'by what is attested, proposed or assumed' : 'by what is attested or proposed')),
    el('p', { class: 'soft' }, 'Read a class as “at least”: what graver could still hold is among the open points and those of which nothing is stated.'),
    tree && disclosure({ class: 'why-class' }, `Why “${classWords(system.indicated)}”`, () => answerTree(tree)));
}

/** The system's own row of the matrix. The lists beside it say the same in words. */
function rowSection({ system }) {
  const cells = [];
  atlas.columns.forEach((column, at) => {
    const state = STATES[STATE_AT.get(system.cells[column.at])];
    const starts = at > 0 && atlas.columns[at - 1].group !== column.group;
    cells.push(el('span', { class: `mini s-${state.letter}${starts ? ' starts' : ''}`, title: `${columnName(column)}: ${state.word}` }));
  });
  return el('div', { class: 'own-row', 'aria-hidden': 'true' }, cells, el('p', { class: 'soft foot' }, 'Its row of the map'));
}

function pointsSection(sheet) {
  const { system } = sheet;
  const groups = STATES.map(() => []);
  for (const column of atlas.allColumns) groups[STATE_AT.get(system.cells[column.at])].push(column);
  const lists = [ESTABLISHED, INDICATED, OPEN].map((state) => groups[state].length > 0 && el('div', { class: 'state-group' },
    el('h4', {}, swatch(state), `${capital(STATES[state].word)} `, el('span', { class: 'count' }, groups[state].length)),
    groups[state].map((column) => pointLine(sheet, column, state))));
  return section(3, 'Points of the Act', {},
    !isTelling(system) && el('p', {}, groups[UNEXAMINED].length > 0
      ? 'No point is shown, and none is open: nothing stated bears on any of those it could carry. That is not a no.'
      : 'No point is shown, and none is open: every point is ruled out.'),
    lists,
    otherPoints(sheet, 'Also true', system.other),
    otherPoints(sheet, 'Also open', openApart(system)),
    restOfPoints(sheet, groups[UNEXAMINED], UNEXAMINED),
    restOfPoints(sheet, groups[EXCLUDED], EXCLUDED, excludedApart(system)));
}

/** Whether a point is shown or open, in a column of the map or in none. */
function isTelling(system) {
  return /[sio]/.test(system.cells) || system.other.length > 0 || openApart(system).length > 0;
}

function openApart(system) {
  return system.open_other || [];
}

/** Points without a column that are ruled out. */
function excludedApart(system) {
  return Object.keys(atlas.tree_sets[system.tree] || {}).filter((id) =>
    id !== 'class' && !atlas.columnOf.has(id) && treeOf(system, id).value === 'false');
}

function pointLine(sheet, column, state) {
  const tree = treeOf(sheet.system, column.id);
  const title = [el('span', { class: 'point-label' }, pointLabel(column)), ' ', el('strong', {}, column.title), ' ', el('cite', {}, column.cite)];
  const build = () => el('div', { class: 'point-inside' },
    el('p', {}, column.says), dateWords(sheet.system, column.id),
    tree ? [el('p', { class: 'soft' }, 'Why:'), answerTree(tree)] : el('p', { class: 'soft' }, `${capital(STATES[state].word)}: ${STATES[state].says}`));
  const line = disclosure({ class: `point of-${STATES[state].letter}`, 'data-point': column.id }, title, build);
  sheet.pointLines.set(column.id, line);
  return line;
}

function pointLabel(column) {
  return columnName(column).slice(0, -column.title.length).trim();
}

function otherPoints(sheet, title, ids) {
  if (ids.length === 0) return null;
  return el('div', { class: 'state-group' }, el('h4', {}, title), ids.map((id) => otherPoint(sheet, id)));
}

function otherPoint({ system }, id) {
  const tree = treeOf(system, id);
  return tree
    ? disclosure({ class: 'point', 'data-point': id }, atlas.points[id] || id, () => el('div', { class: 'point-inside' }, answerTree(tree)))
    : el('p', {}, atlas.points[id] || id);
}

function restOfPoints(sheet, columns, state, apart = []) {
  if (columns.length + apart.length === 0) return null;
  const build = () => el('div', {}, columns.map((column) => pointLine(sheet, column, state)), apart.map((id) => otherPoint(sheet, id)));
  const wanted = columns.some((column) => column.id === wantedPoint);
  return el('div', { class: 'state-group' }, disclosure({ class: 'rest', open: wanted },
    [swatch(state), el('h4', {}, `${capital(STATES[state].word)} `, el('span', { class: 'count' }, columns.length + apart.length)),
      el('span', { class: 'soft' }, STATES[state].says)], build));
}

function wordsSection(sheet) {
  const { system } = sheet;
  const fields = system.texts.map(([field, text]) => el('div', { class: 'text' },
    el('h4', {}, fieldWords(field)),
    el('blockquote', { dir: 'auto', lang: languageOf(system) }, markedText(system, field, text, (at) => toFact(sheet, at)))));
  const marked = fields.some((field) => field.querySelector('mark'));
  return section(3, 'Its words', {},
    fields.length === 0 && el('p', { class: 'soft' }, 'The record comes with no text.'),
    marked && el('p', { class: 'soft' }, 'Marked words are those a fact was read from; the number leads to the fact.'),
    fields);
}

function missingSection({ system }) {
  const bundles = system.kind === 'model' ? [] : atlas.bundles.filter((bundle) =>
    bundle.excludes.some((id) => atlas.columnOf.has(id) && isUndecided(system, id)));
  const asked = system.missing.map((missing) => questionForm(system, missing.fact, missing.settles)).filter(Boolean);
  if (asked.length === 0 && bundles.length === 0) {
    return section(3, 'What is missing', {}, el('p', {}, 'No question is left that would settle a point.'));
  }
  const broad = () => el('div', {}, bundles.map((bundle) => bundleForm(system, bundle)));
  return section(3, 'What is missing', { class: 'missing' },
    el('p', { class: 'soft' }, 'Answers stay on this page until you save them as a file. The map itself changes when it is drawn again with that file.'),
    asked,
    bundles.length > 0 && (asked.length === 0
      ? [el('p', {}, isTelling(system)
        ? 'Nothing stated bears on the other points. These questions rule out most of them at once:'
        : 'Nothing stated bears on a point yet. These questions rule out most at once:'), broad()]
      : disclosure({ class: 'rest' }, 'Questions that rule out several points at once', broad)));
}

function factsSection(sheet) {
  const { system } = sheet;
  if (system.facts.length === 0) {
    return section(3, 'Facts stated', {}, el('p', {}, 'The record states no fact that the Act asks for.'), rejectedFacts(system));
  }
  const lines = system.facts.map((fact, at) => factLine(sheet, fact, at));
  const waits = system.facts.some((fact) => fact.layer === 'proposed' && acceptedAs(system, fact).length === 0);
  return section(3, 'Facts stated', {},
    waits && el('p', { class: 'soft' },
      'A proposed fact indicates; it establishes nothing until somebody accepts it in their name.'),
    el('ol', { class: 'facts' }, lines), rejectedFacts(system));
}

/** Proposals that somebody rejected: they state nothing, and whoever reads the sheet sees who said so and why. */
function rejectedFacts(system) {
  if (!system.rejected) return null;
  const line = (fact) => {
    const of = [fact.use && `use ${fact.use}`, fact.actor && `actor ${fact.actor}`].filter(Boolean).join(', ');
    return el('li', {},
      el('p', { class: 'fact' }, fact.question, ' ', el('s', {}, fact.answer), of && ` (${of})`),
      fact.quote && el('p', { class: 'quote', dir: 'auto', lang: languageOf(system) },
        el('cite', {}, `${fieldWords(fact.quote.field)}: `), `“${fact.quote.text}”`),
      el('p', { class: 'soft foot' }, `rejected by ${fact.by}, ${longDate(fact.at)}`, fact.why && `: ${fact.why}`));
  };
  return [el('p', { class: 'soft' }, 'Proposed and rejected. This states nothing, nor the opposite:'),
    el('ul', { class: 'plain-list facts rejected' }, system.rejected.map(line))];
}

function factLine(sheet, fact, at) {
  const { system } = sheet;
  const points = pointsOfFact(system, fact).map(pointName);
  const of = [fact.use && `use ${fact.use}`, fact.actor && `actor ${fact.actor}`].filter(Boolean).join(', ');
  const accepted = fact.layer === 'proposed' ? acceptedAs(system, fact) : [];
  const line = el('li', { tabindex: -1, class: fact.layer },
    el('p', { class: 'fact' }, fact.question, ' ', el('strong', {}, fact.answer), ' ', el('span', { class: 'layer' }, fact.layer), of && ` (${of})`),
    fact.quote && el('p', { class: 'quote', dir: 'auto', lang: languageOf(system) },
      el('cite', {}, `${fieldWords(fact.quote.field)}: `), `“${fact.quote.text}”`),
    el('p', { class: 'soft foot' }, [fact.why && capital(fact.why).replace(/\.\s*$/, ''), fact.by && `by ${fact.by}`, longDate(fact.at)].filter(Boolean).join('; '),
      fact.source && ['; shown by ', outward(fact.source)]),
    points.length > 0 && el('p', { class: 'soft foot' }, `Bears on ${points.join('; ')}`),
    accepted.length > 0 ? acceptedNote(fact, accepted) : fact.layer === 'proposed' && proposalForm(system, fact));
  sheet.factLines[at] = line;
  return line;
}

/** What a fact bears on. Points of scope bear on everything and are not named. */
function pointsOfFact(system, fact) {
  const value = JSON.stringify(fact.value);
  const same = system.evidence.filter((at) => at.fact === fact.id && at.layer === fact.layer && JSON.stringify(at.value) === value);
  return [...new Set(same.flatMap((at) => at.points))].filter((id) => !id.startsWith('art2.'));
}
