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
  const [hint, wrong] = [unique('hint'), unique('wrong')];
  const input = el('input', { type: 'text', 'aria-label': label, 'aria-describedby': `${hint} ${wrong}`, autocomplete: 'off' });
  const problem = el('p', { id: wrong, class: 'problem', role: 'alert' });
  const node = el('div', { class: 'choices' }, input, ' ', el('span', { id: hint, class: 'soft' },
    isDate ? 'a day such as 2026-07-27, a month or a year' : `a number, in ${question.unit || 'units'}`), problem);
  const check = () => {
    const text = input.value.trim();
    problem.textContent = text && valueProblem(question.kind, text, question.unit, question.spellings || []);
    input.setAttribute('aria-invalid', String(problem.textContent !== ''));
    return problem.textContent === '';
  };
  input.addEventListener('change', check);
  // Not only when it is left: what moves then is no longer under the pointer that leaves it.
  input.addEventListener('input', () => { if (problem.textContent) check(); });
  const read = () => {
    const text = input.value.trim();
    if (!text) return null;
    if (!check()) {
      input.focus();
      return { wrong: true };
    }
    const unit = /[a-z]$/i.test(text) ? '' : question.unit;
    return { value: text, words: isDate ? longDate(text) : `${text} ${unit}`.trim() };
  };
  return { node, read };
}

/** The uses or actors that a question can be about, where a record has several. */
function subjectsOf(system, of) {
  const names = of === 'use' ? system.uses.map((use) => [use.id, use.purpose ? `${use.id}: ${use.purpose}` : use.id])
    : of === 'actor' ? system.roles.filter((role) => role.actor).map((role) => [role.actor, role.actor]) : [];
  return names.length < 2 ? [] : names;
}

/** The answers kept to a question about a system, with their keys; proposals are no questions. */
function keptOf(system, fact) {
  return [...answers.lines].filter(([, line]) => line.id === system.id && line.fact === fact && line.on === undefined);
}

/** The uses or actors for which a question waits; an answer for all of them leaves none. */
function subjectsLeft(system, fact) {
  const { of } = atlas.questions[fact];
  const kept = keptOf(system, fact).map(([, line]) => line[of] || '');
  return kept.includes('') ? [] : subjectsOf(system, of).filter(([id]) => !kept.includes(id));
}

function isQuestionAnswered(system, fact) {
  return keptOf(system, fact).length > 0 && subjectsLeft(system, fact).length === 0;
}

/** Which use or actor an answer is about. Once one is answered by itself, no answer is for all of them. */
function subjectInput(system, fact, of) {
  const names = subjectsLeft(system, fact);
  if (names.length === 0) return null;
  const all = names.length === subjectsOf(system, of).length && el('option', { value: '' }, `every ${of}`);
  const field = el('select', { id: unique('field') }, all,
    names.map(([value, words]) => el('option', { value }, words.length > 80 ? `${words.slice(0, 79)}…` : words)));
  return { node: el('div', { class: 'field' }, el('label', { for: field.id }, `For which ${of}`), field), of, field };
}

/** Where a form says what it lacks. */
function problemLine() {
  return el('p', { id: unique('wrong'), class: 'problem', role: 'alert' });
}

/** Most answers need no reason, so the field for one only comes when asked for. What is typed stays until it is part of an answer. */
function reasonInput(assessed, key, problem) {
  const field = el('input', {
    type: 'text', id: unique('field'), autocomplete: 'off', 'aria-describedby': problem.id, 'aria-required': assessed && 'true',
  });
  field.value = reasons.get(key) || '';
  field.addEventListener('input', () => {
    keepReason(key, field.value);
    if (field.getAttribute('aria-invalid') === 'true') complain(field, problem, '');
  });
  const label = assessed ? 'Reason (a legal assessment needs one)' : 'Reason';
  const node = el('div', { class: 'field' }, el('label', { for: field.id }, label), field);
  if (assessed || field.value) return { field, node };
  const reveal = el('button', { type: 'button', class: 'link quiet', onclick: () => {
    reveal.replaceWith(node);
    field.focus();
  } }, 'Add a reason');
  return { field, node: reveal };
}

function complain(field, problem, words) {
  problem.textContent = words;
  field.setAttribute('aria-invalid', String(words === NEEDS_REASON));
}

/** A place that shows what was kept, and the form as long as something waits. It follows changes made elsewhere. */
function answerable(keys, form, { notes = (kept) => [keptNote(kept)], waits = (kept) => kept.length === 0 } = {}) {
  const box = el('div', { class: 'answerable' });
  let shown = null;
  const draw = () => {
    const kept = keys().map((key) => [key, answers.lines.get(key)]).filter(([, line]) => line);
    const state = JSON.stringify(kept.map(([key, line]) => [key, line.words, line.act, line.why]));
    if (state === shown) return;
    const hadFocus = box.contains(document.activeElement);
    shown = state;
    box.replaceChildren(...(kept.length > 0 ? notes(kept) : []), ...(waits(kept) ? [form()] : []));
    if (hadFocus) (box.querySelector('form :is(input, select)') || box.querySelector('button, input'))?.focus();
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

/** What was kept, as one note: lines that were kept together are taken back together. */
function keptNote(kept) {
  const [[, first]] = kept;
  const about = subjectWords(first);
  const words = `${first.act === 'reject' ? 'Rejected' : 'Your answer'}${about && ` for ${about}`}: `;
  return el('p', { class: 'kept' }, words, el('strong', {}, first.bundle || first.words), first.why && !first.bundle ? ` (${first.why})` : '', ' ',
    el('button', {
      type: 'button', class: 'link', 'aria-label': about && `Take back the answer for ${about}`, onclick: () => dropAnswers(kept.map(([key]) => key)),
    }, 'Take back'));
}

function subjectWords({ use, actor, every }) {
  return use ? `use ${use}` : actor ? `actor ${actor}` : every ? `every ${every}` : '';
}

/** A question about a system. `use` and `actor` are chosen in the form where there are several. */
function questionForm(system, fact, settles) {
  const question = atlas.questions[fact];
  if (!question) return null;
  const keys = () => keptOf(system, fact).map(([key]) => key);
  const each = { notes: (kept) => kept.map((line) => keptNote([line])), waits: () => !isQuestionAnswered(system, fact) };
  const build = () => {
    const inputs = inputsOf(question, question.question);
    const subject = subjectInput(system, fact, question.of);
    const problem = problemLine();
    const reason = reasonInput(question.assessed, reasonKey({ id: system.id, fact }), problem);
    const submit = (event) => {
      event.preventDefault();
      const answer = inputs.read();
      const why = reason.field.value.trim();
      complain(reason.field, problem, !answer ? 'Choose an answer first, or leave the question.'
        : question.assessed && !why ? NEEDS_REASON : '');
      if (problem.textContent || answer.wrong) return;
      const line = { id: system.id, fact, value: answer.value, act: 'attest', why, ...about(system, question.question, answer.words) };
      if (subject) Object.assign(line, subject.field.value ? { [subject.of]: subject.field.value } : { every: subject.of });
      keepAnswers([line]);
      announce('Answer kept on this page.');
    };
    return el('form', { onsubmit: submit }, inputs.node, subject?.node,
      el('div', { class: 'form-foot' }, el('button', { type: 'submit' }, 'Keep answer'), reason.node), problem);
  };
  return el('fieldset', { class: 'question', 'data-fact': fact }, el('legend', {}, question.question),
    question.help && el('p', { class: 'soft' }, question.help),
    answerable(keys, build, each),
    el('p', { class: 'soft foot' }, [settles.length > 0 && `Can settle ${settles.map(pointName).join('; ')}.`,
      question.known_by.length > 0 && `Known by: ${question.known_by.join(', ')}.`].filter(Boolean).join(' ')));
}

function about(system, question, words) {
  return { name: system.name || system.id, organisation: [system.org, system.unit].filter(Boolean).join(' / '), question, words };
}

/** A question whose "none of these" states several facts at once; "some" leads to each of them. */
function bundleForm(system, bundle) {
  const attested = new Set(system.facts.filter((fact) => fact.layer === 'attested').map((fact) => fact.id));
  const facts = bundle.none.filter(([fact]) => !attested.has(fact));
  const keys = () => [...answers.lines].filter(([, line]) =>
    line.id === system.id && line.bundle && facts.some(([fact]) => fact === line.fact)).map(([key]) => key);
  const every = (fact) => [atlas.questions[fact]?.of].find((of) => of && subjectsOf(system, of).length > 0);
  const several = facts.map(([fact]) => every(fact)).find(Boolean);
  const each = el('div', { class: 'each' });
  const none = () => {
    each.replaceChildren();
    keepAnswers(facts.map(([fact, value]) => ({
      id: system.id, fact, value, act: 'attest', why: `none of these: ${bundle.question}`, bundle: 'none of these', every: every(fact),
      ...about(system, atlas.questions[fact]?.question || fact, value === false ? 'no' : 'none of these'),
    })));
    announce('Answer kept on this page.');
  };
  const some = () => {
    each.replaceChildren(el('p', { class: 'soft' }, 'Then one by one:'), ...facts.map(([fact]) => questionForm(system, fact, [])).filter(Boolean));
    each.querySelector('input')?.focus();
  };
  const build = () => el('div', { class: 'buttons' },
    el('button', { type: 'button', onclick: none }, several ? `None of these, for any ${several}` : 'None of these'),
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

/** The words that an answer to a proposal is given on: those of all proposals that it answers, or nothing if one has none. */
function wordsOf(system, { id, value, use, actor }) {
  const key = (fact) => JSON.stringify([fact.id, fact.value, fact.use || '', fact.actor || '']);
  const same = system.facts.filter((fact) => fact.layer === 'proposed' && key(fact) === key({ id, value, use, actor }));
  const words = [...new Set(same.map((fact) => fact.quote?.text))];
  return words.every(Boolean) && (words.length === 1 ? words[0] : words);
}

/** The attested facts that say, alone or together, of the same use or actor what a proposal says, or more; none if some of it
 * is said by nobody. */
function acceptedAs(system, fact) {
  const members = (value) => (Array.isArray(value) ? value : value?.has);
  const subject = ({ id, use, actor }) => JSON.stringify([id, use || '', actor || '']);
  const [of, wanted] = [subject(fact), members(fact.value)];
  const attested = system.facts.filter((at) => at.layer === 'attested' && subject(at) === of);
  const same = attested.filter(({ value }) => JSON.stringify(value) === JSON.stringify(fact.value));
  if (same.length > 0 || !Array.isArray(fact.value) || wanted.length === 0) return same;
  const told = new Set(attested.flatMap(({ value }) => members(value) || []));
  return wanted.every((member) => told.has(member))
    ? attested.filter(({ value }) => members(value)?.some((member) => wanted.includes(member))) : [];
}

/** Who took a proposal over: their word counts, so nothing is left to be answered. */
function acceptedNote(fact, accepted) {
  const who = ({ by, at }) => [by || 'somebody who is not named', longDate(at)].filter(Boolean).join(', ');
  const isSame = JSON.stringify(accepted[0].value) === JSON.stringify(fact.value);
  const words = accepted.map((at) => (isSame ? who(at) : `${who(at)}: ${at.answer}`));
  return el('p', { class: 'kept' }, `Accepted by ${[...new Set(words)].join('; ')}.`);
}

/** Accepting makes a proposal somebody's word; rejecting takes it away and says nothing else. `keys` are those of the
 * place where it stands, and `done` is where Enter leads after the reason. */
function proposalForm(system, fact, { describedBy = null, keys = {}, done = () => {} } = {}) {
  const assessed = Boolean(atlas.questions[fact.id]?.assessed);
  const line = {
    id: system.id, use: fact.use, actor: fact.actor, fact: fact.id, value: fact.value, on: fact.value,
    ...about(system, fact.question, fact.answer), quote: wordsOf(system, fact),
  };
  const build = () => {
    const problem = problemLine();
    const reason = reasonInput(assessed, answerKey(line), problem);
    let wanted = null;
    const decide = (act) => {
      const why = reason.field.value.trim();
      wanted = act;
      if (act === 'attest' && assessed && !why) {
        complain(reason.field, problem, NEEDS_REASON);
        reason.field.focus();
        return;
      }
      keepAnswers([{ ...line, act, why }]);
      announce(act === 'attest' ? 'Proposal accepted on this page.' : 'Proposal rejected on this page.');
    };
    const button = (act, word) => el('button', {
      type: 'button', 'aria-label': `${word}: ${fact.question} ${fact.answer}`, 'aria-describedby': describedBy, 'aria-keyshortcuts': keys[act],
      onclick: () => decide(act),
    }, word);
    const [accept, reject] = [button('attest', 'Accept'), button('reject', 'Reject')];
    // Enter does what was asked for before the reason was; otherwise it leads to the choice.
    reason.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.repeat) return;
      event.preventDefault();
      if (!wanted) accept.focus();
      else decide(wanted);
      if (answers.lines.has(answerKey(line))) done();
    });
    // A key that is held down answers once.
    const once = (event) => { if (event.repeat && ['Enter', ' '].includes(event.key)) event.preventDefault(); };
    return el('div', { class: 'proposal', onkeydown: once }, accept, reject, reason.node, problem);
  };
  return answerable(() => [answerKey(line)], build);
}
