// Collects what a person accepts and rejects, and hands it over as a file. Nothing is sent anywhere.
const claims = [...document.querySelectorAll('.claim')];
const status = document.getElementById('status');
const by = document.getElementById('by');
const said = new Map();
let unsaved = 0;

const sameId = (id) => claims.filter((claim) => claim.dataset.id === id);
const stateOf = (id) => said.get(id)?.act ?? sameId(id)[0].dataset.before;

function show(id) {
  const state = stateOf(id);
  for (const claim of sameId(id)) {
    claim.dataset.state = state;
    for (const button of claim.querySelectorAll('button[data-act]')) {
      button.setAttribute('aria-pressed', String(button.dataset.act === state));
    }
    claim.querySelector('.state').textContent =
      { attest: 'accepted', reject: 'rejected' }[state] ?? 'proposed, not reviewed';
  }
}

function count() {
  const ids = new Set(claims.map((claim) => claim.dataset.id));
  const done = [...ids].filter((id) => stateOf(id)).length;
  document.getElementById('done').textContent = `${done} of ${ids.size} reviewed`;
  document.getElementById('save').textContent = `Save the review (${said.size})`;
}

function decide(claim, act) {
  const { id } = claim.dataset;
  if (act === 'undo') said.delete(id);
  else said.set(id, { act, why: claim.querySelector('.why').value.trim() });
  unsaved = said.size;
  show(id);
  count();
  status.textContent = `${claim.dataset.says}: ${claim.querySelector('.state').textContent}`;
}

function move(from, step) {
  const next = claims[Math.min(Math.max(claims.indexOf(from) + step, 0), claims.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

const here = () => document.activeElement?.closest?.('.claim');

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (button) decide(button.closest('.claim'), button.dataset.act);
});

document.addEventListener('input', (event) => {
  const claim = event.target.closest('.claim');
  const line = claim && said.get(claim.dataset.id);
  if (!line) return;
  line.why = event.target.value.trim();
  unsaved = said.size;
});

document.addEventListener('keydown', (event) => {
  if (event.target.matches('input') || event.ctrlKey || event.metaKey || event.altKey) return;
  const claim = here();
  const act = { a: 'attest', r: 'reject', u: 'undo' }[event.key];
  if (act && claim) decide(claim, act);
  if (act && claim && act !== 'undo') move(claim, 1);
  if (event.key === 'j') move(claim, 1);
  if (event.key === 'k') move(claim, -1);
});

document.getElementById('save').addEventListener('click', () => {
  const name = signedBy(by);
  if (!name) {
    status.textContent = 'Give your name first: a review that nobody signs does not count.';
    return;
  }
  if (!said.size) {
    status.textContent = 'Nothing was accepted or rejected yet.';
    return;
  }
  const at = localDay();
  const lines = [...said].map(([claim, { act, why }]) =>
    JSON.stringify({ claim, act, by: name, at, ...(why && { why }) }));
  handOver('reviewed.claims.jsonl', `${lines.join('\n')}\n`);
  unsaved = 0;
  status.textContent = `${lines.length} lines saved to reviewed.claims.jsonl`;
});

addEventListener('beforeunload', (event) => {
  if (unsaved) event.preventDefault();
});

new Set(claims.map((claim) => claim.dataset.id)).forEach(show);
count();
