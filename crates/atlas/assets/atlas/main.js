// Unfolds the atlas.

async function start() {
  const app = document.getElementById('app');
  if (typeof DecompressionStream !== 'function') {
    giveUp('This browser is too old to unfold the atlas: it cannot inflate the data that the page holds. A current Firefox, Chrome, Edge or Safari can. The same results stand in systems.csv and cells.csv beside this page.');
    return;
  }
  try {
    atlas = prepare(await inflate(document.getElementById('data').textContent));
  } catch (error) {
    giveUp(`The data of this page cannot be read (${error.message}). The file may be cut off; make or copy it again.`);
    return;
  }
  loadAnswers();
  let [heading, start] = [null, null];
  document.querySelector('.skip').addEventListener('click', (event) => {
    // `#app` would be the address of a system of that name.
    event.preventDefault();
    const target = heading?.isConnected ? heading : app;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'start' });
  });
  const other = el('div', { class: 'other-view' });
  const mapView = buildMap();
  mapView.querySelector('.matrix-section')?.before(queueEntry() || '');
  app.replaceChildren(mapView, other);
  document.body.append(live, tip, ...buildTray());
  startRouting((address) => {
    hideTip();
    const view = { map: showMap, list: showList, sheet: showSheet, queue: showQueue }[address.view](address);
    ({ heading, start } = view);
    mapView.hidden = view.name !== 'map';
    other.replaceChildren(...(view.name === 'map' ? [] : [view.root]));
    return view;
  });
  focusQueue(start);
  prepareForPrint();
}

function giveUp(words) {
  document.getElementById('app').replaceChildren(el('p', { class: 'notice', role: 'alert' }, words));
}

/** On paper nothing can be opened: the class and the points that are shown print with their reasons, and the duties of
 * roles that are held by their titles. */
function prepareForPrint() {
  let opened = [];
  window.addEventListener('beforeprint', () => {
    if (document.body.dataset.view === 'map') growMatrix(PRINTED_ROWS);
    const shown = '.sheet details:is(.of-s, .of-i, .why-class, .duties > .role-duties):not([open])';
    opened = [...document.querySelectorAll(shown)];
    opened.forEach(openDisclosure);
  });
  window.addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
}

start();
