// "Why did this weight change?": the chain rule for one weight and the next batch, with its numbers.
import { h, m } from '/kit/dom.js';
import { digits, t } from '/kit/text.js';
import { giverName, unitName } from '/tabs/playground/names.js';
import { around, formula, i, n, o, over, row, rule, sub } from '/tabs/playground/rules.js';

/** Milliseconds between two looks while the network learns, and for which an answer is awaited. */
const PACE = 400;
const PATIENCE = 3000;

const partial = (of, by) => over(row(o('∂'), of), row(o('∂'), by));
const mean = count => row(over(m('mn', {}, '1'), count), m('munder', {}, o('∑'), i('n')));
const slope = argument => row(i('φ'), m('mo', { lspace: 0, rspace: 0 }, '′'), o('('), argument, o(')'));
const isBias = why => why.input === null || why.input === undefined;

/** The general formula: the way from a weight to the loss, link by link. */
function chain(why) {
  const bias = isBias(why);
  const factors = why.examples[0].slope === null ? [sub(i('δ'), i('n'))]
    : [partial(i('ℓ'), i('a')), o('·'), slope(i('z'))];
  return formula(partial(i('L'), i(bias ? 'b' : 'w')), o('='), mean(i('B')), ...factors,
    ...(bias ? [] : [o('·'), i('x')]));
}

/** One example's share, with its numbers. */
function exampleFormula(why, example) {
  const bias = isBias(why);
  if (example.slope === null) return formula(i('δ'), ...(bias ? [] : [o('·'), i('x')]), o('='), n(example.delta),
    ...(bias ? [] : [o('·'), around(example.input)]), o('='), n(example.share));
  const plain = example.normed === null;
  return formula(partial(i('ℓ'), i('a')), o('·'), slope(n(plain ? example.z : example.normed)),
    ...(bias ? [] : [o('·'), i('x')]), o('='), n(example.upstream), o('·'), around(example.slope),
    ...(bias ? [] : [o('·'), around(example.input)]), o(plain ? '=' : '→'), n(example.share));
}

function table(why, chosen, choose) {
  const heads = ['play.why-point', 'play.why-x', 'play.why-z', 'play.why-slope', 'play.why-upstream', 'play.why-share'];
  const cell = value => h('td', { class: 'number' }, value === null ? '–' : digits(value, 3));
  return h('table', { class: 'why-table' },
    h('thead', {}, h('tr', {}, heads.map(head => h('th', { scope: 'col' }, t(head))))),
    h('tbody', {}, why.examples.map((example, at) => h('tr', { class: at === chosen ? 'on' : '', 'data-example': at },
      h('td', {}, h('button', { class: 'plain', 'aria-pressed': String(at === chosen), onclick: () => choose(at) },
        `(${digits(example.point[0], 2)}, ${digits(example.point[1], 2)})`)),
      cell(example.input), cell(example.z), cell(example.slope),
        cell(example.slope === null ? example.delta : example.upstream), cell(example.share)))),
    h('tfoot', {}, h('tr', {}, h('th', { colspan: 5 }, t('play.why-mean', { count: why.count })),
      h('td', { class: 'number', id: 'why-gradient' }, digits(why.gradient, 4)))));
}

export function whyPanel(lab) {
  const body = h('div', { class: 'why-body stack' });
  const root = h('aside', { class: 'panel why-panel', id: 'why', role: 'dialog', 'aria-label': t('play.why'),
    hidden: true, onkeydown: event => { if (event.key === 'Escape') close(); } },
    h('div', { class: 'row between' }, h('h2', {}, t('play.why')),
      h('button', { class: 'plain close', 'aria-label': t('play.close'), onclick: close }, '×')), body);
  let place = null;
  let from = null;
  let asked = -Infinity;
  let chosen = 0;
  let step = -1;
  let painted = 0;

  function close() {
    place = null;
    if (root.hidden) return;
    root.hidden = true;
    if (from?.isConnected) from.focus();
  }

  function paint(why) {
    const bias = isBias(why);
    const unit = unitName(lab.spec, why.layer, why.unit);
    const names = { unit, from: bias ? '' : giverName(lab.spec, why.layer, why.input) };
    chosen = Math.min(chosen, why.examples.length - 1);
    const example = why.examples[chosen];
    const term = (sign, text) => [h('dt', {}, m('math', {}, sign)), h('dd', {}, text)];
    const soft = example.slope === null;
    const way = why.new - why.old;
    const total = way === 0 ? 'none' : Math.sign(way) === Math.sign(why.total) ? 'memory' : way < 0 ? 'less' : 'more';
    const focused = document.activeElement?.closest?.('[data-example]')?.dataset.example;
    body.replaceChildren(
      h('h3', {}, t(bias ? 'play.bias-of' : 'play.weight-of', names)),
      h('p', {}, t('play.why-sum-' + total, { way: digits(Math.abs(why.new - why.old), 3), step: why.step + 1 })),
      ...rule(why, bias ? 'b' : 'w'),
      h('h3', {}, t('play.why-chain')), chain(why),
      h('dl', {}, soft ? term(i('δ'), t('play.why-delta'))
        : [...term(partial(i('ℓ'), i('a')), t('play.why-about-upstream')),
        ...term(slope(i('z')), t('play.why-about-slope', { activation: why.activation ?? '' }))],
        bias ? [] : term(i('x'), t('play.why-about-input', names))),
      h('h3', {}, t('play.why-example', { number: chosen + 1, x: digits(example.point[0], 3),
        y: digits(example.point[1], 3) })),
      exampleFormula(why, example),
      example.normed === null || soft ? '' : h('p', { class: 'quiet' }, t('play.why-norm')),
      why.penalty ? h('p', {}, t(why.penaltyApart ? 'play.why-penalty-apart' : 'play.why-penalty',
        { penalty: digits(why.penalty, 3), total: digits(why.total, 4) })) : '',
      h('h3', {}, t('play.why-batch')),
      h('div', { class: 'scroll-x' }, table(why, chosen, at => { chosen = at; paint(why); })),
      h('p', { class: 'quiet' }, t('play.why-hint')));
    if (focused) body.querySelector(`[data-example="${focused}"] button`)?.focus();
    step = why.step;
    painted = performance.now();
    root.dataset.step = step;
  }

  /** Asks about the step that is seen, unless that is what is shown or awaited. */
  function follow(frame) {
    const now = performance.now();
    if (root.hidden || now - asked < PATIENCE || now - painted < (frame.playing ? PACE : 0) || frame.step === step) return;
    asked = now;
    lab.why(place);
  }

  lab.on('why', why => {
    asked = -Infinity;
    if (!place) return;
    const opening = root.hidden;
    root.hidden = false;
    paint(why);
    if (opening) root.querySelector('.close').focus();
    if (lab.frame) follow(lab.frame);
  });
  lab.on('frame', follow);
  lab.on('opened', close);
  lab.explain = wanted => {
    from = document.activeElement;
    place = wanted;
    chosen = 0;
    asked = performance.now();
    lab.why(wanted);
  };
  return root;
}
