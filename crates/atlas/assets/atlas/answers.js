// Answers given on this page. They stay in this tab until they are saved as `*.facts.jsonl`; nothing is
// sent anywhere.

const answers = { by: '', lines: new Map(), stored: true };

function storageKey() {
  return `actlas ${location.pathname} ${atlas.meta.title}`;
}

function loadAnswers() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey()) || '{}');
    answers.by = kept.by || '';
    answers.lines = new Map(kept.lines || []);
  } catch {
    answers.stored = false;
  }
}

function storeAnswers() {
  try {
    sessionStorage.setItem(storageKey(), JSON.stringify({ by: answers.by, lines: [...answers.lines] }));
  } catch {
    answers.stored = false;
  }
  document.dispatchEvent(new Event('answers'));
}

/** Two words on one proposal, or two answers to one question, are one: the later counts. */
function answerKey({ id, use, actor, fact, on }) {
  return JSON.stringify([id, use || '', actor || '', fact, on === undefined ? null : on]);
}

function keepAnswers(lines) {
  for (const line of lines) answers.lines.set(answerKey(line), { ...line, at: localDay(), saved: false });
  storeAnswers();
}

function dropAnswers(keys) {
  for (const key of keys) answers.lines.delete(key);
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

function fileName() {
  const stem = atlas.meta.title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `${stem || 'answers'}.facts.jsonl`;
}

function saveAnswers() {
  const text = [...answers.lines.values()].flatMap(spelledOut).map((line) => `${factsLine(line)}\n`).join('');
  handOver(fileName(), text);
  for (const line of answers.lines.values()) line.saved = true;
  storeAnswers();
}

const tray = {};

function buildTray() {
  tray.words = el('p', {});
  tray.bar = el('aside', { class: 'tray', 'aria-label': 'Your answers', hidden: true },
    tray.words, el('button', { type: 'button', class: 'main-button', onclick: openReview }, 'Review and save'));
  tray.dialog = buildReview();
  document.addEventListener('answers', showTray);
  window.addEventListener('beforeunload', (event) => {
    if (unsavedAnswers() > 0) event.preventDefault();
  });
  showTray();
  return [tray.bar, tray.dialog];
}

function showTray() {
  const [all, unsaved] = [answers.lines.size, unsavedAnswers()];
  tray.bar.hidden = all === 0;
  document.body.classList.toggle('has-tray', all > 0);
  tray.words.textContent = unsaved > 0
    ? `${plural(unsaved, 'answer')} not saved yet`
    : `${plural(all, 'answer')} saved as a file`;
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
    el('div', {}, el('span', { class: 'soft', dir: 'auto' }, [kept.name, subjectWords(kept)].filter(Boolean).join(', ')), el('br'), kept.question, ' ',
      el('strong', {}, kept.words), ' ', el('span', { class: 'soft' }, `(${ACTS[kept.act]}${kept.why ? `: ${kept.why}` : ''})`)),
    el('button', {
      type: 'button', class: 'link', 'aria-label': `Take back: ${kept.question} ${[subjectWords(kept), kept.words].filter(Boolean).join(': ')}`, onclick: () => takeBack(key),
    }, 'Take back'));
  tray.list.replaceChildren(...[...answers.lines].map(line));
}

function takeBack(key) {
  dropAnswers([key]);
  showReviewed();
  if (answers.lines.size === 0) tray.dialog.close();
  else tray.list.querySelector('button').focus();
}

function submitReview(event) {
  event.preventDefault();
  answers.by = signedBy(tray.name);
  if (!answers.by) return;
  saveAnswers();
  tray.result.replaceChildren(`Saved ${plural(answers.lines.size, 'answer')} as ${fileName()}. To draw the map with them: `,
    el('code', {}, `actlas map INPUT --answers ${fileName()} -o atlas`));
}
