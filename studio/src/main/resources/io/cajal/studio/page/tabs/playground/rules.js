// What an optimizer makes of a gradient g, as a formula and with its numbers.
import { h, m } from '/kit/dom.js';
import { digits, t } from '/kit/text.js';

export const i = text => m('mi', {}, text);
export const o = text => m('mo', {}, text);
export const n = (value, count = 4) => (value < 0 ? m('mrow', {}, o('−'), m('mn', {}, digits(-value, count)))
  : m('mn', {}, digits(value, count)));
export const row = (...parts) => m('mrow', {}, ...parts);
export const sub = (base, index) => m('msub', {}, base, index);
export const over = (above, below) => m('mfrac', {}, above, below);
export const formula = (...parts) => m('math', { display: 'block' }, row(...parts));
/** In brackets where a sign stands in front. */
export const around = value => (value < 0 ? row(o('('), n(value), o(')')) : n(value));

const square = base => m('msup', {}, base, m('mn', {}, '2'));
const root = of => row(m('msqrt', {}, of), o('+'), i('ε'));
const hat = letter => m('mover', {}, i(letter), o('^'));
const change = w => row(o('Δ'), i(w));

/** letter ← factor · letter + other, before → after. */
const memory = (letter, sum, [before, after]) => formula(i(letter), o('←'), ...sum, o(':'), n(before), o('→'),
  n(after));

const mixed = (factor, letter, what) => [i(factor), i(letter), o('+'), o('('), m('mn', {}, '1'), o('−'), i(factor),
  o(')'), what];

const adam = (w, { state }) => [
  memory('m', mixed('β₁', 'm', i('g')), state.exp_avg),
  memory('v', mixed('β₂', 'v', square(i('g'))), state.exp_avg_sq),
  formula(change(w), o('='), o('−'), i('η'), over(hat('m'), root(hat('v')))),
];

const RULES = {
  sgd: (w, { state, rate }, total, way) => (state.momentum_buffer === undefined
    ? [formula(change(w), o('='), o('−'), i('η'), o('·'), i('g'), o('='), o('−'), n(rate), o('·'), around(total),
      o('='), n(way))]
    : [memory('v', [i('μ'), i('v'), o('+'), i('g')], state.momentum_buffer),
      formula(change(w), o('='), o('−'), i('η'), o('·'), i('v'), o('='), o('−'), n(rate), o('·'),
        around(state.momentum_buffer[1]), o('='), n(way))]),
  adam,
  adamw: adam,
  rmsprop: (w, { state }) => [
    memory('s', mixed('α', 's', square(i('g'))), state.square_avg),
    ...(state.momentum_buffer === undefined ? [formula(change(w), o('='), o('−'), i('η'), over(i('g'), root(i('s'))))]
      : [memory('v', [i('μ'), i('v'), o('+'), over(i('g'), root(i('s')))], state.momentum_buffer),
        formula(change(w), o('='), o('−'), i('η'), o('·'), i('v'))]),
  ],
  adagrad: (w, { state }) => [
    memory('s', [i('s'), o('+'), square(i('g'))], state.sum),
    formula(change(w), o('='), o('−'), i('η'), over(i('g'), root(i('s')))),
  ],
  lbfgs: w => [h('p', {}, t('play.rule-lbfgs')), formula(change(w), o('='), i('t'), o('·'), i('d'))],
};

/** Formulas for the way from why.old to why.new of a weight (w) or a bias (b). */
export function rule(why, w) {
  const way = why.new - why.old;
  const { name } = why.optimizer;
  const count = way === 0 ? 4
    : Math.max(4, Math.min(9, 3 + Math.ceil(Math.log10(Math.abs(why.old / way) + 1)))); // so that they differ
  return [...RULES[name](w, why.optimizer, why.total, way),
    ...(name === 'sgd' ? []
      : [formula(change(w), o('='), n(way), m('mtext', {}, '  (η = ' + digits(why.optimizer.rate, 3) + ')'))]),
    formula(i(w), o(':'), n(why.old, count), o('→'), n(why.new, count))];
}
