// The queue: what waits for a person, one thing after the other, the most telling first. `#queue=all` is
// its address.

const QUEUES = {
  all: { words: 'everything', keeps: () => true },
  proposals: { words: 'proposals', keeps: (item) => Boolean(item.said) },
  questions: { words: 'questions', keeps: (item) => !item.said },
  models: { words: 'proposals of a language model', keeps: (item) => item.said?.some((fact) => fact.by.startsWith('llm:')) },
};
const KEYS = 'j next, k previous, a accept, r reject; on a question, a leads to its first answer; Escape leads back, from a text field to its item';
const SHORTCUTS = { attest: 'a', reject: 'r' };

const queued = { items: null, sorted: null };

function queueAddress(only) {
  return listAddress({ queue: only });
}

/** Everything that waits, in the order of the map; kept, because answers do not change it. */
function waitingItems() {
  queued.items ||= atlas.systems.flatMap((system) => [...proposalsOf(system), ...questionsOf(system)]);
  return queued.items;
}

/** The same, first what most points hang on. */
function queueItems() {
  if (queued.sorted) return queued.sorted;
  const ranks = new Map([...CLASSES.keys()].map((id, at) => [id, at]));
  const rank = ({ system }) => ranks.get(system.indicated);
  for (const item of waitingItems()) item.settles ||= hangsOn(item.system, item.said[0]);
  queued.sorted = [...waitingItems()].sort((a, b) => b.settles.length - a.settles.length || rank(a) - rank(b));
  return queued.sorted;
}

/** One proposal for all words that say the same of the same use or actor: one answer is about all of them. What
 * somebody has attested waits for nobody. */
function proposalsOf(system) {
  const by = new Map();
  for (const fact of system.facts) {
    if (fact.layer !== 'proposed' || acceptedAs(system, fact).length > 0) continue;
    const key = answerKey({ id: system.id, use: fact.use, actor: fact.actor, fact: fact.id, on: fact.value });
    if (by.has(key)) by.get(key).said.push(fact);
    else by.set(key, { key, system, said: [fact] });
  }
  return [...by.values()];
}

/** The points that are shown or open, not ruled out, on which a proposal bears. */
function hangsOn(system, fact) {
  return pointsOfFact(system, fact).filter((id) => {
    const column = atlas.columnOf.get(id);
    const state = column && STATE_AT.get(system.cells[column.at]);
    return state === INDICATED || state === OPEN;
  });
}

function hangsOnNothing(item) {
  item.settles ||= hangsOn(item.system, item.said[0]);
  return item.settles.length === 0;
}

function questionsOf(system) {
  return system.missing.filter(({ fact }) => atlas.questions[fact]).map(({ fact, settles }) => ({
    key: `question ${answerKey({ id: system.id, fact })}`, system, fact, settles,
  }));
}

function isAnswered({ key, said, system, fact }) {
  if (said) return answers.lines.has(key);
  return isQuestionAnswered(system, fact);
}

function showQueue({ only }) {
  const chosen = Object.hasOwn(QUEUES, only) ? only : 'all';
  const items = queueItems().filter(QUEUES[chosen].keeps);
  const heading = el('h2', { tabindex: -1, 'data-key': 'queue' }, 'Waiting for an answer');
  const left = el('p', { class: 'lede queue-left', role: 'status' });
  const list = el('ol', { class: 'queue' });
  // What follows on something about the same record needs no second heading of the same words.
  const again = new Set(items.filter((item, at) => items[at - 1]?.system === item.system));
  const queue = { items, list, left, chosen, again, nodes: new Map() };
  // Whoever comes back goes on where they stopped.
  const at = firstOpen(queue);
  const printed = el('p', { class: 'only-print' });
  const grown = (shown) => {
    printed.textContent = shown < items.length ? `The first ${number(shown)} of ${number(items.length)} are printed here; “Show more” on the page builds the others.` : '';
  };
  const first = items.length > 0
    ? [el('p', { class: 'soft keys' }, `Keys: ${KEYS}. First comes what most points hang on. Answers stay on this page until you save them as a file; the next map takes them.`),
      printed, pieces(list, items, (item) => queueLine(queue, item), { first: Math.max(40, at + 20), more: 100, noun: 'of them', grown })]
    : el('p', {}, 'Nothing of this kind waits for an answer.');
  const root = el('article', { class: 'queue-view', tabindex: -1, onkeydown: (event) => queueKey(queue, event) },
    wayBack(), heading, left, queueChoices(chosen), first);
  countLeft(queue);
  const follow = () => {
    if (root.isConnected) countLeft(queue);
    else document.removeEventListener('answers', follow);
  };
  document.addEventListener('answers', follow);
  return {
    name: 'queue', title: 'Waiting for an answer', root, heading, start: at > 0 && list.children[at],
    says: `Waiting for an answer: ${left.textContent}`,
  };
}

/** Where the first stands that is not answered; the first of all if none is left. */
function firstOpen({ items }) {
  return Math.max(0, items.findIndex((item) => !isAnswered(item)));
}

function queueChoices(chosen) {
  const link = ([id, { words, keeps }]) => {
    const count = waitingItems().filter(keeps).length;
    if (count === 0 && id !== chosen) return null;
    return el('li', {}, el('a', { href: queueAddress(id), 'aria-current': id === chosen && 'true', 'data-key': `queue ${id}` }, capital(words)),
      ' ', el('span', { class: 'count' }, number(count)));
  };
  return el('nav', { 'aria-label': 'What to show' }, el('ul', { class: 'plain-list queue-choices' }, Object.entries(QUEUES).map(link)));
}

function countLeft({ items, left }) {
  const idle = items.filter(hangsOnNothing);
  const isOpen = (item) => !isAnswered(item);
  const [apart, open] = [idle.filter(isOpen).length, items.filter(isOpen).length];
  const all = items.length - idle.length;
  const telling = open - apart === all ? `${number(all)} left` : `${number(open - apart)} of ${number(all)} left`;
  const words = apart > 0 ? `${telling}, and ${number(apart)} that no point hangs on.` : `${telling}.`;
  if (left.textContent !== words) left.textContent = words;
}

function queueLine(queue, item) {
  const { system, settles, said } = item;
  const hangs = settles.length > 0 && el('p', { class: 'soft foot' },
    said ? 'On this hangs: ' : 'An answer can settle: ', settles.map(pointName).join('; '));
  const heading = queue.again.has(item) ? sameSystem(system)
    : el('h3', {}, el('a', { href: sheetAddress(system.id), dir: 'auto', lang: languageOf(system) }, titleOf(system)));
  heading.id = unique('record');
  const inside = said ? proposalInside(system, said, { heading, done: () => toNextOpen(queue, node) }) : questionForm(system, item.fact, []);
  const node = el('li', { tabindex: -1, 'data-key': `queue ${item.key}`, class: said ? 'of-proposal' : 'of-question', 'aria-keyshortcuts': said ? 'j k a r' : 'j k a' },
    heading, !queue.again.has(item) && el('p', { class: 'soft foot' }, whereInside(system)), inside, hangs);
  // Who hears the page hears what is asked, and the words that the answer rests on.
  const asked = node.querySelector('.fact, legend');
  asked.id ||= unique('asked');
  node.setAttribute('aria-labelledby', `${heading.id} ${asked.id}`);
  if (quotesOf(node)) node.setAttribute('aria-describedby', quotesOf(node));
  queue.nodes.set(node, item);
  return node;
}

function quotesOf(node) {
  return [...node.querySelectorAll('.queue-quote')].map(({ id }) => id).join(' ');
}

/** The heading of what is about the record before; by its name for those who go from link to link. */
function sameSystem(system) {
  return el('h3', { class: 'again' }, el('a', { href: sheetAddress(system.id), 'aria-label': `${titleOf(system)}, as before` }, 'The same record'));
}

function proposalInside(system, said, { heading, done }) {
  const [fact] = said;
  const of = [fact.use && `use ${fact.use}`, fact.actor && `actor ${fact.actor}`].filter(Boolean).join(', ');
  const quotes = said.map((at) => quoteInside(system, at));
  const describedBy = [heading, ...quotes].filter(Boolean).map(({ id }) => id).join(' ');
  return [
    el('p', { class: 'fact' }, fact.question, ' ', el('strong', {}, fact.answer), of && ` (${of})`),
    said.map((at, place) => [quotes[place],
      el('p', { class: 'soft foot' }, [at.why && capital(at.why).replace(/\.\s*$/, ''), at.by && `by ${at.by}`].filter(Boolean).join('; '))]),
    proposalForm(system, fact, { describedBy, keys: SHORTCUTS, done }),
  ];
}

/** Signs of a text that are shown on each side of a quote. */
const AROUND = 140;

/** The quote in the words around it. */
function quoteInside(system, { quote }) {
  if (!quote) return null;
  const named = { name: system.name, organisation: system.org, unit: system.unit };
  const texts = [...system.texts, ...Object.entries(named)].filter(([field]) => field === quote.field);
  const [text, span] = texts.map(([, text]) => [text, spanOf(text, quote)]).find(([, span]) => span) || [];
  const shown = span ? aroundSpan(text, span) : [el('mark', { class: 'proposed' }, quote.text)];
  return el('blockquote', { id: unique('quote'), class: 'queue-quote', dir: 'auto', lang: languageOf(system) },
    el('cite', {}, `${fieldWords(quote.field)}: `), shown);
}

function aroundSpan(text, { from, to }) {
  const before = text.slice(Math.max(0, from - AROUND), from);
  const after = text.slice(to, to + AROUND);
  // Whole words, where a script parts them, and never half a sign.
  const start = from > AROUND ? `… ${before.replace(/^\S{0,24}\s/u, '').replace(/^[\udc00-\udfff]/u, '')}` : before;
  const end = to + AROUND < text.length ? `${after.replace(/\s\S{0,24}$/u, '').replace(/[\ud800-\udbff]$/u, '')} …` : after;
  return [start, el('mark', { class: 'proposed' }, text.slice(from, to)), end];
}

/** The keys work while the focus is in the queue, and never while somebody types. */
function queueKey(queue, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest('input[type="text"], input[type="search"], select, textarea')) {
    if (event.key === 'Escape' && event.target.matches('input') && !event.isComposing) {
      event.preventDefault();
      toLine(current(queue));
    }
    return;
  }
  // With Caps Lock the letters come as capitals.
  const key = event.shiftKey ? event.key : event.key.toLowerCase();
  const act = { j: () => step(queue, 1), k: () => step(queue, -1), a: () => decide(queue, 'Accept'), r: () => decide(queue, 'Reject') }[key];
  if (!act) return;
  event.preventDefault();
  // A key that is held down walks on, and answers once.
  if (event.repeat && Object.values(SHORTCUTS).includes(key)) return;
  act();
}

function current(queue) {
  return document.activeElement?.closest('.queue > li');
}

/** To the next or the one before; past the last that is built, more are built. */
function step(queue, by) {
  const at = [...queue.list.children].indexOf(current(queue));
  const to = at < 0 ? firstOpen(queue) : at + by;
  if (to >= queue.list.children.length) queue.list.parentElement?.querySelector('.more')?.click();
  toLine(queue.list.children[to]);
}

function toLine(node) {
  if (!node) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: 'nearest' });
}

/** Accepts or rejects by the buttons that the mouse uses too, and goes on to what is still open. */
function decide(queue, word) {
  const node = current(queue);
  const item = queue.nodes.get(node);
  if (!item) return step(queue, 1);
  if (!item.said) {
    if (word === 'Accept') (node.querySelector('form :is(input, select)') || node.querySelector('.kept button'))?.focus();
    return undefined;
  }
  const button = [...node.querySelectorAll('.proposal button')].find((at) => at.textContent === word);
  if (!button) return undefined;
  button.click();
  // A legal assessment asks for its reason first.
  if (!isAnswered(item)) return undefined;
  toNextOpen(queue, node);
  return undefined;
}

function toNextOpen(queue, node) {
  let next = node.nextElementSibling;
  while (next && isAnswered(queue.nodes.get(next))) next = next.nextElementSibling;
  if (next) toLine(next);
  else step(queue, 1);
}

/** Opened by its address, the queue takes the keys at once, and shows what is not answered yet. */
function focusQueue(start) {
  (start || document.querySelector('.queue-view'))?.focus({ preventScroll: true });
  if (start) start.scrollIntoView({ block: 'start' });
}

/** The way in, above the map. */
function queueEntry() {
  const items = waitingItems();
  if (items.length === 0) return null;
  const apart = items.filter(hangsOnNothing).length;
  // Where no point hangs on any, they are counted like others.
  const counted = apart === items.length ? items : items.filter((item) => !hangsOnNothing(item));
  const proposals = counted.filter(QUEUES.proposals.keeps).length;
  const parts = [proposals > 0 && plural(proposals, 'proposal'), counted.length > proposals && plural(counted.length - proposals, 'question')];
  const idle = counted === items ? '' : apart > 0 && `, and ${number(apart)} that no point hangs on`;
  const words = `${parts.filter(Boolean).join(' and ')} ${counted.length === 1 ? 'waits' : 'wait'} for an answer${idle || ''}`;
  return el('p', { class: 'queue-entry' }, el('a', { href: queueAddress('all'), 'data-key': 'queue' }, words));
}
