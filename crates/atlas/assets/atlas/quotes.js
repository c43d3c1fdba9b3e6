// The words of a record, with those marked that facts were read from.

/** Where a byte of UTF-8 stands in a string of UTF-16; nothing if it falls inside a sign. */
function indexOfByte(text, byte) {
  let bytes = 0;
  let at = 0;
  for (const sign of text) {
    if (bytes >= byte) break;
    const point = sign.codePointAt(0);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    at += sign.length;
  }
  return bytes === byte ? at : -1;
}

/** The part of a text that a quote names, if the text does say so there. */
function spanOf(text, quote) {
  const from = indexOfByte(text, quote.start);
  const to = indexOfByte(text, quote.end);
  return from >= 0 && to > from && text.slice(from, to) === quote.text ? { from, to } : null;
}

function spansIn(field, text, facts) {
  const spans = [];
  facts.forEach((fact, at) => {
    const span = fact.quote?.field === field ? spanOf(text, fact.quote) : null;
    if (span) spans.push({ ...span, at, layer: fact.layer });
  });
  return spans;
}

/** Quotes may overlap: the text is cut wherever one starts or ends. `behind` is what stands before the text in its field. */
function markedText(system, field, text, toFact, { behind = '', notes: numbered = true } = {}) {
  const spans = spansIn(field, behind + text, system.facts)
    .map((span) => ({ ...span, from: span.from - behind.length, to: span.to - behind.length })).filter(({ from }) => from >= 0);
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((from, at) => {
    const to = cuts[at + 1];
    const words = text.slice(from, to);
    const over = spans.filter((span) => span.from <= from && span.to >= to);
    if (over.length === 0) return [words];
    const link = (span, ...inside) => el('a', {
      href: sheetAddress(system.id), title: system.facts[span.at].question,
      onclick: (event) => {
        event.preventDefault();
        toFact(span.at);
      },
    }, inside);
    const notes = over.filter((span) => numbered && span.to === to)
      .map((span) => el('sup', {}, link(span, el('span', { class: 'unseen' }, 'fact '), span.at + 1)));
    const layer = over.some((span) => span.layer === 'attested') ? 'attested' : 'proposed';
    return [el('mark', { class: layer }, link(over[0], words)), ...notes];
  });
}

/** A language tag for readers that speak, if the register wrote one. */
function languageOf(system) {
  return /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(system.language) ? system.language : null;
}
