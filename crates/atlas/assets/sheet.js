// Collects the answers into facts lines and hands them over as a file. Nothing is sent anywhere.
const sheet = document.getElementById('sheet');
const by = document.getElementById('by');
const result = document.getElementById('result');
const sets = [...sheet.querySelectorAll('fieldset')];
const FILE = 'answers.facts.jsonl';
let unsaved = false;

const ticked = (set) => [...set.querySelectorAll('input[type=checkbox]:not(.only):checked')].map((box) => box.value);
const isOnly = (set) => Boolean(set.querySelector('.only:checked'));
const whyOf = (set) => set.querySelector('.why').value.trim();

/** The answer to a question: a word, some words, these words and no others, or nothing. */
function answerOf(set) {
  const many = ticked(set);
  if (many.includes('none')) return 'none';
  if (many.length > 0) return isOnly(set) ? `only ${many.join('; ')}` : many;
  const one = set.querySelector('input[type=radio]:checked') || set.querySelector('.value-field');
  return one ? one.value.trim() : '';
}

/** What is wrong with a number or a day; nothing for what is chosen. */
function valueProblemOf(set) {
  const { kind, unit, spellings } = set.dataset;
  const answer = answerOf(set);
  return answer && ['number', 'date'].includes(kind) ? valueProblem(kind, answer, unit, JSON.parse(spellings)) : '';
}

function problemOf(set) {
  const many = ticked(set);
  if (many.includes('none') && many.length > 1) return '“None of these” is ticked beside an answer. Untick one of them.';
  if (many.length === 0 && isOnly(set)) return '“And none of the others” is ticked without an answer. Tick what there is, or “none of these”.';
  if (answerOf(set).length === 0) return '';
  const needsReason = set.dataset.assessed !== undefined && !whyOf(set);
  return valueProblemOf(set) || (needsReason ? NEEDS_REASON : '');
}

function show(set, problem) {
  set.querySelector('.problem').textContent = problem;
  const field = set.querySelector('.value-field');
  if (field) field.setAttribute('aria-invalid', String(Boolean(problem)));
}

function answered() {
  return sets.filter((set) => answerOf(set).length > 0);
}

/** “None of these” and an answer exclude each other: the later one counts. */
function untick({ target }) {
  if (target.type !== 'checkbox' || !target.checked) return;
  for (const box of target.closest('fieldset').querySelectorAll('input[type=checkbox]')) {
    if (box !== target && (box.value === 'none' || target.value === 'none')) box.checked = false;
  }
}

sheet.addEventListener('change', ({ target }) => {
  const set = target.closest('fieldset');
  if (target.matches('.value-field')) show(set, valueProblemOf(set));
});

// Not only when a field is left: what moves then is no longer under the pointer that leaves it.
sheet.addEventListener('input', (event) => {
  const set = event.target.closest('fieldset');
  if (!set) return;
  untick(event);
  unsaved = true;
  result.textContent = '';
  if (set.querySelector('.problem').textContent) show(set, valueProblemOf(set));
});

// Enter in a field would save what is half done.
sheet.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault();
});

sheet.addEventListener('submit', (event) => {
  event.preventDefault();
  const name = signedBy(by);
  if (!name) return;
  for (const set of sets) show(set, problemOf(set));
  const wrong = sets.filter((set) => problemOf(set));
  if (wrong.length > 0) {
    result.textContent = `Nothing was saved: ${wrong.length === 1 ? 'one answer needs' : `${wrong.length} answers need`} another look.`;
    wrong[0].querySelector('.value-field, input').focus();
    wrong[0].scrollIntoView({ block: 'nearest' });
    return;
  }
  const lines = answered().map((set) => {
    const [{ id, name: of, organisation, use, actor }, why] = [set.dataset, whyOf(set)];
    return JSON.stringify({
      id, ...(of !== id && { name: of }), ...(organisation && { organisation }), ...(use && { use }), ...(actor && { actor }), fact: set.dataset.fact, value: answerOf(set), act: 'attest', by: name, at: localDay(), ...(why && { why }),
    });
  });
  if (lines.length === 0) {
    result.textContent = 'Nothing was saved: no question is answered yet.';
    return;
  }
  handOver(FILE, `${lines.join('\n')}\n`);
  unsaved = false;
  result.textContent = `Saved ${lines.length} ${lines.length === 1 ? 'answer' : 'answers'} as ${FILE}. Send that file back.`;
});

addEventListener('beforeunload', (event) => {
  if (unsaved && answered().length > 0) event.preventDefault();
});
