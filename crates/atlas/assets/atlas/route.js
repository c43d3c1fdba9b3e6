// Addresses, the way back, and where the focus goes.
//
// `#<id>` is the sheet of a system; an id is percent-encoded, so a bare `=` marks the other addresses:
// `#by=org&row=…&point=…` is a list, `#rows=country&class=…` the map with its controls set,
// `#queue=…` what waits for an answer.

const MAP_KEYS = ['rows', 'class', 'sort', 'only', 'find'];
const LIST_KEYS = ['by', 'row', 'point', 'list'];
/** What narrows a list as it narrows the map. */
const LIST_NARROWED = ['class', 'only', 'find'];
const live = el('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
let depth = 0;
/** What was focused and how far the page was scrolled, by depth of the history. */
const places = new Map();

function sheetAddress(id) {
  return `#${encodeURIComponent(id)}`;
}

function listAddress(keys) {
  return `#${parameters(keys)}`;
}

function parameters(keys) {
  const given = Object.entries(keys).filter(([, value]) => value);
  return new URLSearchParams(given).toString();
}

function parseAddress(hash) {
  const raw = hash.replace(/^#/, '');
  const keys = raw.includes('=') ? new URLSearchParams(raw) : new URLSearchParams();
  if (keys.has('queue')) return { view: 'queue', only: keys.get('queue') };
  const pick = (names) => Object.fromEntries(names.map((name) => [name, keys.get(name) || '']));
  if (LIST_KEYS.some((key) => keys.has(key))) {
    return { view: 'list', ...pick([...LIST_KEYS, ...LIST_NARROWED]) };
  }
  if (!raw || MAP_KEYS.some((key) => keys.has(key))) return { view: 'map', ...pick(MAP_KEYS) };
  return { view: 'sheet', id: decoded(raw) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function go(address) {
  location.hash = address;
}

function goBack() {
  if (depth > 0) history.back();
  else go(mapAddress());
}

function announce(text) {
  live.textContent = '';
  // Readers only speak a change; the same words twice are one unless the region was empty between.
  requestAnimationFrame(() => { live.textContent = plain(text); });
}

function leave() {
  const focused = document.activeElement?.closest('[data-key]');
  const view = document.querySelector('.other-view');
  places.set(depth, { scroll: window.scrollY, key: focused?.dataset.key, unfolded: view ? unfoldedIn(view) : null });
}

function arrive(view, place) {
  entitle(view);
  if (place?.unfolded && view.name !== 'map') unfoldAgain(view.root, place.unfolded);
  const target = place?.key && view.root.querySelector(`[data-key="${CSS.escape(place.key)}"]`);
  // Without the thing that had the focus, the heading takes it, and the page shows where it is.
  const lost = !place || (place.key && !target);
  window.scrollTo(0, lost ? 0 : place.scroll);
  const start = lost && view.start;
  (target || start || view.heading).focus({ preventScroll: true });
  if (target || start) (target || start).scrollIntoView({ block: target ? 'nearest' : 'start' });
  announce(view.says || view.title);
}

function entitle(view) {
  document.title = `${plain(view.title)} · Actlas`;
  document.body.dataset.view = view.name;
  document.querySelector('.skip').textContent = view.name === 'map' ? 'Skip to the map' : 'Skip to the content';
}

function startRouting(show) {
  history.scrollRestoration = 'manual';
  depth = history.state?.depth || 0;
  history.replaceState({ depth }, '');
  window.addEventListener('popstate', (event) => {
    leave();
    const known = typeof event.state?.depth === 'number';
    depth = known ? event.state.depth : depth + 1;
    if (!known) {
      history.replaceState({ depth }, '');
      places.delete(depth);
    }
    const view = show(parseAddress(location.hash));
    arrive(view, known ? places.get(depth) || { scroll: 0 } : null);
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input:not([type="radio"], [type="checkbox"]), select, textarea, dialog');
    if (event.key !== 'Escape' || event.defaultPrevented || typing) return;
    if (document.body.dataset.view !== 'map') goBack();
  });
  const first = show(parseAddress(location.hash));
  entitle(first);
}
