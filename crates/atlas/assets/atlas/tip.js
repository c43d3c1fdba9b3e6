// One hint for the headings and cells of the matrix. It can be pointed at and put away with Escape.

const tip = el('div', { class: 'tip', role: 'tooltip', id: 'atlas-tip', hidden: true });
let tipOf = null;
let tipTimer = 0;

function showTip(target, content, delay) {
  clearTimeout(tipTimer);
  if (tipOf === target) return;
  hideTip();
  tipTimer = setTimeout(() => {
    tip.replaceChildren(...content());
    tip.hidden = false;
    tipOf = target;
    target.setAttribute('aria-describedby', tip.id);
    placeTip(target.getBoundingClientRect());
  }, delay);
}

function placeTip(at) {
  const box = tip.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - box.width - 8);
  const fitsBelow = at.bottom + box.height + 6 < window.innerHeight;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${fitsBelow ? at.bottom + 4 : Math.max(8, at.top - box.height - 4)}px`;
}

function hideTip() {
  clearTimeout(tipTimer);
  tipOf?.removeAttribute('aria-describedby');
  tipOf = null;
  tip.hidden = true;
}

/** Time to reach the hint with the pointer before it goes. */
function leaveTip() {
  clearTimeout(tipTimer);
  tipTimer = setTimeout(hideTip, 120);
}

tip.addEventListener('mouseenter', () => clearTimeout(tipTimer));
tip.addEventListener('mouseleave', leaveTip);
