// The duties of a system, by actor and role, and the calendar of the portfolio.

const DUTY_STATUS = {
  owed: 'owed', later: 'owed later', unless_exempted: 'owed unless exempt under Article 6(3)', legacy: 'legacy', open: 'open',
};
const DUTY_SHOWN = {
  evidenced: 'evidence named', expired: 'evidence expired', missing: 'no evidence named', not_due: '',
};

function dutiesSection({ system }) {
  const [at, actors] = atlas.duties.of[system.id] || [];
  const list = atlas.duties.lists[at];
  if (!list) return null;
  if (list.length === 0) return section(3, 'Duties', { class: 'duties' }, el('p', {}, 'Nothing that is known brings a duty.'));
  const held = list.filter((of) => of.holds);
  const possible = list.filter((of) => !of.holds);
  return section(3, 'Duties', { class: 'duties' },
    el('p', { class: 'soft' }, 'What is owed, as whom, from when. Evidence is what somebody named; nobody here has read it. Ceilings are ceilings, never expected fines.'),
    held.map((of) => roleDuties(of, actors)),
    possible.length > 0 && disclosure({ class: 'rest' }, el('h4', {}, 'Roles that nothing rules out ', el('span', { class: 'count' }, possible.length)),
      () => el('div', {}, possible.map((of) => roleDuties(of, actors)))));
}

function roleDuties(of, actors) {
  const counts = Object.entries(DUTY_STATUS).map(([status, words]) => {
    const count = of.duties.filter((duty) => duty.status === status).length;
    return count > 0 && `${count} ${words}`;
  }).filter(Boolean).join(', ');
  const role = of.role === 'anyone' ? 'Whoever acts' : `As ${of.role.replace(/_/g, ' ')}`;
  const who = actors[of.actor] ? [el('span', { dir: 'auto' }, actors[of.actor]), `: ${role.charAt(0).toLowerCase()}${role.slice(1)}`] : role;
  return disclosure({ class: 'rest role-duties' }, [el('h4', {}, who), el('span', { class: 'soft' }, counts)],
    () => el('ul', { class: 'plain-list' }, of.duties.map(dutyLine)));
}

function dutyLine(duty) {
  const { texts, words } = atlas.duties;
  const text = texts[duty.text];
  const shown = DUTY_SHOWN[duty.shown];
  const build = () => el('div', { class: 'point-inside' },
    el('p', {}, text.event && `If ${text.event}: `, text.does),
    el('dl', {},
      dutyFact('Day', words[duty.when]),
      dutyFact('Contested', words[duty.contested]),
      dutyFact('Latest day', duty.due_words || (duty.due && longDate(duty.due))),
      dutyFact('By when', text.clock),
      dutyFact('Shown by', text.evidence),
      (duty.named || []).map(([claim, source]) => [el('dt', {}, 'Evidence'), el('dd', { dir: 'auto' }, `${capital(claim)}: `, outward(source))]),
      dutyFact('Kept', text.kept),
      dutyFact('Relief', text.relief),
      (duty.decides || []).map((at) => dutyFact('Would decide', words[at])),
      dutyFact('Ceiling', text.ceiling),
      dutyFact('Authority', words[duty.authority]),
      dutyFact('Layer', duty.layer)));
  return el('li', {}, disclosure({ class: 'point duty' },
    [el('span', { class: `duty-status d-${duty.status}` }, DUTY_STATUS[duty.status]), ' ', el('strong', {}, text.title), ' ',
      el('cite', {}, text.cite), ' ', el('span', { class: 'soft' }, words[duty.when]), shown && el('span', { class: `duty-shown e-${duty.shown}` }, ` ${shown}`)], build));
}

function dutyFact(name, says) {
  return says ? [el('dt', {}, name), el('dd', {}, says)] : null;
}

/** The calendar was drawn with the map; it is a picture and says the same as the sheets. */
function calendarSection() {
  const drawn = document.getElementById('calendar');
  if (!drawn) return null;
  const build = () => el('div', { class: 'calendar', tabindex: 0, role: 'region', 'aria-label': 'Calendar of duties' }, drawn.content.cloneNode(true));
  const whole = atlas.holdsAll ? '' : ` It is of the ${number(atlas.meta.sheets)} systems whose sheets this page holds.`;
  return section(2, 'What begins and falls due', { class: 'due' },
    el('p', { class: 'soft' }, `Duties that begin, end their protection or fall due after ${longDate(atlas.meta.on)}, by day and role.${whole}`),
    disclosure({}, 'Show the calendar', build));
}
