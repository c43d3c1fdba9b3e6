// The matrix: rows by points, as a grid that is walked with the arrow keys.

/** What fits into the region is drawn at once, so that a search answers while one types; the rest soon. */
const FIRST_ROWS = 24;
const SOON_ROWS = 16;
const MORE_ROWS = 120;
const PRINTED_ROWS = 500;
const PAGE_STEP = 10;
const matrix = {
  table: null,
  region: null,
  more: null,
  rows: [],
  built: 0,
  active: { row: 0, cell: 0 },
  open: null,
  sort: null,
};

function buildMatrix({ onopen, onsort }) {
  matrix.open = onopen;
  matrix.sort = onsort;
  matrix.table = el('table', { class: 'matrix', role: 'grid', id: 'matrix' });
  matrix.region = el('div', { class: 'matrix-region' }, matrix.table);
  matrix.more = el('div', { class: 'matrix-more' });
  matrix.table.addEventListener('click', (event) => openAt(event.target.closest('th, td')));
  matrix.table.addEventListener('keydown', walk);
  matrix.table.addEventListener('focusin', (event) => {
    const cell = event.target.closest('th, td');
    if (!cell) return;
    activate(cell);
    if (cell.matches(':focus-visible')) hint(cell, 350);
  });
  matrix.table.addEventListener('focusout', hideTip);
  matrix.table.addEventListener('mouseover', (event) => {
    const cell = event.target.closest('th, td');
    if (cell) hint(cell, 250);
  });
  matrix.table.addEventListener('mouseleave', leaveTip);
  matrix.region.addEventListener('scroll', hideTip, { passive: true });
  return el('div', { class: 'matrix-box' }, matrix.region, matrix.more);
}

/** Draws the rows anew. `total` is drawn first, `rows` follow in pieces. */
function drawMatrix({ axis, rows, total, sort, caption }) {
  matrix.axis = axis;
  matrix.rows = total ? [total, ...rows] : rows;
  matrix.leads = leadsOf(axis, rows);
  matrix.total = total;
  matrix.built = 0;
  const body = el('tbody');
  const columns = JSON.stringify([axis, sort, matrix.leads.map((lead) => [lead.key, longest(lead)])]);
  if (matrix.columns === columns) {
    // A search changes the rows alone; the headings cost as much to lay out as the rows.
    const active = cellAt(matrix.active);
    active?.setAttribute('tabindex', '-1');
    active?.removeAttribute('data-key');
    matrix.body.replaceWith(body);
  } else {
    matrix.table.replaceChildren(el('caption', { class: 'unseen' }, caption), widths(sort), head(axis, sort), body);
    matrix.table.setAttribute('aria-colcount', matrix.leads.length + 1 + atlas.columns.length);
    matrix.columns = columns;
  }
  matrix.table.setAttribute('aria-rowcount', matrix.rows.length + 1);
  matrix.gridRows = [matrix.table.querySelector('tr.labels')];
  matrix.body = body;
  growMatrix(FIRST_ROWS);
  clearTimeout(matrix.soon);
  matrix.soon = setTimeout(() => growMatrix(SOON_ROWS), 60);
  matrix.region.scrollTop = 0;
  matrix.active = { row: Math.min(matrix.rows.length, 1), cell: 0 };
  cellAt(matrix.active)?.setAttribute('tabindex', '0');
}

function growMatrix(count) {
  const upTo = Math.min(matrix.rows.length, matrix.built + count);
  const fresh = document.createDocumentFragment();
  for (; matrix.built < upTo; matrix.built += 1) {
    const line = bodyRow(matrix.rows[matrix.built], matrix.built);
    matrix.gridRows.push(line);
    fresh.append(line);
  }
  matrix.body.append(fresh);
  const left = matrix.rows.length - matrix.built;
  const next = Math.min(MORE_ROWS, left);
  const words = left === 1 ? 'Show the other row' : left === next ? `Show the other ${plural(left, 'row')}` : `Show ${number(next)} more of the other ${plural(left, 'row')}`;
  const button = el('button', { type: 'button', class: 'more', onclick: () => growAndFocus() }, words);
  const onPaper = el('p', { class: 'only-print' }, `${plural(left, 'more row')} not printed.`);
  matrix.more.replaceChildren(...(left > 0 ? [button, onPaper] : []));
}

function growAndFocus() {
  const row = matrix.gridRows.length;
  growMatrix(MORE_ROWS);
  focusCell({ row, cell: 0 });
}

/** The counts that stand before the points. */
function leadsOf(axis, rows) {
  const size = {
    key: 'size', title: 'Systems', label: 'n', name: 'Systems', value: (row) => row.systems,
    words: (row) => plural(row.systems, 'system'),
  };
  const stated = {
    key: 'stated', title: 'With a stated fact', label: 'facts', name: 'Systems with a stated fact', value: (row) => row.stated,
    words: (row) => `${number(row.stated)} with a stated fact`,
  };
  const facts = {
    key: 'stated', title: 'Facts stated', label: 'facts', name: 'Facts stated', value: (row) => row.facts,
    words: (row) => `${plural(row.facts, 'fact')} stated`,
  };
  const shown = {
    key: 'shown', title: 'Points shown', label: 'shown', name: 'Points shown', value: (row) => row.shown,
    words: (row) => `${plural(row.shown, 'point')} shown`,
  };
  if (axis === 'system') return [facts, shown];
  return [size, stated, shown];
}

/** How many signs the longest count of a column has. */
function longest({ value }) {
  return number(matrix.rows.reduce((most, row) => Math.max(most, value(row)), 0)).length;
}

/** Given widths spare the browser from measuring every cell. */
function widths(sort) {
  const narrow = (column) => atlas.columns.filter((other) => other.group === column.group).length > 1;
  return el('colgroup', {}, el('col', { class: 'w-name' }), matrix.leads.map((lead) => el('col', { class: sort === lead.key ? 'w-lead sorted' : 'w-lead', style: `--digits: ${longest(lead)}` })),
    atlas.columns.map((column) => el('col', { class: !narrow(column) ? 'w-single' : headLabel(column).length > 3 || headWord(column) ? 'w-letters' : 'w-point' })));
}

function head(axis, sort) {
  const groups = el('tr', { class: 'groups' });
  const titles = el('tr', { class: 'titles', 'aria-hidden': 'true' });
  const labels = el('tr', { class: 'labels', 'aria-rowindex': 1 });
  groups.append(el('td', { class: 'corner', colspan: matrix.leads.length + 1 }));
  titles.append(el('td', { class: 'corner' }), ...matrix.leads.map(({ title }) => el('td', { class: 'lead' }, el('span', {}, title))));
  const name = capital(AXES[axis].one);
  labels.append(sortHead('corner', { label: name, name, key: 'name' }, sort === 'name' && 'ascending'),
    ...matrix.leads.map((lead) => sortHead('lead', lead, sort === lead.key && 'descending')));
  atlas.columns.forEach((column, at) => {
    const kind = startOf(at);
    if (kind) groups.append(groupHead(column.group, kind));
    titles.append(el('td', { class: kind, 'data-column': at }, el('span', {}, column.title)));
    labels.append(el('th', {
      class: kind, scope: 'col', tabindex: -1, 'data-column': at,
      'aria-label': `${columnName(column)}, ${column.cite}`,
    }, headLabel(column), headWord(column) && el('span', { class: 'head-word' }, headWord(column))));
  });
  return el('thead', {}, groups, titles, labels);
}

function sortHead(kind, { label, name, key }, sorted) {
  return el('th', {
    class: kind, scope: 'col', tabindex: -1, 'data-sort': key, 'aria-sort': sorted, 'aria-label': `${name}. Sort by this`,
  }, label);
}

/** Where a heading starts, the column is set apart; the first one is already. */
function startOf(at) {
  if (at === 0) return 'first';
  return atlas.columns[at - 1].group !== atlas.columns[at].group ? 'starts' : null;
}

/** The letter under the heading: `4(a)` stands under III.4 as `(a)`. What is no letter is left to the title. */
function headLabel(column) {
  if (column.id === 'annex1') return column.label;
  return (/\(\w+\)/.exec(column.label) || /^\d+$/.exec(column.label) || [''])[0];
}

/** What tells two columns of one letter apart: `(4) fake` and `(4) text` are both of paragraph 4. */
function headWord(column) {
  if (!headLabel(column)) return '';
  const isTwin = (other) => other !== column && other.group === column.group && headLabel(other) === headLabel(column);
  return atlas.columns.some(isTwin) ? column.label.replace(headLabel(column), '').trim() : '';
}

function groupHead(group, kind) {
  const columns = atlas.columns.filter((column) => column.group === group).length;
  const [, numeral, words] = /^((?:Art\.|Annex)? ?\S+) ?(.*)$/.exec(group);
  return el('th', { class: columns === 1 ? `${kind} single` : kind, scope: 'colgroup', colspan: columns, title: group },
    el('span', {}, numeral), words && [' ', el('span', { class: 'words' }, words)]);
}

function bodyRow(row, at) {
  const isTotal = row === matrix.total;
  const line = el('tr', { class: isTotal ? 'total' : null, 'aria-rowindex': at + 2 });
  line.append(el('th', { scope: 'row', tabindex: -1, 'aria-label': rowLabel(row) },
    el('span', { class: 'name', dir: 'auto' }, row.name)));
  for (const { value, words } of matrix.leads) line.append(leadCell(value(row), words(row)));
  atlas.columns.forEach((column, place) => line.append(pointCell(row, column, place)));
  return line;
}

function leadCell(value, label) {
  const cell = document.createElement('td');
  cell.className = value === 0 ? 'lead none' : 'lead';
  cell.tabIndex = -1;
  cell.setAttribute('aria-label', label);
  cell.textContent = number(value);
  return cell;
}

// Some thousand of these are built at once, so without the helper.
function pointCell(row, column, place) {
  const cell = document.createElement('td');
  const state = strongest(row, column.at);
  const both = state === ESTABLISHED && countOf(row, column.at, INDICATED) > 0;
  cell.className = `s-${both ? 'both' : STATES[state].letter}${startOf(place) === 'starts' ? ' starts' : ''}`;
  cell.tabIndex = -1;
  cell.setAttribute('aria-label', breakdown(row, column).join(', '));
  if (state === NOT_CARRIED) {
    cell.textContent = '–';
  } else if (state <= OPEN && !row.only) {
    const chip = document.createElement('span');
    chip.textContent = shortNumber(telling(row, column));
    if (chip.textContent.length > 2) chip.className = 'many';
    cell.append(chip);
  }
  return cell;
}

/** The count that matters: the systems with the point shown; else those for which it is open. */
function telling(row, column) {
  const shown = countOf(row, column.at, ESTABLISHED) + countOf(row, column.at, INDICATED);
  return shown || countOf(row, column.at, OPEN);
}

function breakdown(row, column) {
  const parts = [];
  for (let state = 0; state < COUNTED; state += 1) {
    const count = countOf(row, column.at, state);
    if (count > 0) parts.push(row.only ? STATES[state].word : `${number(count)} ${STATES[state].word}`);
  }
  return parts.length > 0 ? parts : [STATES[NOT_CARRIED].word];
}

function rowLabel(row) {
  return row.only ? row.name : `${row.name}, ${plural(row.systems, 'system')}`;
}

function cellAt({ row, cell }) {
  return matrix.gridRows[row]?.cells[cell];
}

function placeOfCell(cell) {
  const row = matrix.gridRows.indexOf(cell.parentElement);
  return row < 0 ? null : { row, cell: cell.cellIndex };
}

function activate(cell) {
  const place = placeOfCell(cell);
  if (!place) return;
  cellAt(matrix.active)?.setAttribute('tabindex', '-1');
  cellAt(matrix.active)?.removeAttribute('data-key');
  cell.setAttribute('tabindex', '0');
  // The way back to the map leads to this cell.
  cell.dataset.key = 'matrix';
  matrix.active = place;
}

function focusCell(place) {
  while (place.row >= matrix.gridRows.length && matrix.built < matrix.rows.length) growMatrix(MORE_ROWS);
  const row = Math.max(0, Math.min(place.row, matrix.gridRows.length - 1));
  const cell = Math.max(0, Math.min(place.cell, matrix.gridRows[row].cells.length - 1));
  const target = cellAt({ row, cell });
  target.focus({ preventScroll: true });
  // What sticks to an edge of the region is in view there, so it does not bring the region along.
  if (row === 0) matrix.region.scrollTop = 0;
  if (cell === 0) matrix.region.scrollLeft = 0;
  target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

const STEPS = {
  ArrowDown: ({ row, cell }) => ({ row: row + 1, cell }),
  ArrowUp: ({ row, cell }) => ({ row: row - 1, cell }),
  ArrowRight: ({ row, cell }) => ({ row, cell: cell + 1 }),
  ArrowLeft: ({ row, cell }) => ({ row, cell: cell - 1 }),
  PageDown: ({ row, cell }) => ({ row: row + PAGE_STEP, cell }),
  PageUp: ({ row, cell }) => ({ row: row - PAGE_STEP, cell }),
  Home: ({ row }) => ({ row, cell: 0 }),
  End: ({ row }) => ({ row, cell: Infinity }),
};

function walk(event) {
  if (event.altKey || event.metaKey) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    openAt(event.target.closest('th, td'));
  } else if (event.key === 'Escape' && !tip.hidden) {
    event.preventDefault();
    hideTip();
  } else if (event.ctrlKey && (event.key === 'Home' || event.key === 'End')) {
    event.preventDefault();
    focusCell(event.key === 'Home' ? { row: 0, cell: 0 } : { row: matrix.gridRows.length - 1, cell: Infinity });
  } else if (STEPS[event.key] && !event.ctrlKey) {
    event.preventDefault();
    focusCell(STEPS[event.key](matrix.active));
  }
}

/** The row and the point of a cell; either may be missing. */
function meaningOf(cell) {
  const line = matrix.gridRows.indexOf(cell.parentElement);
  const row = line > 0 ? matrix.rows[line - 1] : null;
  const at = line > 0 ? cell.cellIndex - matrix.leads.length - 1 : Number(cell.dataset.column ?? -1);
  return { row, column: at >= 0 ? atlas.columns[at] : null, sort: cell.dataset.sort };
}

function openAt(cell) {
  if (!cell) return;
  hideTip();
  const place = placeOfCell(cell);
  if (place) cell.focus({ preventScroll: true });
  const { row, column, sort } = meaningOf(cell);
  if (sort) matrix.sort(sort);
  else if (row || column) matrix.open(row, column);
}

function hint(cell, delay) {
  const { row, column } = meaningOf(cell);
  if (column && !row) showTip(cell, () => pointHint(column), delay);
  else if (column) showTip(cell, () => cellHint(row, column), delay);
  else if (row && cell.cellIndex === 0) showTip(cell, () => [el('strong', {}, row.name)], delay * 2);
  else leaveTip();
}

function pointHint(column) {
  return [el('strong', {}, columnName(column)), el('cite', {}, column.cite), el('p', {}, column.says)];
}

function cellHint(row, column) {
  const lines = [];
  for (let state = 0; state < COUNTED; state += 1) {
    const count = countOf(row, column.at, state);
    if (count === 0) continue;
    lines.push(el('li', {}, swatch(state), row.only ? STATES[state].word : `${number(count)} ${STATES[state].word}`));
  }
  if (lines.length === 0) lines.push(el('li', {}, swatch(NOT_CARRIED), STATES[NOT_CARRIED].word));
  return [el('span', { class: 'of' }, row.name), el('strong', {}, columnName(column)), el('ul', {}, lines)];
}
