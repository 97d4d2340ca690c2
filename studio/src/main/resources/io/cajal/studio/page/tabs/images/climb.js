// Activation maximisation: a picture climbs towards what excites a unit most, and is shown on its way.
import { h, s, field } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { picture } from '/tabs/images/paint.js';
import { best, percent } from '/tabs/images/answers.js';
import { title } from '/tabs/images/layers.js';

const STEPS = 4;
const END = 240;
const CHART = { width: 200, height: 60 };

/** say(message) sends {ask: 'climb', …}; taken(part) puts the picture on the pad. */
export function climb(say, taken) {
  let net = null;
  let running = false;
  let waiting = false;
  let scores = [];
  let last = null;
  const canvas = h('canvas', { class: 'large', id: 'climb-picture', width: 1, height: 1 });
  const line = s('polyline', { class: 'line' });
  const chart = s('svg', { viewBox: `-2 -2 ${CHART.width + 4} ${CHART.height + 4}`, class: 'spark', role: 'img', 'aria-label': t('images.climb-chart') }, line);
  const words = h('p', { class: 'quiet number', id: 'climb-words' }, t('images.climb-hint'));
  const stage = h('select', { id: 'climb-stage' });
  const unit = h('select', { id: 'climb-unit' });
  const seed = h('input', { type: 'number', min: 0, max: 999999, value: 1, id: 'climb-seed' });
  const decay = h('input', { type: 'range', min: 0, max: 1, step: 0.05, value: 0.7, id: 'climb-decay' });
  const smoothing = h('input', { type: 'range', min: 0, max: 0.6, step: 0.02, value: 0.3, id: 'climb-smoothing' });
  const shaken = h('input', { type: 'checkbox', checked: true, id: 'climb-shaken' });
  const go = h('button', { class: 'main', id: 'climb-go', onclick: () => (running ? stop() : begin()) }, t('images.climb-go'));
  const take = h('button', { id: 'climb-take', disabled: true, onclick: () => last && taken(last.parts.picture) }, t('images.climb-take'));

  function fillUnits() {
    const i = Number(stage.value);
    const one = net.stages[i];
    const isOutput = i === net.stages.length - 1 && net.classes.length === one.shape[0];
    const count = Math.min(one.shape[0], 4096);
    unit.replaceChildren(...Array.from({ length: count }, (_, j) => h('option', { value: j },
      isOutput ? net.classes[j] : t(one.shape.length === 3 ? 'images.map-number' : 'images.unit-number', { unit: j + 1 }))));
  }

  function begin() {
    running = true;
    scores = [];
    go.textContent = t('images.climb-stop');
    waiting = true;
    say({
      ask: 'climb', steps: 0, stage: Number(stage.value), unit: Number(unit.value), decay: Number(decay.value), smoothing: Number(smoothing.value),
      shaken: shaken.checked, seed: Math.max(0, Math.min(2 ** 31 - 1, Math.round(Number(seed.value) || 0))),
    });
  }

  function stop() {
    running = false;
    go.textContent = t('images.climb-go');
  }

  stage.addEventListener('change', () => { stop(); fillUnits(); });
  for (const one of [unit, seed, decay, smoothing, shaken]) one.addEventListener('change', () => { if (running || last) begin(); });

  return {
    root: h('div', { class: 'climb' },
      h('div', { class: 'stack tight' }, h('div', { class: 'framed' }, canvas), chart, words),
      h('div', { class: 'stack' },
        h('div', { class: 'row two' }, field(t('images.climb-stage'), stage), field(t('images.climb-unit'), unit)),
        field(t('images.climb-decay'), decay, t('images.climb-decay-hint')),
        field(t('images.climb-smoothing'), smoothing, t('images.climb-smoothing-hint')),
        h('div', { class: 'row two advanced' }, field(t('images.climb-seed'), seed),
          h('label', { class: 'check quiet' }, shaken, t('images.climb-shaken'))),
        h('div', { class: 'row' }, go, take))),
    open(described) {
      net = described;
      stop();
      last = null;
      take.disabled = true;
      words.textContent = t('images.climb-hint');
      scores = [];
      line.removeAttribute('points');
      const [, rows, columns] = net.shape;
      picture(canvas, { shape: net.shape, values: new Float32Array(net.shape[0] * rows * columns) });
      stage.replaceChildren(...net.stages.map((one, i) => (one.kind === 'prepare' ? null : h('option', { value: i }, title(one, i, net.stages)))).filter(Boolean));
      stage.value = net.stages.length - 1;
      fillUnits();
    },
    /** Takes the unit that is chosen on the page. */
    choose({ stage: i, unit: j }) {
      if (running || net.stages[i].kind === 'prepare') return;
      if (Number(stage.value) !== i) {
        stage.value = i;
        fillUnits();
      }
      unit.value = j;
    },
    show(frame) {
      waiting = false;
      last = frame;
      take.disabled = false;
      picture(canvas, frame.parts.picture);
      scores.push(frame.score);
      const [low, high] = [Math.min(...scores), Math.max(...scores)];
      line.setAttribute('points', scores.map((score, i) =>
        `${(i * STEPS / END * CHART.width).toFixed(1)},${(CHART.height * (1 - (score - low) / (high - low || 1))).toFixed(1)}`).join(' '));
      const p = frame.parts.probabilities?.values;
      words.textContent = t('images.climb-words', { steps: frame.steps, score: digits(frame.score, 3) }) +
        (p ? ' ' + t('images.climb-reads', { name: net.classes[best(p)], percent: percent(p[best(p)]) }) : '');
      if (frame.steps >= END) stop();
      if (running) requestAnimationFrame(() => { if (running && !waiting) { waiting = true; say({ ask: 'climb', steps: STEPS }); } });
    },
    stop,
    draw() { if (last) picture(canvas, last.parts.picture); },
  };
}
