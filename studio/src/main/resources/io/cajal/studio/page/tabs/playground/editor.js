// Weights and biases by hand: one, where it was clicked, or all that lead into a unit.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { giverName, unitName } from '/tabs/playground/names.js';
import { popover } from '/tabs/playground/popover.js';

const shown = value => (value === null ? '' : String(Number(value.toPrecision(7))));

function value(lab, { layer, unit, input }) {
  return input === undefined ? lab.frame.biases[layer][unit] : lab.frame.weights[layer][unit][input];
}

function entry(lab, place, close) {
  let now = shown(value(lab, place));
  const set = wanted => {
    if (!Number.isFinite(wanted) || shown(wanted) === now) return;
    now = shown(wanted);
    lab.edit({ set: place.input === undefined ? 'bias' : 'weight', ...place, value: wanted });
  };
  return h('input', {
    type: 'number', step: 'any', class: 'number', value: now,
    'aria-label': t(place.input === undefined ? 'play.bias' : 'play.weight'),
    onchange: event => set(event.target.valueAsNumber),
    onkeydown: event => {
      if (event.key !== 'Enter') return;
      event.preventDefault(); // the focus goes back to the button that opened this, which would take the key as its own
      set(event.target.valueAsNumber);
      close();
    },
  });
}

const whyButton = (lab, place, close) => h('button', {
  class: 'why', onclick: () => { close(); lab.explain(place); },
}, t('play.why-button'));

/** The weight or, without an input, the bias at that place. */
export function editWeight(lab, at, place) {
  if (!lab.frame) return;
  const title = place.input === undefined ? t('play.bias-of', { unit: unitName(lab.spec, place.layer, place.unit) })
    : t('play.weight-of', { from: giverName(lab.spec, place.layer, place.input),
      unit: unitName(lab.spec, place.layer, place.unit) });
  const close = () => box.hidePopover();
  const box = popover(at, title, h('div', { class: 'row' }, entry(lab, place, close), whyButton(lab, place, close)));
  box.querySelector('input').select();
}

/** The bias of a unit and all its weights. */
export function editUnit(lab, at, layer, unit) {
  if (!lab.frame) return;
  const close = () => box.hidePopover();
  const row = (name, place) => h('tr', {}, h('th', {}, name), h('td', {}, entry(lab, place, close)),
    h('td', {}, whyButton(lab, place, close)));
  const box = popover(at, unitName(lab.spec, layer, unit),
    h('div', { class: 'scroll-y' }, h('table', { class: 'weights' },
    row(t('play.bias'), { layer, unit }),
    lab.frame.weights[layer][unit].map((_, input) => row(giverName(lab.spec, layer, input), { layer, unit, input })))));
}
