// The data of the map, inflated and counted.

let atlas;

async function inflate(base64) {
  const packed = atob(base64);
  // A plain loop: calling back for each of millions of bytes takes a third of a second.
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).json();
}

const AXES = {
  org: { one: 'organisation', many: 'organisations', none: '(no organisation named)' },
  unit: { one: 'unit', many: 'units', none: '(no unit named)' },
  country: { one: 'country', many: 'countries', none: '(no country named)' },
  class: { one: 'class', many: 'classes' },
  system: { one: 'system', many: 'systems' },
};

function placeOf(system, axis) {
  switch (axis) {
    case 'class': return system.indicated;
    case 'system': return system.id;
    default: return spelled[axis].get(writtenPlace(system, axis));
  }
}

/** Organisation, unit or country as the record writes it. */
function writtenPlace(system, axis) {
  switch (axis) {
    case 'org': return system.org.trim() ? system.org : AXES.org.none;
    // Units of different organisations share names such as "HR".
    case 'unit': return [system.org, system.unit.trim() ? system.unit : AXES.unit.none].filter(Boolean).join(' / ');
    default: return system.country.trim() ? system.country : AXES.country.none;
  }
}

/** How a row is called, by each way in which records write its name. */
const spelled = { org: new Map(), unit: new Map(), country: new Map() };

function withoutBlanks(text) {
  return text.trim().replace(/\s+/g, ' ');
}

/** One name may be written in several ways: neither case nor blanks tell organisations apart. */
function sameName(text) {
  return withoutBlanks(text).toLowerCase();
}

/** A row is called as most of its records call it, or as it was called when it was counted. */
function spellPlaces(axis, systems, counted) {
  const ways = new Map();
  for (const system of systems) {
    const written = writtenPlace(system, axis);
    const [key, way] = [sameName(written), withoutBlanks(written)];
    if (!ways.has(key)) ways.set(key, new Map());
    ways.get(key).set(way, (ways.get(key).get(way) || 0) + 1);
    spelled[axis].set(written, key);
  }
  const names = new Map([...ways].map(([key, ofKey]) =>
    [key, [...ofKey].sort(([a, often], [b, oftener]) => oftener - often || (a < b ? -1 : 1))[0][0]]));
  for (const { name } of counted) names.set(sameName(name), name);
  for (const [written, key] of spelled[axis]) spelled[axis].set(written, names.get(key));
}

/** Signs that leave no mark: a name of nothing else can be neither read nor clicked. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** What a record is called on the page. */
function titleOf({ name, id }) {
  const canBeSeen = (text) => text && text.replace(UNSEEN, '') !== '';
  return [name, id].find(canBeSeen) || '(a record whose name cannot be seen)';
}

function rowName(axis, key, system) {
  if (axis === 'class') return capital(classWords(key));
  if (axis === 'system') return titleOf(system);
  return key;
}

function prepare(data) {
  const holdsAll = data.systems.length === data.meta.systems;
  const byId = new Map();
  for (const system of data.systems) {
    // The first of two records with one id keeps the address.
    if (!byId.has(system.id)) byId.set(system.id, system);
  }
  const instances = new Map();
  for (const system of data.systems) {
    if (!system.instance) continue;
    if (!instances.has(system.instance)) instances.set(system.instance, []);
    instances.get(system.instance).push(system);
  }
  const columns = data.columns.map((column, at) => ({ ...column, at }));
  spellPlaces('org', data.systems, holdsAll ? [] : data.rows);
  spellPlaces('unit', data.systems, []);
  spellPlaces('country', data.systems, holdsAll ? [] : data.country_rows);
  const model = { ...data, holdsAll, byId, instances, allColumns: columns };
  model.columnOf = new Map(columns.map((column) => [column.id, column]));
  model.columns = columns.filter((column) => isCarried(model, column.at));
  model.axes = axesOf(model);
  return model;
}

/** A register without models has no use for the columns of models. */
function isCarried(model, at) {
  return model.holdsAll
    ? model.systems.some((system) => system.cells[at] !== '-')
    : model.rows.some((row) => row.cells[at].some((count) => count > 0));
}

/** What the rows can be, the best first choice first. */
function axesOf(model) {
  const several = (axis) => {
    const first = model.systems[0] && placeOf(model.systems[0], axis);
    return model.systems.some((system) => placeOf(system, axis) !== first);
  };
  const counted = { org: model.rows, country: model.country_rows, class: model.class_rows };
  const offered = ['org', 'unit', 'country', 'class'].filter((axis) =>
    model.holdsAll ? several(axis) : counted[axis] && counted[axis].length > 1);
  return [...offered.filter((axis) => axis === 'org' || axis === 'unit'), 'system',
    ...offered.filter((axis) => axis === 'country' || axis === 'class')];
}

function newRow(key, name) {
  const counts = new Uint32Array(atlas.allColumns.length * COUNTED);
  return { key, name, systems: 0, stated: 0, facts: 0, settled: 0, counts, shown: 0, only: null };
}

function addSystem(row, system) {
  row.systems += 1;
  const told = toldOf(system);
  row.facts += told;
  row.stated += told > 0 ? 1 : 0;
  row.settled += settling(system).length > 0 ? 1 : 0;
  for (let at = 0; at < system.cells.length; at += 1) {
    const state = STATE_AT.get(system.cells[at]);
    if (state < COUNTED) row.counts[at * COUNTED + state] += 1;
    if (state <= INDICATED) row.shown += 1;
  }
}

/** Rows that were counted when the map was made, for pages that do not hold every system. */
function countedRows(axis) {
  const rows = { org: atlas.rows, country: atlas.country_rows, class: atlas.class_rows }[axis];
  return rows.map((counted) => {
    const row = newRow(counted.name, rowName(axis, counted.name));
    row.systems = counted.systems;
    row.stated = counted.stated;
    row.settled = counted.settled;
    counted.cells.forEach((counts, at) => {
      counts.forEach((count, state) => { row.counts[at * COUNTED + state] = count; });
      row.shown += counts[ESTABLISHED] + counts[INDICATED];
    });
    return row;
  });
}

const ownRows = new WeakMap();

/** The row of a single system; kept, because every view of systems needs it again. */
function ownRow(system) {
  let row = ownRows.get(system);
  if (!row) {
    row = newRow(system.id, rowName('system', system.id, system));
    row.only = system;
    addSystem(row, system);
    ownRows.set(system, row);
  }
  return row;
}

function rowsOf(axis, systems) {
  if (axis === 'system') return systems.map(ownRow);
  const rows = new Map();
  for (const system of systems) {
    const key = placeOf(system, axis);
    let row = rows.get(key);
    if (!row) {
      row = newRow(key, rowName(axis, key, system));
      rows.set(key, row);
    }
    addSystem(row, system);
  }
  return [...rows.values()];
}

function sumOf(rows, name) {
  const sum = newRow('', name);
  for (const row of rows) {
    sum.systems += row.systems;
    sum.stated += row.stated;
    sum.facts += row.facts;
    sum.settled += row.settled;
    sum.shown += row.shown;
    for (let at = 0; at < row.counts.length; at += 1) sum.counts[at] += row.counts[at];
  }
  return sum;
}

function factsOf(row) {
  return row.only ? row.facts : row.stated;
}

function countOf(row, column, state) {
  return row.counts[column * COUNTED + state];
}

/** The most telling state that occurs in a cell. */
function strongest(row, column) {
  for (let state = 0; state < COUNTED; state += 1) {
    if (countOf(row, column, state) > 0) return state;
  }
  return NOT_CARRIED;
}

function hasState(row, state) {
  return atlas.columns.some((column) => countOf(row, column.at, state) > 0);
}

function pointTitle(id) {
  const column = atlas.columnOf.get(id);
  return column ? `${column.title} (${column.cite})` : atlas.points[id] || id;
}

/** `4(a) Recruitment and selection`, or the title with its place for what has no column. */
function pointName(id) {
  const column = atlas.columnOf.get(id);
  return column ? columnName(column) : atlas.points[id] || id;
}

/** Labels such as `(a)` only tell under their heading. */
function columnName(column) {
  if (column.id.startsWith('gpai')) return column.title;
  if (column.id.startsWith('art50.')) return `50${column.label.split(' ')[0]} ${column.title}`;
  return `${column.id.startsWith('art5.') ? '5(1)' : ''}${column.label} ${column.title}`;
}

/** The open questions of which one answer settles a point; with `id`, that point. */
function settling(system, id) {
  return system.missing.filter(({ settles }) => (id ? settles.includes(id) : settles.length > 0));
}

/** The answer tree of a point, or of `class`. */
function treeOf(system, id) {
  return atlas.trees[atlas.tree_sets[system.tree]?.[id]];
}

/** How many facts say something about the system: that its operator's name is an authority's does not. */
function toldOf(system) {
  return system.facts.filter(({ quote }) => !quote || !['organisation', 'unit'].includes(quote.field)).length;
}
