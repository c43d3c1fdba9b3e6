// Small forms: answering a question, accepting or rejecting a proposal.

/** The inputs for a fact, and how to read them. `read` gives nothing if nothing was chosen. */
function inputsOf(question, label) {
  const name = unique('answer');
  const options = question.kind === 'yes/no' ? [['yes', 'yes'], ['no', 'no']] : question.options;
  if (question.kind === 'set') return setInputs(name, options);
  if (question.kind === 'number' || question.kind === 'date') return textInput(question, label);
  const inputs = options.map(([value]) => el('input', { type: 'radio', name, value }));
  const node = el('div', { class: question.kind === 'yes/no' ? 'choices beside' : 'choices' },
    options.map(([, words], at) => el('label', { class: 'choice' }, inputs[at], el('span', {}, words))));
  const read = () => {
    const at = inputs.findIndex((input) => input.checked);
    if (at < 0) return null;
    const [id, words] = options[at];
    return { value: question.kind === 'yes/no' ? id === 'yes' : id, words };
  };
  return { node, read };
}

/** Members that are not named stay unknown, unless the answerer says that there are no others. */
function setInputs(name, options) {
  const boxes = options.map(([value]) => el('input', { type: 'checkbox', name, value }));
  const none = el('input', { type: 'checkbox', name, value: 'none' });
  const complete = el('input', { type: 'checkbox', name: unique('complete') });
  const only = el('label', { class: 'choice apart' }, complete, el('span', {}, 'and none of the others'));
  none.addEventListener('change', () => {
    if (none.checked) for (const box of [...boxes, complete]) box.checked = false;
  });
  for (const box of boxes) box.addEventListener('change', () => { if (box.checked) none.checked = false; });
  const node = el('div', { class: 'choices' },
    options.map(([, words], at) => el('label', { class: 'choice' }, boxes[at], el('span', {}, words))),
    el('label', { class: 'choice' }, none, el('span', {}, 'none of these')), only);
  const read = () => {
    if (none.checked) return { value: { has: [], complete: true }, words: 'none of these' };
    const chosen = options.filter((_, at) => boxes[at].checked);
    if (chosen.length === 0) return null;
    const has = chosen.map(([id]) => id);
    const words = chosen.map(([, word]) => word).join(', ');
    return complete.checked ? { value: { has, complete: true }, words: `only ${words}` } : { value: has, words };
  };
  return { node, read };
}

function textInput(question, label) {
  const isDate = question.kind === 'date';
  const hint = unique('hint');
  const input = el('input', { type: 'text', 'aria-label': label, 'aria-describedby': hint, autocomplete: 'off' });
  const node = el('div', { class: 'choices' }, input, ' ', el('span', { id: hint, class: 'soft' },
    isDate ? 'a day such as 2026-07-27, a month or a year' : `a number, in ${question.unit || 'units'}`));
  const pattern = isDate ? /^\d{4}(-\d\d){0,2}$/ : /\d/;
  const read = () => {
    const text = input.value.trim();
    if (!text) return null;
    const wrong = pattern.test(text) ? '' : `“${text}” is not ${isDate ? 'a day such as 2026-07-27' : 'a number'}.`;
    return { value: text, words: isDate ? longDate(text) : `${text} ${question.unit}`.trim(), wrong };
  };
  return { node, read };
}

/** Which use or actor an answer is about, where a record has several. */
function subjectInput(system, of) {
  const names = of === 'use' ? system.uses.map((use) => [use.id, use.purpose ? `${use.id}: ${use.purpose}` : use.id])
    : of === 'actor' ? system.roles.filter((role) => role.actor).map((role) => [role.actor, role.actor]) : [];
  if (names.length < 2) return null;
  const field = el('select', { id: unique('field') }, el('option', { value: '' }, `every ${of}`),
    names.map(([value, words]) => el('option', { value }, words.length > 80 ? `${words.slice(0, 79)}…` : words)));
  return { node: el('div', { class: 'field' }, el('label', { for: field.id }, `For which ${of}`), field), of, field };
}

/** Most answers need no reason, so the field for one only comes when asked for. */
function reasonInput(assessed) {
  const field = el('input', { type: 'text', id: unique('field'), autocomplete: 'off' });
  const label = assessed ? 'Reason (a legal assessment needs one)' : 'Reason';
  const node = el('div', { class: 'field' }, el('label', { for: field.id }, label), field);
  if (assessed) return { field, node };
  const reveal = el('button', { type: 'button', class: 'link quiet', onclick: () => {
    reveal.replaceWith(node);
    field.focus();
  } }, 'Add a reason');
  return { field, node: reveal };
}

/** A place that shows what was kept, or the form to answer. It follows changes made elsewhere. */
function answerable(keys, form) {
  const box = el('div', { class: 'answerable' });
  let shown = null;
  const draw = () => {
    const kept = keys().map((key) => answers.lines.get(key)).filter(Boolean);
    const state = JSON.stringify(kept.map((line) => [line.words, line.act, line.why]));
    if (state === shown) return;
    const hadFocus = box.contains(document.activeElement);
    shown = state;
    box.replaceChildren(kept.length > 0 ? keptNote(kept, keys) : form());
    if (hadFocus) box.querySelector('button, input')?.focus();
  };
  draw();
  const follow = () => {
    // A sheet that was left is gone from the page.
    if (box.isConnected) draw();
    else document.removeEventListener('answers', follow);
  };
  document.addEventListener('answers', follow);
  return box;
}

function keptNote(kept, keys) {
  const [first] = kept;
  const words = first.act === 'reject' ? 'Rejected: ' : 'Your answer: ';
  return el('p', { class: 'kept' }, words, el('strong', {}, first.bundle || first.words), first.why && !first.bundle ? ` (${first.why})` : '', ' ',
    el('button', { type: 'button', class: 'link', onclick: () => dropAnswers(keys()) }, 'Take back'));
}

/** A question about a system. `use` and `actor` are chosen in the form where there are several. */
function questionForm(system, fact, settles) {
  const question = atlas.questions[fact];
  if (!question) return null;
  const keys = () => [...answers.lines].filter(([, line]) =>
    line.id === system.id && line.fact === fact && line.on === undefined).map(([key]) => key);
  const build = () => {
    const inputs = inputsOf(question, question.question);
    const subject = subjectInput(system, question.of);
    const reason = reasonInput(question.assessed);
    const problem = el('p', { class: 'problem', role: 'alert' });
    const submit = (event) => {
      event.preventDefault();
      const answer = inputs.read();
      const why = reason.field.value.trim();
      problem.textContent = !answer ? 'Choose an answer first, or leave the question.'
        : answer.wrong || (question.assessed && !why ? 'A legal assessment needs a reason.' : '');
      if (problem.textContent) return;
      const line = { id: system.id, fact, value: answer.value, act: 'attest', why, ...about(system, question.question, answer.words) };
      if (subject?.field.value) line[subject.of] = subject.field.value;
      keepAnswers([line]);
      announce('Answer kept on this page.');
    };
    return el('form', { onsubmit: submit }, inputs.node, subject?.node,
      el('div', { class: 'form-foot' }, el('button', { type: 'submit' }, 'Keep answer'), reason.node), problem);
  };
  return el('fieldset', { class: 'question', 'data-fact': fact }, el('legend', {}, question.question),
    question.help && el('p', { class: 'soft' }, question.help),
    answerable(keys, build),
    el('p', { class: 'soft foot' }, [settles.length > 0 && `Can settle ${settles.map(pointName).join('; ')}.`,
      question.known_by.length > 0 && `Known by: ${question.known_by.join(', ')}.`].filter(Boolean).join(' ')));
}

function about(system, question, words) {
  return { name: system.name || system.id, question, words };
}

/** A question whose "none of these" states several facts at once; "some" leads to each of them. */
function bundleForm(system, bundle) {
  const attested = new Set(system.facts.filter((fact) => fact.layer === 'attested').map((fact) => fact.id));
  const facts = bundle.none.filter(([fact]) => !attested.has(fact));
  const keys = () => [...answers.lines].filter(([, line]) =>
    line.id === system.id && line.bundle && facts.some(([fact]) => fact === line.fact)).map(([key]) => key);
  const each = el('div', { class: 'each' });
  const none = () => {
    each.replaceChildren();
    keepAnswers(facts.map(([fact, value]) => ({
      id: system.id, fact, value, act: 'attest', why: `none of these: ${bundle.question}`, bundle: 'none of these',
      ...about(system, atlas.questions[fact]?.question || fact, value === false ? 'no' : 'none of these'),
    })));
    announce('Answer kept on this page.');
  };
  const some = () => {
    each.replaceChildren(el('p', { class: 'soft' }, 'Then one by one:'), ...facts.map(([fact]) => questionForm(system, fact, [])).filter(Boolean));
    each.querySelector('input')?.focus();
  };
  const build = () => el('div', { class: 'buttons' },
    el('button', { type: 'button', onclick: none }, 'None of these'),
    el('button', { type: 'button', onclick: some }, 'Some of these'));
  const settled = bundle.excludes.filter((id) => isUndecided(system, id)).length;
  return el('fieldset', { class: 'question' }, el('legend', {}, bundle.question),
    bundle.help && el('p', { class: 'soft' }, bundle.help), answerable(keys, build), each,
    el('p', { class: 'soft foot' }, `“None of these” rules out ${plural(settled, 'point')} of its row.`));
}

function isUndecided(system, id) {
  const column = atlas.columnOf.get(id);
  const state = column && STATE_AT.get(system.cells[column.at]);
  return state === UNEXAMINED || state === OPEN;
}

/** Accepting makes a proposal somebody's word; rejecting takes it away and says nothing else. */
function proposalForm(system, fact) {
  const assessed = Boolean(atlas.questions[fact.id]?.assessed);
  const line = {
    id: system.id, use: fact.use, actor: fact.actor, fact: fact.id, value: fact.value, on: fact.value,
    ...about(system, fact.question, fact.answer),
  };
  const build = () => {
    const reason = reasonInput(assessed);
    const problem = el('p', { class: 'problem', role: 'alert' });
    const decide = (act) => {
      const why = reason.field.value.trim();
      if (act === 'attest' && assessed && !why) {
        problem.textContent = 'A legal assessment needs a reason.';
        reason.field.focus();
        return;
      }
      keepAnswers([{ ...line, act, why }]);
      announce(act === 'attest' ? 'Proposal accepted on this page.' : 'Proposal rejected on this page.');
    };
    return el('div', { class: 'proposal' },
      el('button', { type: 'button', 'aria-label': `Accept: ${fact.question} ${fact.answer}`, onclick: () => decide('attest') }, 'Accept'),
      el('button', { type: 'button', 'aria-label': `Reject: ${fact.question} ${fact.answer}`, onclick: () => decide('reject') }, 'Reject'),
      reason.node, problem);
  };
  return answerable(() => [answerKey(line)], build);
}
