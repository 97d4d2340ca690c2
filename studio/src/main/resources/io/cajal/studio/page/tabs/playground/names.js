// What the parts of the network are called.
import { digits, t } from '/kit/text.js';
import { INPUTS } from '/tabs/playground/spec.js';

/** The inputs as they are written, in the order of INPUTS. */
export const SIGNS = ['x₁', 'x₂', 'x₁²', 'x₂²', 'x₁x₂', 'sin x₁', 'sin x₂'];

/** What to call the giver of a layer's input. */
export function giverName(spec, layer, input) {
  return layer === 0 ? SIGNS[INPUTS.indexOf(spec.inputs[input])] : t('play.unit-short', { layer, unit: input + 1 });
}

/** What to call a unit; layer 0 is the first after the inputs. */
export function unitName(spec, layer, unit) {
  return layer === spec.layers.length
    ? t('play.output-name', { unit: unit + 1 }) : t('play.unit-name', { layer: layer + 1, unit: unit + 1 });
}

/** What an edit did, in words. */
export function editText(spec, { set, layer, unit, input, value }) {
  const names = { value: digits(value, 4) };
  if (set === 'weight') names.from = giverName(spec, layer, input);
  if (set === 'weight' || set === 'bias') names.unit = unitName(spec, layer, unit);
  return t('play.edit-' + set, names);
}
