// A first lesson in five steps, beside the page's own controls: what it speaks of is lit, the rest goes on working.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';

const KEY = 'playground-tour';

export const neverTaken = () => localStorage.getItem(KEY) === null;

const NOISY = { noise: 0.5, share: 0.1 };
const FAST = { name: 'adam', rate: 0.03 };

/** Each step: what is lit, and what is prepared for it. */
const STEPS = [
  { at: '#plane', prepare: lab => lab.change(spec => Object.assign(spec, lesson('circle', [4, 2]))) },
  { at: '.net' },
  { at: '#run' },
  { at: '.net .counter', side: 'left', prepare: lab => lab.change(spec => Object.assign(spec, lesson('xor', []))) },
  { at: '#time', prepare: lab => lab.change(spec => Object.assign(spec, lesson('gauss', [8, 8], NOISY), { optimizer: FAST })) },
];

const lesson = (name, layers, more = {}) => ({
  data: { name, count: 500, noise: 0, share: 0.5, ...more }, inputs: ['x', 'y'], loss: 'cross-entropy',
  layers: layers.map(units => ({ units, activation: 'Tanh' })), optimizer: { name: 'sgd', rate: 0.1 },
  penalty: { name: 'none', rate: 0 }, schedule: { name: 'constant' }, stop: {}, batch: 10,
});

let endLast = () => {};

export function startTour(lab) {
  localStorage.setItem(KEY, 'seen');
  endLast();
  const before = document.activeElement;
  const title = h('h3', { id: 'tour-title' });
  const text = h('p');
  const count = h('span', { class: 'quiet number' });
  const back = h('button', { onclick: () => go(step - 1) }, t('play.tour-back'));
  const next = h('button', {
    class: 'main', id: 'tour-next', onclick: () => (step === STEPS.length - 1 ? close() : go(step + 1)),
  });
  const box = h('div', {
    id: 'tour-box', class: 'panel', role: 'dialog', 'aria-labelledby': 'tour-title', onkeydown: event => {
      if (event.key === 'Escape') close();
      if (event.key === 'ArrowRight' && step < STEPS.length - 1) go(step + 1);
      if (event.key === 'ArrowLeft' && step > 0) go(step - 1);
    },
  }, h('div', { class: 'row between' }, title,
    h('button', { class: 'plain close', id: 'tour-close', 'aria-label': t('play.close'), onclick: close }, '×')),
  text, h('div', { class: 'row between' }, count, h('span', { class: 'row tight' }, back, next)));
  let step = 0;
  let lit = null;

  function close() {
    lit?.classList.remove('lit');
    removeEventListener('resize', place);
    removeEventListener('scroll', place);
    box.remove();
    if (before?.isConnected) before.focus();
  }

  /** Beside what is lit, where there is room: right (or first left), below, above. */
  function place() {
    const spot = lit.getBoundingClientRect();
    const [width, height] = [box.offsetWidth, box.offsetHeight];
    const sides = [[spot.right + 14, spot.top], [spot.left - width - 14, spot.top]];
    if (STEPS[step].side === 'left') sides.reverse();
    const spots = [...sides, [spot.left, spot.bottom + 14], [spot.left, spot.top - height - 14]];
    const fits = ([x, y]) => x >= 8 && y >= 8 && x + width <= innerWidth - 8 && y + height <= innerHeight - 8;
    const [x, y] = spots.find(fits) ?? [(innerWidth - width) / 2, innerHeight - height - 12];
    box.style.left = x + 'px';
    box.style.top = y + 'px';
  }

  function go(to) {
    step = to;
    STEPS[step].prepare?.(lab);
    lit?.classList.remove('lit');
    lit = document.querySelector(STEPS[step].at);
    lit.classList.add('lit');
    lit.scrollIntoView({ block: 'nearest' });
    title.textContent = t(`play.tour-title-${step + 1}`);
    text.textContent = t(`play.tour-text-${step + 1}`);
    count.textContent = `${step + 1} / ${STEPS.length}`;
    back.disabled = step === 0;
    next.textContent = t(step === STEPS.length - 1 ? 'play.tour-end' : 'play.tour-next');
    place();
    next.focus({ preventScroll: true });
  }

  endLast = close;
  document.body.append(box);
  addEventListener('resize', place, { signal: lab.signal });
  addEventListener('scroll', place, { signal: lab.signal, passive: true });
  lab.signal.addEventListener('abort', close);
  go(0);
}
