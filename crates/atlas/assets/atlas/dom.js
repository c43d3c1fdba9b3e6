// Building the page. Data only ever becomes text: nothing here parses markup.

/** Line breaks and tabs stay: texts are shown with them. */
const STEERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Text as it is shown: signs that turn the direction of writing, and those that nobody sees, are blanks. */
function plain(text) {
  return String(text).replace(STEERS, ' ');
}

const READ_OUT = new Set(['aria-label', 'title']);

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : READ_OUT.has(name) ? plain(value) : value);
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === '') continue;
    node.append(child instanceof Node ? child : plain(child));
  }
  return node;
}

function section(level, title, attributes, ...children) {
  const id = unique('h');
  return el('section', { ...attributes, 'aria-labelledby': id }, el(`h${level}`, { id }, title), ...children);
}

let uniques = 0;

function unique(stem) {
  uniques += 1;
  return `atlas-${stem}-${uniques}`;
}

/** A disclosure whose inside is built when it is first opened. */
function disclosure(attributes, summary, build) {
  let built = false;
  const details = el('details', attributes, el('summary', {}, el('span', {}, summary)));
  details.atlasBuild = () => {
    if (!built) append(details, [build()]);
    built = true;
  };
  details.addEventListener('toggle', () => {
    if (details.open) details.atlasBuild();
  });
  if (details.open) details.atlasBuild();
  return details;
}

function openDisclosure(details) {
  details.atlasBuild?.();
  details.open = true;
}

/** What is opened, closed and built of a view, by the headings above it, so that the way back finds it again. */
function unfoldedIn(root) {
  const opened = new Map([...root.querySelectorAll('details')].map((details) => [pathTo(details), details.open]));
  const built = new Map([...root.querySelectorAll('.in-pieces')].map((box) => [pathTo(box), box.atlasBuilt()]));
  return { opened, built };
}

function pathTo(node) {
  const titles = [];
  for (let at = node.closest('details'); at; at = at.parentElement.closest('details')) {
    titles.push(at.dataset.point || at.querySelector(':scope > summary').textContent);
  }
  return titles.join(' / ');
}

function unfoldAgain(root, { opened, built }) {
  // What is opened may hold more of the same.
  for (let changed = true; changed;) {
    changed = false;
    for (const details of root.querySelectorAll('details')) {
      const open = opened.get(pathTo(details));
      if (open === undefined || open === details.open) continue;
      changed = true;
      if (open) openDisclosure(details);
      else details.open = false;
    }
  }
  for (const box of root.querySelectorAll('.in-pieces')) box.atlasGrowTo(built.get(pathTo(box)) || 0);
}

/** A long list in pieces: only what was asked for is built. */
function pieces(list, items, build, { first = 100, more = 400, noun, grown = () => {} }) {
  const box = el('div', { class: 'in-pieces' }, list);
  let shown = 0;
  const button = el('button', { type: 'button', class: 'more', onclick: () => grow(more, true) });
  const grow = (count, focus) => {
    const from = shown;
    shown = Math.min(items.length, shown + count);
    list.append(...items.slice(from, shown).map(build));
    grown(shown);
    if (shown < items.length) {
      const next = Math.min(more, items.length - shown);
      const left = items.length - shown;
      button.textContent = left === next ? `Show the other ${number(left)} ${noun}` : `Show ${number(next)} more of the other ${number(left)} ${noun}`;
      box.append(button);
    } else {
      button.remove();
    }
    if (focus) list.children[from]?.querySelector('a, button')?.focus();
  };
  grow(first, false);
  box.atlasBuilt = () => shown;
  box.atlasGrowTo = (count) => { if (count > shown) grow(count - shown, false); };
  return box;
}

/** Links only lead to the web; anything else a register holds is shown as text. */
function webAddress(text) {
  if (!/^https?:\/\//i.test(text)) return null;
  try {
    return new URL(text).href;
  } catch {
    return null;
  }
}

function outward(text) {
  const href = webAddress(text.trim());
  return href ? el('a', { href, rel: 'noopener noreferrer', target: '_blank' }, text) : text;
}

/** Copies the address of what is shown; where a browser forbids that, the address is shown to be copied by hand. */
function copyLink(words) {
  const result = el('span', { class: 'copied', role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      result.replaceChildren(' Copied.');
    } catch {
      const address = el('input', { type: 'text', readonly: true, value: location.href, 'aria-label': 'Link' });
      result.replaceChildren(' ', address);
      address.focus();
      address.select();
    }
  };
  return el('span', { class: 'copy' }, el('button', { type: 'button', class: 'link', onclick: copy }, words), result);
}
