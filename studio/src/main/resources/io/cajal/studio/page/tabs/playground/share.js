// A link to what is seen, copied; for a lesson, without the controls that would lead astray.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { popover } from '/tabs/playground/popover.js';

export const CONTROLS = ['reset', 'play', 'step', 'rate', 'activation', 'penalty', 'decay', 'problem', 'speed',
  'data', 'noise', 'share', 'batch', 'inputs', 'layers', 'test', 'discrete'];

/** The link, with ?class if the simple view is wanted. */
function link(simple) {
  const address = new URL(location.href);
  address.search = simple ? '?class' : '';
  return address.href;
}

/** Hides what the address says, and only that. */
export function hideControls(lab, root) {
  for (const element of root.querySelectorAll('[data-control]')) {
    const hidden = lab.view.hide.includes(element.dataset.control);
    element.classList.toggle('hidden', hidden);
  }
}

export function shareMenu(lab, at) {
  const simple = h('input', { type: 'checkbox', checked: document.documentElement.classList.contains('class'),
    onchange: () => write() });
  const shown = h('input', { id: 'link', readonly: true, 'aria-label': t('play.share-link'), onfocus: event =>
    event.target.select() });
  const done = h('span', { class: 'quiet', role: 'status' });
  const write = () => { shown.value = link(simple.checked); };
  async function copy() {
    try {
      await navigator.clipboard.writeText(shown.value);
      done.textContent = t('play.share-copied');
    } catch {
      shown.select();
      done.textContent = t('play.share-by-hand');
    }
  }
  const control = name => h('label', { class: 'row tight' }, h('input', {
    type: 'checkbox', checked: !lab.view.hide.includes(name),
    onchange: event => {
      lab.see(view => { view.hide = CONTROLS.filter(other => (other === name ? !event.target.checked
        : view.hide.includes(other))); });
      write();
    },
  }), t('play.control-' + name));
  lab.pause();
  const box = popover(at, t('play.share'), h('div', { class: 'stack share' },
    h('p', { class: 'quiet' }, t('play.share-hint')),
    h('div', { class: 'row' }, shown, h('button', { class: 'main', id: 'copy', onclick: copy },
      t('play.share-copy'))), done,
    h('details', {}, h('summary', {}, t('play.share-lesson')),
      h('label', { class: 'row tight' }, simple, t('play.share-simple')),
      h('p', { class: 'quiet' }, t('play.share-controls')),
      h('div', { class: 'checks' }, CONTROLS.map(control)))));
  write();
  const forget = lab.on('kept', write);
  box.addEventListener('toggle', event => { if (event.newState === 'closed') forget(); });
  box.querySelector('#copy').focus();
}
