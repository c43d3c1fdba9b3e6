// What stands above and below the matrix: classes, legend, what the register does not say, the retired.

function overview({ onclass, onstated }) {
  const little = saysLittle();
  return el('div', { class: 'overview' },
    el('div', {}, classSection(onclass), little && silence(onstated)),
    el('div', {}, legendSection(), !little && el('p', { class: 'soft' }, statedWords())));
}

/** Whether most records state no fact, so that the map is mostly hatched. */
function saysLittle() {
  return atlas.meta.systems > 0 && atlas.meta.with_facts * 2 < atlas.meta.systems;
}

function classSection(onclass) {
  const { classes, systems } = atlas.meta;
  const most = Math.max(...classes.map(([, , count]) => count), 1);
  const lines = classes.map(([id, , count]) => el('li', {},
    el('button', {
      type: 'button', class: 'class-line', 'aria-pressed': 'false', 'data-class': id, onclick: () => onclass(id),
    },
    el('span', { class: 'count' }, number(count)),
    el('span', { class: 'bar', 'aria-hidden': 'true' }, bar(count / most)),
    el('span', { class: 'share' }, percent(count, systems)),
    el('span', { class: 'words' }, el('strong', {}, capital(classWords(id))), ' ', el('span', { class: 'says' }, CLASSES.get(id)?.says)))));
  const digits = Math.max(...classes.map(([, , count]) => number(count).length));
  return section(2, 'The systems by class', { class: 'classes', style: `--digits: ${digits + 1}` },
    el('p', { class: 'soft' }, 'The gravest class that is true by all that is stated or assumed; read it as “at least”. Choose one to see only its systems.'),
    el('ul', { class: 'plain-list' }, lines));
}

function bar(share) {
  const filled = el('span', { class: 'filled' });
  filled.style.width = `${Math.max(share * 100, 1)}%`;
  return filled;
}

function legendSection() {
  const total = sumOf(atlas.holdsAll ? rowsOf('class', atlas.systems) : countedRows('org'), '');
  const counts = STATES.map((_, state) => atlas.columns.reduce((sum, column) => sum + countOf(total, column.at, state), 0));
  const all = counts.slice(0, COUNTED).reduce((sum, count) => sum + count, 0);
  const strip = el('div', { class: 'strip', 'aria-hidden': 'true' });
  for (let state = 0; state < COUNTED; state += 1) {
    if (counts[state] === 0) continue;
    const part = el('span', { class: `s-${STATES[state].letter}` });
    part.style.flexGrow = counts[state] / all;
    strip.append(part);
  }
  const lines = STATES.map((state, at) => el('li', {},
    swatch(at),
    el('span', { class: 'words' }, el('strong', {}, capital(state.word)), ' ', el('span', { class: 'says' }, state.says)),
    el('span', { class: 'count' }, at < COUNTED ? number(counts[at]) : '')));
  const { assumed, role } = atlas.meta;
  return section(2, 'How their points stand', { class: 'legend' },
    el('p', { class: 'soft' }, `Each system is held against each point it can carry: ${number(all)} pairs.`),
    strip,
    el('ul', { class: 'plain-list' }, lines),
    assumed && el('p', { class: 'soft' }, `Assumed, unless a fact says otherwise: ${assumed.charAt(0).toLowerCase()}${assumed.slice(1)}. It never makes a cell solid.`),
    role && el('p', { class: 'soft' }, `Duties are listed for the role of ${role.replace(/_/g, ' ')} only.`));
}

function notices() {
  const { meta } = atlas;
  const lines = [];
  if (!atlas.holdsAll) {
    lines.push(`This page holds the sheets of ${number(meta.sheets)} of ${number(meta.systems)} systems, those with a point shown or open first. Counts by organisation, country and class are of all ${number(meta.systems)}; the file systems.jsonl beside this page holds every system.`);
  }
  if (meta.unreadable > 0) {
    lines.push(`${plural(meta.unreadable, 'record')} could not be read and ${meta.unreadable === 1 ? 'is' : 'are'} not on this map.`);
  }
  if (meta.systems === 0) lines.push('No record of the input is a system on this map, so there is nothing to draw.');
  return lines.map((line) => el('p', { class: 'notice' }, line));
}

function statedWords() {
  const { systems, with_facts: stated, with_text: texts, screened } = atlas.meta;
  if (stated === 0) {
    return `None of the ${plural(systems, 'record')} states a fact that the Act asks for${screened ? ', and none was read in their words' : '; no fact was looked for in their words'}. ${number(texts)} ${comes(texts)} with a text, such as a purpose.`;
  }
  return `${number(stated)} of ${plural(systems, 'record')} ${stated === 1 ? 'states' : 'state'} a fact that the Act asks for${screened ? ', in so many words or by words that were read so' : '; no fact was looked for in their words'}; ${number(texts)} ${comes(texts)} with a text, such as a purpose.`;
}

function comes(count) {
  return count === 1 ? 'comes' : 'come';
}

/** For a register that says little: what its silence means, and what it does not. */
function silence(onstated) {
  const { systems, with_facts: stated } = atlas.meta;
  const where = stated > 0 && stated < systems && el('p', {},
    el('button', { type: 'button', class: 'link', onclick: onstated }, `Show where the ${plural(stated, 'record')} with a stated fact ${stated === 1 ? 'is' : 'are'}`));
  return section(2, 'What this register does not say', { class: 'silence' },
    el('p', {}, statedWords()),
    el('p', {}, 'A hatched cell shows how far the record goes, not what the system does. It does not mean “no high-risk use”, nor “high-risk”: whether the point holds was not asked, or not answered, or what was proposed was rejected.'),
    where);
}

function firstQuestions(level) {
  const { first_questions: first } = atlas.meta;
  if (first.length === 0) return null;
  const most = Math.max(...first.map(([, points]) => points));
  const lines = first.map(([question, points]) => el('li', {},
    el('span', { class: 'asked' }, question),
    el('span', { class: 'weight' }, el('span', { class: 'bar', 'aria-hidden': 'true' }, bar(points / most)),
      `“none of these” rules out ${plural(points, 'point')}`)));
  return section(level, 'What to ask first', { class: 'next' },
    el('p', { class: 'soft' }, 'Of a system of which nothing is stated: where the answer is “none of these”, one question rules out several points at once. Each sheet asks them, and the answers leave the page as a file.'),
    el('ol', { class: 'first-questions' }, lines));
}

/** Retired records are in no count of the map. */
function retiredSection() {
  const { retired, stage_all: included } = atlas.meta;
  if (retired === 0 || included) return null;
  const build = () => {
    const line = (record) => el('li', {}, el('strong', { dir: 'auto' }, titleOf(record)),
      el('span', { class: 'soft' }, [record.org, `${record.headline} (if it were in use)`].filter(Boolean).join(' · ')));
    return pieces(el('ul', { class: 'plain-list records' }, []), atlas.retired, line, { noun: 'records' });
  };
  return section(2, 'Retired, listed apart', { class: 'retired' },
    el('p', { class: 'soft' }, `${plural(retired, 'retired record')} ${retired === 1 ? 'is' : 'are'} in no count on this page.`),
    disclosure({}, `Show ${retired === 1 ? 'it' : 'them'}`, build));
}
