// Numbers, days and the fixed words of the atlas.

const boot = JSON.parse(document.getElementById('boot').textContent);
const STATES = boot.states;
const CLASSES = new Map(boot.classes.map((of) => [of.id, of]));
const STATE_AT = new Map(STATES.map((state, at) => [state.letter, at]));
const [ESTABLISHED, INDICATED, OPEN, UNEXAMINED, EXCLUDED, NOT_CARRIED] = STATES.keys();
/** The states that are counted; a point that is not carried is in no count. */
const COUNTED = NOT_CARRIED;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
  'October', 'November', 'December'];

function number(value) {
  return value.toLocaleString('en-GB');
}

/** At most four signs, for a cell of the matrix. */
function shortNumber(value) {
  if (value < 1000) return String(value);
  return value < 1e6 ? `${Math.floor(value / 1000)}k` : `${Math.floor(value / 1e6)}M`;
}

function plural(count, one, many) {
  return `${number(count)} ${count === 1 ? one : many || `${one}s`}`;
}

/** A name as a search compares it: neither case nor accents count. */
function folded(text) {
  if (!foldings.has(text)) foldings.set(text, text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
  return foldings.get(text);
}

const foldings = new Map();

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `2027-12-02` as `2 December 2027`; what is no day stays as it is. */
function longDate(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text || '');
  const month = parts && MONTHS[Number(parts[2]) - 1];
  return month ? `${Number(parts[3])} ${month} ${parts[1]}` : text || '';
}

/** A share that never rounds a remainder away. */
function percent(part, whole) {
  if (whole === 0) return '–';
  if (part === 0) return '0 %';
  if (part === whole) return '100 %';
  const rounded = Math.round((100 * part) / whole);
  if (rounded === 0) return '<1 %';
  return rounded === 100 ? '>99 %' : `${rounded} %`;
}

/** The name of a field of a record, as a heading. */
function fieldWords(field) {
  return capital(field.replace(/_/g, ' '));
}

function classWords(id) {
  return CLASSES.get(id)?.words || id;
}

const STAGES = { planned: 'planned', in_use: 'in use', retired: 'retired' };
const KINDS = { system: 'system', model: 'model', component: 'component' };

/** The pattern of a state, as a small picture beside its word. */
function swatch(state) {
  const mark = state === NOT_CARRIED ? '–' : '';
  return el('span', { class: `swatch s-${STATES[state].letter}`, 'aria-hidden': 'true' }, mark);
}
