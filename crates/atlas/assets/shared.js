// What every page does alike on which people answer: what counts as a number or a day, who signs, the day
// of today, and handing over a file.

const NEEDS_REASON = 'A legal assessment needs a reason.';

const BOUND = /^(?:>=|≥|<=|≤|>|<)/;
const NUMBER = /^(?:10\^[+-]?\d{1,4}|[-−+]?(?:\d[\d_ \u00a0\u2009\u202f]*(?:\.\d*)?|\.\d+)(?:\s*(?:[×x*] ?10\^|[eE])[+-]?\d{1,4})?)$/;
const DAY = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)[T ](?=.*:)\d[\d:.,+Z-]*$/;

/** The reader of answers takes `12`, `3.5 years`, `1e25`, `3.8×10^25`, `> 3`; a comma it never reads, nor less than nothing. */
function isNumber(text, spellings) {
  const given = text.trim().replace(BOUND, '').trim();
  const ending = (spelling) => given.toLowerCase().endsWith(spelling.toLowerCase());
  const bare = spellings.filter(ending).map((spelling) => given.slice(0, given.length - spelling.length).trim());
  return given.length <= 1000 && [given, ...bare].some((number) => NUMBER.test(number) && !/^[-−].*[1-9]/.test(number));
}

/** A day, a month or a year that the calendar has; of a moment the day counts. */
function isDay(text) {
  const given = text.trim().replace(BOUND, '').trim();
  const [, day] = MOMENT.exec(given) || [];
  const parts = DAY.exec(day || given);
  if (!parts) return false;
  const [year, month, date] = parts.slice(1).map((part) => (part === undefined ? null : Number(part)));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month === null || (month >= 1 && month <= 12 && (date === null || (date >= 1 && date <= days[month - 1])));
}

/** What is wrong with a number or a day that somebody wrote; nothing if it can be read. */
function valueProblem(kind, text, unit, spellings) {
  if (kind === 'date') {
    return isDay(text) ? '' : `“${text}” is no day of the calendar. Write 2026-07-27, 2026-07 or 2026.`;
  }
  if (isNumber(text, spellings)) return '';
  const comma = /\d,\d/.test(text) ? ' A comma is not read, because it means different things in different countries.' : '';
  return `“${text}” is not a number. Write digits such as 12, 3.5 or 1e25${unit && `, with or without “${unit}”`}.${comma}`;
}

/** The name in a required field; without one the field asks for it. */
function signedBy(field) {
  const name = field.value.trim();
  if (!name) {
    field.value = '';
    field.reportValidity();
  }
  return name;
}

/** The day where the answerer is, as `2026-07-27`. */
function localDay() {
  const now = new Date();
  const two = (part) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function handOver(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  link.download = name;
  link.click();
  // Some browsers read the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
