// The answer tree: the computation itself, each part with its value in words and its place in the law.

const TRUTHS = { true: ['✓', 'true'], false: ['✕', 'false'], unknown: ['?', 'unknown'] };

function sizeOf(reason) {
  return 1 + (reason.because || []).reduce((sum, part) => sum + sizeOf(part), 0);
}

function answerTree(reason) {
  const open = sizeOf(reason) <= 24;
  return el('ul', { class: 'tree' }, branch(reason, open ? Infinity : 2));
}

function branch(reason, depthOpen) {
  const parts = reason.because || [];
  const line = reasonLine(reason);
  if (parts.length === 0) return el('li', {}, el('div', { class: 'leaf' }, line));
  const inside = () => el('ul', {}, parts.map((part) => branch(part, depthOpen - 1)));
  return el('li', {}, disclosure({ open: depthOpen > 0 }, line, inside));
}

function reasonLine(reason) {
  const [sign, word] = TRUTHS[reason.value] || ['', reason.value];
  return [
    el('span', { class: `truth ${word}` }, el('span', { 'aria-hidden': 'true' }, sign), ` ${word} `),
    el('span', { class: 'reason' }, capital(reason.says),
      reason.answer && [' ', el('span', { class: 'answer' }, reason.by ? `${reason.answer} (${reason.by})` : reason.answer)],
      reason.cite && [' ', el('cite', {}, reason.cite)],
      reason.note && [' ', el('em', {}, reason.note)]),
  ];
}
