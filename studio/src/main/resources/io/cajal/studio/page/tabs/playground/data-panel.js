// The data: which, how many to learn from, how noisy, how many at once; or one's own points.
import { h, keepFocus } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { icon } from '/tabs/playground/icons.js';
import { ownData } from '/tabs/playground/own-data.js';
import { mark, sharp } from '/tabs/playground/plane.js';
import { sample } from '/tabs/playground/samples.js';
import { REGRESSION, isRegression, newSeed } from '/tabs/playground/spec.js';

/** A slider that shows its value beside its name and sets it when it is let go. */
function slider({ id, control, label, min, max, step, shown, set }) {
  const value = h('b', { class: 'number' });
  const input = h('input', {
    type: 'range', id, min, max, step, oninput: () => { value.textContent = shown(+input.value); },
      onchange: () => set(+input.value),
  });
  return {
    element: h('label', { class: 'field slide', 'data-control': control }, h('span', { class: 'row between' },
      t(label), value), input),
    show(now) {
      input.value = now;
      value.textContent = shown(+now);
    },
  };
}

export function dataPanel(lab) {
  const tiles = h('div', { class: 'tiles', role: 'group', 'aria-label': t('play.data'), 'data-control': 'data' });
  const own = ownData(lab);
  const share = slider({ id: 'share-of-data', control: 'share', label: 'play.train-share', min: 10, max: 90,
    step: 10, shown: value => value + ' %', set: value => lab.change(spec => { spec.data.share = value / 100; }) });
  const noise = slider({ id: 'noise', control: 'noise', label: 'play.noise', min: 0, max: 50, step: 5,
    shown: value => value + ' %', set: value => lab.change(spec => { spec.data.noise = value / 100; }) });
  const batch = slider({ id: 'batch', control: 'batch', label: 'play.batch', min: 1, max: 64, step: 1, shown: String,
    set: value => lab.change(spec => { spec.batch = value; }) });

  function tile({ name, classes }) {
    const canvas = h('canvas', { width: 48, height: 48 });
    const context = sharp(canvas, 48, 48);
    sample(name).forEach(([x, y, label]) => mark(context, 24 + 3.7 * x, 24 - 3.7 * y, label,
      { radius: 1.7, values: classes === 0 }));
    const on = name === lab.spec.data.name;
    return h('button', {
      class: 'tile', id: 'data-' + name, 'aria-pressed': String(on), title: t('play.data-' + name),
        'aria-label': t('play.data-' + name),
      onclick: () => lab.change(spec => {
        spec.data = { name, count: spec.data.count, noise: spec.data.noise, share: spec.data.share };
        spec.loss = classes === 0 ? 'square' : spec.loss === 'square' && isRegression(lab.spec) ? 'cross-entropy'
          : spec.loss;
      }),
    }, canvas, h('span', {}, t('play.data-' + name)));
  }

  function paint() {
    const { spec } = lab;
    const values = isRegression(spec);
    const sets = (lab.catalogue?.data ?? []).filter(set => set.name !== 'own'
      && (values ? REGRESSION.includes(set.name) : !REGRESSION.includes(set.name)));
    keepFocus(() => tiles.replaceChildren(...sets.map(tile), h('button', {
      class: 'tile wide', id: 'data-own', 'aria-pressed': String(spec.data.name === 'own'),
        title: t('play.data-own-hint'), onclick: () => own.open(),
    }, icon('pen'), h('span', {}, t('play.data-own')))));
    share.show(Math.round(100 * spec.data.share));
    noise.show(Math.round(100 * spec.data.noise));
    noise.element.hidden = spec.data.name === 'own';
    batch.show(spec.batch);
  }

  lab.on('spec', paint);
  lab.on('catalogue', paint);
  document.addEventListener('themed', paint, { signal: lab.signal });
  return h('section', { class: 'panel data stack', id: 'data', 'aria-label': t('play.data') },
    h('h2', {}, t('play.data')), tiles, own.element,
    share.element, noise.element, batch.element,
    h('button', { id: 'regenerate', 'data-control': 'data', title: t('play.regenerate-hint'),
      onclick: () => lab.change(spec => { spec.seed = newSeed(); }) }, t('play.regenerate')));
}
