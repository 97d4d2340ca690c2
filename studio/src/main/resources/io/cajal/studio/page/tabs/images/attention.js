// What the answer hangs on: how it answers to each pixel, and what happens when a square is covered.
import { h, field } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { flat, legend, map, picture, range } from '/tabs/images/paint.js';
import { percent } from '/tabs/images/answers.js';

const LEAST = 0.02;

/** changed() when another question is to be asked; settled() when only the occlusion is to be asked again. */
export function attention(changed, settled) {
  const state = { integrated: false, size: 5, shade: 0 };
  const pixels = h('canvas', { class: 'large', id: 'saliency', width: 1, height: 1 });
  const pixelBar = legend();
  const covered = h('canvas', { class: 'large', id: 'occlusion', width: 1, height: 1 });
  const under = h('canvas', { class: 'large', width: 1, height: 1 });
  const patch = h('span', { class: 'ring' });
  const coveredBar = legend();
  const words = h('p', { class: 'quiet', id: 'occlusion-words' }, t('images.occlusion-hover'));
  const size = h('input', { type: 'range', min: 1, max: 14, value: 5, id: 'patch' });
  const integrated = h('input', { type: 'checkbox', id: 'integrated' });
  const sizeText = h('span', { class: 'number' }, '5 × 5');
  let found = null;
  let name = '';

  size.addEventListener('input', () => {
    state.size = Number(size.value);
    sizeText.textContent = `${size.value} × ${size.value}`;
    settled();
  });
  integrated.addEventListener('change', () => { state.integrated = integrated.checked; changed(); });
  covered.addEventListener('pointermove', event => {
    if (!found) return;
    const box = covered.getBoundingClientRect();
    const [rows, columns] = found.parts.map.shape;
    const column = Math.min(columns - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * columns)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor((event.clientY - box.top) / box.height * rows)));
    const middle = Math.floor(found.step / 2) - Math.floor(state.size / 2);
    patch.hidden = false;
    Object.assign(patch.style, {
      left: 100 * (column * found.step + middle) / under.width + '%', top: 100 * (row * found.step + middle) / under.height + '%',
      width: 100 * state.size / under.width + '%', height: 100 * state.size / under.height + '%',
    });
    words.textContent = t('images.occlusion-at', { name, covered: percent(found.parts.map.values[row * columns + column]), whole: percent(found.whole) });
  });
  covered.addEventListener('pointerleave', () => { patch.hidden = true; words.textContent = t('images.occlusion-hover'); });
  patch.hidden = true;

  return {
    state,
    root: h('div', { class: 'attention' },
      h('div', { class: 'stack tight' }, h('h3', {}, t('images.saliency')),
        h('div', { class: 'framed' }, pixels), pixelBar.root, h('p', { class: 'quiet', id: 'saliency-words' }, ''),
        h('label', { class: 'check quiet advanced' }, integrated, t('images.integrated'))),
      h('div', { class: 'stack tight' }, h('h3', {}, t('images.occlusion')),
        h('div', { class: 'framed' }, under, covered, patch), coveredBar.root, words,
        field(t('images.patch'), h('span', { class: 'slider' }, size, sizeText)))),
    look(look, names) {
      name = names[look.asked];
      const values = flat(look.parts.saliency);
      const [, height, width] = look.parts.saliency.shape;
      const scale = range(values, true);
      map(pixels, values, width, height, scale);
      pixelBar.set(scale, value => (value < 0 ? t('images.against') : t('images.for')));
      document.getElementById('saliency-words').textContent = t(state.integrated ? 'images.integrated-words' : 'images.saliency-words', { name });
      picture(under, look.parts.seen);
    },
    show(frame) {
      found = frame;
      const { shape: [rows, columns], values } = frame.parts.map;
      const change = values.map(p => p - frame.whole);
      const scale = range(change, true);
      const most = Math.max(LEAST, scale.high);
      map(covered, change, columns, rows, { signed: true, low: -most, high: most });
      coveredBar.set({ signed: true, low: -most, high: most }, value => (value < 0 ? '−' : '+') + percent(Math.abs(value)));
    },
  };
}
