// The side of a sheet: dates, other readings, uses, roles, findings, source.

/** What else would count if the system was there before, which nobody stated. */
function existingWords(applies) {
  const until = applies.if_existing;
  if (!until) return '';
  if (until === 'significant-change') return ' unless it is an existing system';
  return applies.status === 'now'
    ? `, or since ${longDate(until)} if it is an existing system`
    : ` unless it is an existing system, which has time until ${longDate(until)}`;
}

/** When the consequences of a point run, in words. */
function whenWords(applies) {
  const day = longDate(applies.effective);
  const decides = (applies.decided_by || []).join(', ').replace(/_/g, ' ');
  const words = {
    now: `applies since ${day}${existingWords(applies)}`,
    later: `applies from ${day}${existingWords(applies)}`,
    legacy: applies.until === 'significant-change' || !applies.effective
      ? 'protected as an existing system until its design changes significantly'
      : `protected as an existing system until ${day}${applies.at_least ? ` at least, for longer depending on ${decides}` : ''}`,
    sectoral: 'requirements come through the law of the product',
    unknown: decides
      ? `applies from ${day}, unless it is protected as an existing system, depending on ${decides}`
      : `applies from ${day}, if at all`,
  }[applies.status] || applies.status;
  const act = applies.by_act_in_force_from;
  return act ? `${words}, by an act in force from ${longDate(act)}` : words;
}

function formalWords(applies) {
  return applies.formal && applies.formal !== applies.effective ? `by the letter of the Act from ${longDate(applies.formal)}` : '';
}

function dateWords(system, point) {
  const applies = system.applies.find((at) => at.point === point);
  if (!applies) return null;
  return el('p', {}, [capital(whenWords(applies)), formalWords(applies)].filter(Boolean).join('; '), ' ', el('cite', {}, applies.basis));
}

function datesSection({ system }) {
  if (system.applies.length === 0) return null;
  const lines = system.applies.map((applies) => [
    el('dt', {}, pointName(applies.point)),
    el('dd', {}, capital(whenWords(applies)),
      formalWords(applies) && [el('br'), el('span', { class: 'soft' }, capital(formalWords(applies)))],
      el('br'), el('cite', {}, applies.basis)),
  ]);
  return section(3, 'Dates', {}, el('dl', {}, lines));
}

function contestedSection({ system }) {
  if (system.contested.length === 0) return null;
  const computed = new Set([...system.other, ...atlas.allColumns
    .filter((column) => STATE_AT.get(system.cells[column.at]) <= INDICATED).map((column) => column.id)]);
  return section(3, 'Other readings', {}, system.contested.map((contested) => {
    const reading = atlas.readings[contested.question];
    const holds = (id) => reading?.alternatives.find(([word]) => word === id);
    const other = holds(contested.reading);
    const taken = holds(reading?.taken);
    const added = contested.points.filter((id) => !computed.has(id));
    const dropped = [...computed].filter((id) => !contested.points.includes(id));
    return el('div', { class: 'contested' },
      el('p', {}, el('strong', {}, reading?.question || contested.question), ' ', el('span', { class: 'soft' }, contested.question)),
      taken && el('p', {}, 'Here: ', taken[1], ' ', el('span', { class: 'soft' }, `(${taken[2]})`)),
      other && el('p', {}, 'Otherwise: ', other[1], ' ', el('span', { class: 'soft' }, `(${other[2]})`)),
      el('p', {}, 'It would then be: ', el('strong', {}, classWords(contested.class)),
        added.length > 0 && `, with ${added.map(pointName).join('; ')}`,
        dropped.length > 0 && `, without ${dropped.map(pointName).join('; ')}`, '.'),
      (contested.applies || []).map((applies) => el('p', {}, `${pointName(applies.point)}: `, el('strong', {}, whenWords(applies)), '.')));
  }));
}

function usesSection({ system }) {
  if (system.uses.length === 0) return null;
  return section(3, 'Uses', {}, el('dl', {}, system.uses.map((use) => [
    el('dt', { dir: 'auto' }, use.purpose || use.id),
    el('dd', {}, use.purpose && el('span', { class: 'soft' }, `${use.id}: `), classWords(use.class),
      use.points.length > 0 && el('p', { class: 'soft' }, `Shown: ${use.points.map(pointName).join('; ')}`),
      use.open.length > 0 && el('p', { class: 'soft' }, `Open: ${use.open.map(pointName).join('; ')}`)),
  ])));
}

function rolesSection({ system }) {
  if (system.roles.length === 0) return null;
  const list = (words) => words.map((word) => word.replace(/_/g, ' ')).join(', ');
  return section(3, 'Roles', {}, el('dl', {}, system.roles.map((role) => [
    el('dt', { dir: 'auto' }, role.actor || 'Actor not named'),
    el('dd', {}, role.holds.length > 0 ? `Is ${list(role.holds)}` : 'No role is shown',
      role.may_hold.length > 0 && el('p', { class: 'soft' }, `May be ${list(role.may_hold)}`),
      role.becomes_provider_by.length > 0 && el('p', {}, `Becomes provider by ${role.becomes_provider_by.join(', ')}`)),
  ])));
}

/** A product and its deployments point to one another. */
function instanceSection({ system }) {
  const link = (id, words) => (atlas.byId.has(id) ? el('a', { href: sheetAddress(id), dir: 'auto', 'data-key': `record ${id}` }, words) : words);
  const instances = (atlas.instances.get(system.id) || []).filter((at) => at.id !== system.id);
  const siblings = system.instance ? (atlas.instances.get(system.instance) || []).filter((at) => at.id !== system.id && at.id !== system.instance) : [];
  if (!system.instance && instances.length === 0) return null;
  const product = system.instance && system.instance !== system.id
    && el('p', {}, 'An instance of ', link(system.instance, titleOf(atlas.byId.get(system.instance) || { id: system.instance })), '.');
  const list = (title, systems) => systems.length > 0 && disclosure({}, `${plural(systems.length, title)}`, () =>
    pieces(el('ul', { class: 'plain-list' }, []), systems, (at) => el('li', {}, link(at.id, titleOf(at)), at.org && el('span', { class: 'soft' }, ` ${at.org}`)), { noun: 'records' }));
  return section(3, 'Product', {}, product, list('record of this product', instances), list('other record of this product', siblings));
}

function findingsSection({ system }) {
  if (system.findings.length === 0) return null;
  return section(3, 'Findings', {}, el('ul', { class: 'plain-list findings' }, system.findings.map((finding) => el('li', {},
    el('strong', {}, capital(finding.severity)), ': ', findingPlace(system, finding), finding.fact, '.',
    finding.hint && el('span', { class: 'soft' }, ` ${capital(finding.hint)}.`), ' ', el('code', {}, finding.code)))));
}

/** The fact or column that the finding does not name itself, and the file if it is another than that of the record. */
function findingPlace(system, { place, fact }) {
  const [, before, column] = /^(.*?)(?:, `([^`]*)`)?$/s.exec(place);
  const file = before.replace(` (\`${plain(system.id)}\`)`, '');
  const elsewhere = file !== plain(system.source) && file;
  const question = atlas.questions[column]?.question;
  const isSaid = !column || fact.includes(`\`${column}\``);
  const parts = [!isSaid && [el('code', {}, column), question && ` (${question})`], elsewhere && `in ${elsewhere}`].filter(Boolean);
  return parts.length > 0 && [parts.flatMap((part, at) => (at > 0 ? [', ', part] : [part])), ': '];
}

function sourceSection({ system }) {
  return section(3, 'Source', { class: 'source' }, el('dl', {},
    el('dt', {}, 'Id'), el('dd', {}, el('code', {}, system.id)),
    el('dt', {}, 'Read from'), el('dd', {}, system.source),
    system.origin && [el('dt', {}, 'As the register says'), el('dd', {}, outward(system.origin))],
    el('dt', {}, 'This sheet'), el('dd', {}, el('a', { href: sheetAddress(system.id) }, 'Address of this sheet'), ' ', copyLink('Copy the link'))));
}
