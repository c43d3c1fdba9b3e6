// Answers given on this page. They stay in this tab until they are saved as `*.facts.jsonl`; nothing is
// sent anywhere.

/** `withdrawn` is what was taken back since it was saved: the file still says it. */
const answers = { by: '', lines: new Map(), withdrawn: new Set(), stored: true };

/** Reasons that are typed and not yet part of an answer, by what they are about. */
const reasons = new Map();

function storageKey() {
  return `actlas ${location.pathname} ${atlas.meta.title}`;
}

function loadAnswers() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey()) || '{}');
    answers.by = kept.by || '';
    answers.lines = new Map(kept.lines || []);
    answers.withdrawn = new Set(kept.withdrawn || []);
    for (const [key, why] of JSON.parse(sessionStorage.getItem(`${storageKey()} reasons`) || '[]')) reasons.set(key, why);
  } catch {
    answers.stored = false;
  }
}

function storeAnswers() {
  try {
    const { by, lines, withdrawn } = answers;
    sessionStorage.setItem(storageKey(), JSON.stringify({ by, lines: [...lines], withdrawn: [...withdrawn] }));
  } catch {
    answers.stored = false;
  }
  document.dispatchEvent(new Event('answers'));
}

/** Two words on one proposal, or two answers to one question, are one: the later counts. */
function answerKey({ id, use, actor, fact, on }) {
  return JSON.stringify([id, use || '', actor || '', fact, on === undefined ? null : on]);
}

/** A proposal has its own reason; the answers to a question are given in one form. */
function reasonKey(line) {
  return answerKey(line.on === undefined ? { id: line.id, fact: line.fact } : line);
}

function keepReason(key, why) {
  if ((reasons.get(key) || '') === why) return;
  if (why) reasons.set(key, why);
  else reasons.delete(key);
  try {
    sessionStorage.setItem(`${storageKey()} reasons`, JSON.stringify([...reasons]));
  } catch {
    answers.stored = false;
  }
}

function keepAnswers(lines) {
  for (const line of lines) {
    answers.lines.set(answerKey(line), { ...line, at: localDay(), saved: false });
    keepReason(reasonKey(line), '');
  }
  storeAnswers();
}

/** The reason stays in its field, because most take back to correct. */
function dropAnswers(keys) {
  for (const key of keys) {
    const line = answers.lines.get(key);
    if (line?.saved) answers.withdrawn.add(key);
    if (line?.why && !line.bundle) keepReason(reasonKey(line), line.why);
    answers.lines.delete(key);
  }
  storeAnswers();
}

function unsavedAnswers() {
  return [...answers.lines.values()].filter((line) => !line.saved).length;
}

/** One line of the format that `--answers` reads. */
function factsLine({ id, name, organisation, use, actor, fact, value, act, at, why, quote }) {
  const line = { id };
  if (name && name !== id) line.name = name;
  if (organisation) line.organisation = organisation;
  if (use) line.use = use;
  if (actor) line.actor = actor;
  Object.assign(line, { fact, value, act, by: answers.by, at });
  if (why) line.why = why;
  if (quote) line.quote = quote;
  return JSON.stringify(line);
}

/** An answer for every use is a line about each: one that names no use looks like one that forgot to. */
function spelledOut(line) {
  const system = atlas.byId.get(line.id);
  const names = line.every && system ? subjectsOf(system, line.every) : [];
  return names.length === 0 ? [line] : names.map(([name]) => ({ ...line, [line.every]: name }));
}

/** Named for map, person and day, so that two people do not overwrite one another, and never like a file that the
 * map was drawn with. */
function fileName() {
  const part = (text, most) => [...text.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')].slice(0, most).join('').replace(/^[-.]+|[-.]+$/g, '');
  const stem = [part(atlas.meta.title, 40) || 'answers', part(answers.by, 24), localDay()].filter(Boolean).join('-');
  const drawnWith = commandWords().map((word) => word.split(/[\\/]/).pop().toLowerCase());
  let name = `${stem}.facts.jsonl`;
  for (let at = 2; drawnWith.includes(name.toLowerCase()); at += 1) name = `${stem}-${at}.facts.jsonl`;
  return name;
}

/** The words that drew this map, without those of where it was written. */
function commandWords() {
  return atlas.meta.redraw?.length > 0 ? atlas.meta.redraw : ['map', 'INPUT'];
}

/** The command that draws the map with one more file of answers. */
function redrawWith(file) {
  const quoted = (word) => (/^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);
  return ['actlas', ...commandWords(), '--answers', file, '-o', 'atlas'].map(quoted).join(' ');
}

function saveAnswers() {
  const text = [...answers.lines.values()].flatMap(spelledOut).map((line) => `${factsLine(line)}\n`).join('');
  handOver(fileName(), text);
  for (const line of answers.lines.values()) line.saved = true;
  answers.withdrawn.clear();
  storeAnswers();
}

const tray = {};

function buildTray() {
  tray.words = el('p', {});
  tray.review = el('button', { type: 'button', class: 'main-button', onclick: openReview }, 'Review and save');
  tray.gone = el('button', { type: 'button', onclick: forgetFile }, 'The file is deleted');
  tray.bar = el('aside', { class: 'tray', 'aria-label': 'Your answers', hidden: true }, tray.words, tray.review, tray.gone);
  tray.dialog = buildReview();
  document.addEventListener('answers', showTray);
  window.addEventListener('beforeunload', (event) => {
    const isLost = !answers.stored && reasons.size > 0;
    if (isLost || unsavedAnswers() > 0 || answers.withdrawn.size > 0) event.preventDefault();
  });
  showTray();
  return [tray.bar, tray.dialog];
}

function showTray() {
  const [all, unsaved, back] = [answers.lines.size, unsavedAnswers(), answers.withdrawn.size];
  const isShown = all > 0 || back > 0;
  tray.bar.hidden = !isShown;
  tray.review.hidden = all === 0;
  tray.gone.hidden = all > 0;
  document.body.classList.toggle('has-tray', isShown);
  tray.words.textContent = back > 0 ? withdrawnWords(all, unsaved, back)
    : unsaved > 0 ? `${plural(unsaved, 'answer')} not saved yet` : `${plural(all, 'answer')} saved as a file`;
}

/** What was taken back still stands in the file that was saved. */
function withdrawnWords(all, unsaved, back) {
  const words = `${plural(back, 'answer')} taken back since ${back === 1 ? 'it was' : 'they were'} saved`;
  if (all === 0) return `${words}: delete the file, which still holds ${back === 1 ? 'it' : 'them'}`;
  return unsaved > 0 ? `${plural(unsaved, 'answer')} not saved yet, ${words}` : `${words}; save again`;
}

function forgetFile() {
  answers.withdrawn.clear();
  storeAnswers();
}

function buildReview() {
  const heading = unique('h');
  tray.name = el('input', { type: 'text', id: unique('field'), autocomplete: 'name', required: true });
  tray.list = el('ul', { class: 'plain-list answers' });
  tray.result = el('p', { class: 'result', role: 'status' });
  const close = el('button', { type: 'button', onclick: () => tray.dialog.close() }, 'Close');
  const form = el('form', { onsubmit: submitReview },
    el('h2', { id: heading }, 'Your answers'),
    el('p', { class: 'soft' }, 'They are only on this page. Saving writes a file; give it to whoever keeps the register.'),
    tray.list,
    el('div', { class: 'field' }, el('label', { for: tray.name.id }, 'Your name, as the one who stands for these answers'), tray.name),
    el('div', { class: 'buttons' }, el('button', { type: 'submit', class: 'main-button' }, 'Save as a file'), close),
    tray.result);
  return el('dialog', { class: 'review', 'aria-labelledby': heading }, form);
}

function openReview() {
  tray.name.value = answers.by;
  tray.result.textContent = answers.stored ? '' : 'This browser keeps nothing for this page: save before you close or reload it.';
  showReviewed();
  tray.dialog.showModal();
  if (!answers.by) tray.name.focus();
}

const ACTS = { attest: 'stated', reject: 'proposal rejected' };

function showReviewed() {
  const line = ([key, kept]) => el('li', {},
    el('div', {}, el('span', { class: 'soft', dir: 'auto' }, [titleOf(atlas.byId.get(kept.id) || kept), subjectWords(kept)].filter(Boolean).join(', ')), el('br'), kept.question, ' ',
      el('strong', {}, kept.words), ' ', el('span', { class: 'soft' }, `(${ACTS[kept.act]}${kept.why ? `: ${kept.why}` : ''})`)),
    el('button', {
      type: 'button', class: 'link', 'aria-label': `Take back: ${kept.question} ${[subjectWords(kept), kept.words].filter(Boolean).join(': ')}`, onclick: () => takeBack(key),
    }, 'Take back'));
  tray.list.replaceChildren(...[...answers.lines].map(line));
}

function takeBack(key) {
  dropAnswers([key]);
  tray.result.textContent = '';
  showReviewed();
  if (answers.lines.size === 0) tray.dialog.close();
  else tray.list.querySelector('button').focus();
}

function submitReview(event) {
  event.preventDefault();
  answers.by = signedBy(tray.name);
  if (!answers.by) return;
  const stale = answers.withdrawn.size > 0 ? ' Delete the file that you saved before: it still says what you took back.' : '';
  saveAnswers();
  tray.result.replaceChildren(`Saved ${plural(answers.lines.size, 'answer')} as ${fileName()}.${stale} To draw the map with them, and with all that it was drawn with: `,
    el('code', {}, plain(redrawWith(fileName()))), ' If your browser gave the file another name, write that one.');
  tray.result.scrollIntoView({ block: 'nearest' });
}
