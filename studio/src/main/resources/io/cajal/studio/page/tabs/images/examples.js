// Digits to try, as a row of buttons: one stop of the Tab key, arrows move within.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { map } from '/tabs/images/paint.js';

/** load(example, values, shape): values of the picture in 0 … 1. */
export function examples(load) {
  const groups = {};
  const tabs = {};
  const list = h('div', { class: 'thumbs', role: 'group', 'aria-label': t('images.examples') });
  const source = h('p', { class: 'quiet', id: 'examples-source' });
  let shown = 'right';

  function button(example, values, shape, i) {
    const canvas = h('canvas', { width: shape[1], height: shape[0] });
    map(canvas, values, shape[1], shape[0], { signed: false, low: 0, high: 1 });
    const wrong = example.guess !== example.label;
    const what = wrong ? t(example.angle ? 'images.example-turned' : 'images.example-wrong', { ...example, angle: Math.abs(example.angle) }) : t('images.example-right', example);
    return h('button', {
      class: 'thumb plain', tabindex: i === 0 ? 0 : -1, title: what, 'aria-label': what, 'data-number': example.number, 'data-label': example.label,
      onclick: () => load(example, values, shape),
    }, canvas, h('span', { class: 'number' }, wrong ? `${example.label} → ${example.guess}` : String(example.label)));
  }

  list.addEventListener('keydown', event => {
    const all = [...list.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    all.forEach((one, i) => { one.tabIndex = i === to ? 0 : -1; });
    all[to].focus();
  });

  function show(group) {
    shown = group;
    for (const [name, tab] of Object.entries(tabs)) tab.setAttribute('aria-pressed', name === group);
    const frame = groups[group];
    const { shape, values } = frame?.parts.pictures ?? { shape: [0], values: [] };
    const area = shape[1] * shape[2];
    list.replaceChildren(...(frame?.examples ?? []).map((example, i) => button(example, values.subarray(i * area, (i + 1) * area), shape.slice(1), i)));
    if (!frame) list.append(h('p', { class: 'quiet' }, t('images.searching')));
    else if (!frame.examples.length) list.append(h('p', { class: 'quiet' }, t('images.no-mistakes')));
    const turned = group === 'wrong' && frame?.examples.some(example => example.angle);
    source.textContent = frame ? t('images.source-' + frame.source) + (turned ? ' ' + t('images.source-turned') : '') : '';
  }

  for (const name of ['right', 'wrong']) tabs[name] = h('button', { id: 'examples-' + name, class: 'chip', onclick: () => show(name) }, t('images.examples-' + name));
  const root = h('div', { class: 'stack tight', id: 'examples' }, h('div', { class: 'row between' }, h('h3', {}, t('images.examples')), h('span', { class: 'row' }, Object.values(tabs))), list, source);
  show('right');

  return {
    root,
    /** For another network. */
    clear(fits) {
      root.hidden = !fits;
      for (const name of Object.keys(groups)) delete groups[name];
      show(shown);
    },
    add(frame) {
      groups[frame.group] = frame;
      if (frame.group === shown) show(shown);
    },
    /** The example with this number, and what it takes to load it. */
    find(number) {
      for (const frame of Object.values(groups)) {
        const i = frame.examples.findIndex(example => example.number === number);
        const { shape, values } = frame.parts.pictures ?? {};
        if (i >= 0) return [frame.examples[i], values.subarray(i * shape[1] * shape[2], (i + 1) * shape[1] * shape[2]), shape.slice(1)];
      }
      return null;
    },
    draw() { show(shown); },
  };
}
