// What a hidden layer does after its sums: activation, normalization, dropout.
import { field, h, select } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { popover } from '/tabs/playground/popover.js';

const shown = rate => (rate === 0 ? t('play.none') : `${100 * rate} %`);

export function layerMenu(lab, at, layer) {
  const { activation, dropout = 0, norm = false } = lab.spec.layers[layer];
  const set = values => lab.change(spec => Object.assign(spec.layers[layer], values));
  popover(at, t('play.layer-name', { layer: layer + 1 }), h('div', { class: 'stack' },
    field(t('play.activation'), select((lab.catalogue?.activations ?? [activation]).map(name => [name, name]),
      activation, name => set({ activation: name }))),
    field(t('play.dropout'), select([...new Set([0, 0.1, 0.2, 0.3, 0.5, dropout])].map(rate => [rate, shown(rate)]), dropout,
      rate => set({ dropout: +rate })), t('play.dropout-hint')),
    h('label', { class: 'row' },
      h('input', { type: 'checkbox', checked: norm, onchange: event => set({ norm: event.target.checked }) }),
      t('play.norm'))));
}
