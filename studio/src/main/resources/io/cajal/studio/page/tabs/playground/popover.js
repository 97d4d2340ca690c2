// A small window beside what it is about: closed by Escape or a click elsewhere.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';

/** Opens it at an element, or at the place of an event. */
export function popover(at, title, ...content) {
  const box = h('div', { class: 'popover', popover: 'auto', role: 'dialog', 'aria-label': title },
    h('div', { class: 'popover-head' }, h('h3', {}, title),
      h('button', { class: 'plain close', 'aria-label': t('play.close'), onclick: () => box.hidePopover() }, '×')),
    ...content);
  document.body.append(box);
  box.addEventListener('toggle', event => { if (event.newState === 'closed') setTimeout(() => box.remove()); });
  box.showPopover();
  const spot = at.getBoundingClientRect?.() ?? { left: at.clientX, right: at.clientX, top: at.clientY,
    bottom: at.clientY };
  const below = spot.bottom + 8 + box.offsetHeight < innerHeight;
  box.style.left = Math.max(8, Math.min(innerWidth - box.offsetWidth - 8, spot.left)) + 'px';
  box.style.top = Math.max(8, below ? spot.bottom + 8 : Math.min(innerHeight - box.offsetHeight - 8,
    spot.top - box.offsetHeight - 8)) + 'px';
  box.querySelector('input, select, button:not(.close)')?.focus();
  return box;
}
