// How sure the network stays when the picture is turned or covered with noise. A click on a curve goes there.
import { h, s } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { best } from '/tabs/images/answers.js';

const WIDTH = 420;
const HEIGHT = 164;
const BOX = { left: 42, right: 10, top: 10, bottom: 46 };
const INNER = { width: WIDTH - BOX.left - BOX.right, height: HEIGHT - BOX.top - BOX.bottom };

/** One chart over low … high; went(value) tells where a click or a key goes. */
function chart(id, low, high, label, ticks, went) {
  const line = s('polyline', { class: 'line' });
  const area = s('polygon', { class: 'area' });
  const marker = s('line', { class: 'marker', y1: BOX.top, y2: BOX.top + INNER.height });
  const dot = s('circle', { class: 'dot', r: 4 });
  const strip = s('g', { class: 'strip' });
  const words = h('p', { class: 'quiet', id: id + '-words' });
  const x = value => BOX.left + (value - low) / (high - low) * INNER.width;
  const y = p => BOX.top + (1 - p) * INNER.height;
  const svg = s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, id, role: 'img', 'aria-label': label },
    [0, 0.5, 1].flatMap(p => [s('line', { class: 'grid', x1: BOX.left, x2: WIDTH - BOX.right, y1: y(p), y2: y(p) }),
      s('text', { x: BOX.left - 6, y: y(p) + 4, 'text-anchor': 'end' }, 100 * p + '\u00a0%')]),
    ticks.map(value => s('text', { x: x(value.at), y: HEIGHT - 4, 'text-anchor': 'middle' }, value.text)),
    area, line, strip, marker, dot);
  svg.addEventListener('pointerdown', event => {
    const box = svg.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width * WIDTH;
    went(Math.max(low, Math.min(high, low + (at - BOX.left) / INNER.width * (high - low))));
  });
  let curve = null;
  let now = 0;

  function mark() {
    if (!curve) return;
    const at = (now - low) / (high - low) * (curve.length - 1);
    const i = Math.min(curve.length - 2, Math.max(0, Math.floor(at)));
    const p = curve[i] + (at - i) * (curve[i + 1] - curve[i]);
    for (const end of ['x1', 'x2']) marker.setAttribute(end, x(now));
    dot.setAttribute('cx', x(now));
    dot.setAttribute('cy', y(p));
  }

  /** Which class is on top where, as stretches of a strip below the curve. */
  function showStrip(tops, asked, classes) {
    strip.replaceChildren();
    for (let from = 0; from < tops.length;) {
      let to = from;
      while (to + 1 < tops.length && tops[to + 1] === tops[from]) to++;
      const place = i => x(low + Math.max(0, Math.min(tops.length - 1, i)) / (tops.length - 1) * (high - low));
      const [begin, end] = [place(from - 0.5), place(to + 0.5)];
      strip.append(s('rect', { x: begin + 0.5, width: Math.max(0.5, end - begin - 1), y: HEIGHT - 40, height: 18, rx: 3, class: tops[from] === asked ? 'own' : 'other' }));
      const text = classes[tops[from]];
      if (end - begin > 7 * text.length + 4) strip.append(s('text', { x: (begin + end) / 2, y: HEIGHT - 27, 'text-anchor': 'middle', class: tops[from] === asked ? 'own' : '' }, text));
      from = to + 1;
    }
  }

  return {
    root: h('div', { class: 'curve' }, svg, words),
    move(value) { now = value; mark(); },
    show({ shape: [count, classes], values }, asked, names, said) {
      curve = Array.from({ length: count }, (_, i) => values[i * classes + asked]);
      const tops = Array.from({ length: count }, (_, i) => best(values.subarray(i * classes, (i + 1) * classes)));
      const at = i => low + i / (count - 1) * (high - low);
      const points = curve.map((p, i) => `${x(at(i)).toFixed(1)},${y(p).toFixed(1)}`).join(' ');
      line.setAttribute('points', points);
      area.setAttribute('points', `${x(low)},${y(0)} ${points} ${x(high)},${y(0)}`);
      showStrip(tops, asked, names);
      const middle = Math.round(-low / (high - low) * (count - 1));
      let [from, to] = [middle, middle];
      while (from > 0 && tops[from - 1] === asked) from--;
      while (to < count - 1 && tops[to + 1] === asked) to++;
      words.textContent = said(tops[middle] === asked, at(from), at(to), names[asked]);
      mark();
    },
  };
}

const degrees = value => `${Math.round(value)}°`.replace('-', '−');

/** wentAngle(degrees), wentNoise(deviation). */
export function curves(wentAngle, wentNoise) {
  const turned = chart('curve-turned', -90, 90, t('images.turned-chart'), [-90, -45, 0, 45, 90].map(at => ({ at, text: degrees(at) })), value => wentAngle(Math.round(value)));
  const noisy = chart('curve-noisy', 0, 1, t('images.noise-chart'), [0, 0.25, 0.5, 0.75, 1].map(at => ({ at, text: String(at) })), value => wentNoise(Math.round(100 * value) / 100));
  return {
    root: h('div', { class: 'curves' },
      h('div', {}, h('h3', {}, t('images.turned')), turned.root), h('div', {}, h('h3', {}, t('images.noisy')), noisy.root)),
    show(frame, names) {
      turned.show(frame.parts.turned, frame.asked, names, (holds, from, to, name) => (!holds ? t('images.turned-never', { name })
        : from <= -90 && to >= 90 ? t('images.turned-always', { name }) : t('images.turned-words', { name, from: degrees(from), to: degrees(to) })));
      noisy.show(frame.parts.noisy, frame.asked, names, (holds, _, to, name) => (!holds ? t('images.noise-never', { name })
        : to >= 1 ? t('images.noise-always', { name }) : t('images.noise-words', { name, to: to.toFixed(2) })));
    },
    move(angle, noise) { turned.move(angle); noisy.move(noise); },
  };
}
