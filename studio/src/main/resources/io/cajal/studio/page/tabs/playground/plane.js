// The plane of the inputs: what the network answers everywhere, and the points it learns from and is tested on.
import { CLASSES, signed } from '/kit/colours.js';
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { paintClasses, paintHeat, paintInput } from '/tabs/playground/heat.js';

const REACH = 6;

const shapes = [
  (c, x, y, r) => c.arc(x, y, r, 0, 7),
  (c, x, y, r) => c.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r),
  (c, x, y, r) => polygon(c, x, y, 1.25 * r, 3, -Math.PI / 2),
  (c, x, y, r) => polygon(c, x, y, 1.25 * r, 4, 0),
  (c, x, y, r) => polygon(c, x, y, 1.25 * r, 3, Math.PI / 2),
  (c, x, y, r) => polygon(c, x, y, 1.15 * r, 5, -Math.PI / 2),
];

function polygon(context, x, y, radius, corners, turn) {
  for (let i = 0; i < corners; i++) {
    const angle = turn + 2 * Math.PI * i / corners;
    context[i ? 'lineTo' : 'moveTo'](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
}

/** A point: its class by colour and shape, or its value by colour; a test point is smaller, with a dark edge. */
export function mark(context, x, y, label, { radius = 3.4, values = false, test = false } = {}) {
  context.beginPath();
  shapes[values ? 0 : label % shapes.length](context, x, y, test ? radius * 0.82 : radius);
  context.fillStyle = values ? signed(label) : CLASSES[label % CLASSES.length];
  context.fill();
  context.lineWidth = test ? 1.3 : 0.8;
  context.strokeStyle = test ? '#111' : 'rgb(255 255 255 / 90%)';
  context.stroke();
}

/** A canvas with as many pixels as the screen has, and its context in the page's units. */
export function sharp(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

export function plane(lab, { id, label }) {
  const heat = h('canvas', { class: 'heat', width: 100, height: 100 });
  const points = h('canvas', { class: 'points' });
  const box = h('div', { class: 'plane-box', id, role: 'img', 'aria-label': label }, heat, points);
  const ticks = side => h('div', { class: 'ticks ' + side, 'aria-hidden': 'true' },
    ['−6', '0', '6'].map(text => h('span', {}, text)));
  const element = h('div', { class: 'plane' }, ticks('left'), box, ticks('below'));
  let size = 0;

  function paintPoints(extra) {
    size = box.clientWidth;
    const context = sharp(points, size, size);
    const values = lab.opened?.problem === 'values';
    const draw = (list, test) => list.forEach(([x, y, label]) => mark(context,
      (x + REACH) / (2 * REACH) * size, (REACH - y) / (2 * REACH) * size, label,
        { values, test, radius: size < 220 ? 2.4 : 3.4 }));
    if (extra) return draw(extra, false);
    draw(lab.opened?.train ?? [], false);
    if (lab.view.test) draw(lab.opened?.test ?? [], true);
  }

  const watch = new ResizeObserver(() => { if (box.clientWidth !== size) paintPoints(lab.draft); });
  watch.observe(box);
  lab.signal.addEventListener('abort', () => watch.disconnect());
  return {
    element, box, paintPoints,
    /** The place under the pointer, from −6 to 6. */
    place(event) {
      const spot = box.getBoundingClientRect();
      return [2 * REACH * (event.clientX - spot.left) / spot.width - REACH,
        REACH - 2 * REACH * (event.clientY - spot.top) / spot.height];
    },
    paintMap(map, discrete) {
      if (map.planes.length === 2) paintClasses(heat, map.planes[0], map.planes[1], map.size, discrete);
      else paintHeat(heat, map.planes[0], map.size, discrete);
      heat.classList.toggle('hard', discrete);
    },
    paintInput: name => paintInput(heat, name, 100),
  };
}

/** What the colours and shapes mean. */
export function legend(lab) {
  const root = h('div', { class: 'legend' });
  lab.on('opened', opened => {
    if (opened.problem === 'values') {
      root.replaceChildren(h('span', {}, '−1'), h('span', { class: 'ramp' }), h('span', {}, '+1'));
      return;
    }
    root.replaceChildren(...Array.from({ length: opened.classes }, (_, label) => {
      const canvas = h('canvas', { width: 14, height: 14 });
      mark(sharp(canvas, 14, 14), 7, 7, label, { radius: 4.5 });
      return h('span', { class: 'key' }, canvas, t('play.class', { number: label + 1 }));
    }));
  });
  return root;
}
