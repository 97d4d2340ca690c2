// What comes out: the answers over the plane, how good they are on points the network has and has not learned from.
import { h } from '/kit/dom.js';
import { digits, t } from '/kit/text.js';
import { legend, plane } from '/tabs/playground/plane.js';
import { hideTip, showTip } from '/tabs/playground/tip.js';

const percent = share => (share === null || share === undefined ? '–' : (100 * share).toFixed(1) + ' %');
const loss = value => (value === null || value === undefined ? '–' : value.toFixed(3));

export function results(lab) {
  const main = plane(lab, { id: 'plane', label: t('play.plane') });
  const other = plane(lab, { id: 'plane-other', label: t('play.plane-other') });
  const title = h('h2', {}, t('play.output'));
  const mine = h('p', { class: 'quiet caption' });
  const theirs = h('p', { class: 'quiet caption' });
  const second = h('div', { class: 'one', hidden: true }, other.element, theirs);
  const cell = id => h('b', { class: 'number', id });
  const cells = {
    testLoss: cell('test-loss'), trainLoss: cell('train-loss'),
    testAccuracy: cell('test-accuracy'), trainAccuracy: cell('train-accuracy'),
  };
  const head = key => h('span', { class: 'quiet' }, t(key));
  const accuracies = [head('play.accuracy'), cells.testAccuracy, cells.trainAccuracy];
  const metrics = h('div', { class: 'metrics', id: 'metrics' },
    h('span'), h('span', { class: 'key test' }, t('play.test')), h('span', { class: 'key train' }, t('play.train')),
    head('play.loss'), cells.testLoss, cells.trainLoss, accuracies);
  const confusion = h('details', { class: 'confusion', id: 'confusion', open: true });
  const event = h('div', { class: 'event', id: 'event', role: 'status', hidden: true });
  const check = (control, key) => {
    const input = h('input', {
      type: 'checkbox', id: 'see-' + control, onchange: change => lab.see(view => { view[key] = change.target.checked; }),
    });
    const element = h('label', { class: 'row tight', 'data-control': control }, input, t('play.control-' + control));
    return { element, input };
  };
  const test = check('test', 'test');
  const discrete = check('discrete', 'discrete');

  const chance = (value, label) => t('play.probability', { number: label + 1, value: percent(value) });
  const shown = values => ({
    value: () => t('play.value', { value: digits(values[0], 4) }),
    tanh: () => t('play.score', { value: digits(values[0], 4) }),
    probability: () => chance(values[0], 1),
    softmax: () => values.map(chance).join(' · '),
  })[lab.opened.outputs]();
  let hovered = null;
  let asked = false;
  lab.on('value', answers => {
    const { x, y, layers } = answers;
    asked = false;
    if (!hovered) return;
    lab.tell('place', answers);
    showTip(hovered, `x₁ ${digits(x, 3)} · x₂ ${digits(y, 3)} → ${shown(layers.at(-1))}`);
  });
  main.box.addEventListener('pointermove', move => {
    if (lab.brush && move.buttons & 1) return lab.brush(main.place(move));
    hovered = move;
    if (asked || lab.draft) return;
    asked = true;
    lab.value(...main.place(move).map(value => Math.max(-6, Math.min(6, value))));
  });
  main.box.addEventListener('pointerleave', () => {
    hovered = null;
    asked = false;
    hideTip();
    lab.tell('place', null);
  });
  main.box.addEventListener('pointerdown', down => {
    if (!lab.brush) return;
    main.box.setPointerCapture(down.pointerId);
    lab.brush(main.place(down));
  });
  main.box.addEventListener('pointerup', () => { if (lab.brush && lab.draft) lab.finishStroke(); });

  function paintConfusion(table) {
    confusion.hidden = !table;
    if (!table) return;
    const now = JSON.stringify(table);
    if (confusion.dataset.shown === now) return;
    confusion.dataset.shown = now;
    if (confusion.querySelectorAll('td').length !== table.length ** 2) {
      const names = table.map((_, label) => label + 1);
      confusion.replaceChildren(h('summary', {}, t('play.confusion')), h('table', {},
        h('tr', {}, h('th', { class: 'quiet' }, t('play.true-found')),
          names.map(name => h('th', { scope: 'col' }, name))),
        table.map((row, label) => h('tr', {}, h('th', { scope: 'row' }, names[label]),
          row.map((_, at) => h('td', { class: at === label ? 'hit number' : 'number' }))))));
    }
    confusion.querySelectorAll('td').forEach((td, at) => {
      const row = table[Math.floor(at / table.length)];
      const count = row[at % table.length];
      td.textContent = count;
      td.style.setProperty('--share', count / Math.max(1, row.reduce((a, b) => a + b)));
    });
  }

  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  function paint(frame) {
    const map = frame.maps.find(one => one.kind === 'large') ?? (lab.large?.input ? null
      : frame.maps.find(one => one.kind === 'output'));
    if (lab.large?.input) main.paintInput(lab.large.input);
    else if (map) main.paintMap(map, lab.view.discrete && map.kind === 'output');
    const theirMap = frame.maps.find(one => one.kind === 'other');
    second.hidden = lab.compared === null || !theirMap;
    if (theirMap) other.paintMap(theirMap, lab.view.discrete);
    put(title, lab.large ? lab.large.name : t('play.output'));
    put(cells.testLoss, loss(frame.test?.loss));
    put(cells.trainLoss, loss(frame.train?.loss));
    put(cells.testAccuracy, percent(frame.test?.accuracy));
    put(cells.trainAccuracy, percent(frame.train?.accuracy));
    put(mine, lab.compared === null ? '' : t('play.compare-this', { step: frame.step, loss: loss(frame.test?.loss) }));
    if (frame.other) put(theirs,
      t('play.compare-other', { step: frame.other.step, loss: loss(frame.other.test?.loss) }));
    paintConfusion(frame.confusion);
    paintEvent(frame.event);
  }

  function paintEvent(happened) {
    const now = JSON.stringify(happened);
    if (event.dataset.shown === now) return;
    event.dataset.shown = now;
    event.hidden = !happened;
    if (!happened) return;
    event.className = 'event ' + happened.kind;
    event.replaceChildren(h('b', {}, t('play.' + happened.kind)), h('p', {}, happened.text));
    if (happened.kind !== 'diverged') return;
    const rate = lab.rate();
    const before = Math.max(0, happened.step - 50);
    event.append(h('p', {}, t('play.diverged-try')), h('div', { class: 'row' },
      h('button', { onclick: () => lab.change(spec => { spec.optimizer.rate = rate / 10; }) },
        t('play.diverged-slower', { rate: digits(rate / 10, 2) })),
      h('button', { onclick: () => lab.seek(before) }, t('play.diverged-back', { step: before }))));
  }

  const repaintPoints = () => {
    main.paintPoints(lab.draft);
    other.paintPoints(lab.draft);
    test.input.checked = lab.view.test;
    discrete.input.checked = lab.view.discrete;
  };
  lab.on('frame', paint);
  lab.on('large', () => { if (lab.frame) paint(lab.frame); });
  lab.on('opened', opened => {
    accuracies.forEach(element => { element.hidden = opened.problem === 'values'; });
    repaintPoints();
  });
  lab.on('draft', repaintPoints);
  lab.on('brush', brush => main.box.classList.toggle('drawing', Boolean(brush)));
  lab.on('view', () => {
    repaintPoints();
    if (lab.frame) paint(lab.frame);
  });
  document.addEventListener('themed', () => lab.frame && paint(lab.frame), { signal: lab.signal });
  return h('section', { class: 'panel results stack', id: 'results', 'aria-label': t('play.output') }, title,
    h('div', { class: 'planes' }, h('div', { class: 'one' }, main.element, mine), second), legend(lab),
    h('div', { class: 'row between small' }, test.element, discrete.element), event, metrics, confusion);
}
