// The stages of the network from top to bottom, all maps of each side by side on one sheet.
import { h } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { flat, legend, map, range, shade } from '/tabs/images/paint.js';

const TALLEST = 100;
const TALLEST_NARROW = 170;
const NARROW = 450;
const LARGEST_TILE = 84;
const LEAST_TILE = 36;
const KERNEL = 30;
const GAP = 4;
const MOST_MAPS = 256;
const MOST_UNITS = 2048;

/** What the units of a stage are, and how they are laid out: maps of width × height, or single numbers. */
export const isMaps = stage => stage.shape.length === 3;
const kindOf = (stage, i, stages) => {
  const before = stages.slice(0, i).some(earlier => earlier.kind !== 'prepare');
  if (i === stages.length - 1 && stage.kind === 'full') return 'output';
  if (stage.kind === 'conv') return before ? 'conv' : 'conv-first';
  if (stage.kind === 'pool') return stage.layers.some(layer => layer.startsWith('Max')) ? 'pool-max' : 'pool';
  if (stage.kind === 'full' && stage.input.length < 3) return stage.layers.includes('Relu') ? 'full-cut' : 'full';
  if (stage.kind === 'full') return before ? 'full-maps' : 'full-first';
  return stage.kind;
};

export const title = (stage, i, stages) => (i === stages.length - 1 && stage.kind !== 'block' ? t('images.output')
  : stage.label || t('images.prepared'));

export const sizes = stage => (isMaps(stage)
  ? t(stage.shape[0] === 1 ? 'images.one-map' : 'images.maps', { units: stage.shape[0], height: stage.shape[1], width: stage.shape[2] })
  : t('images.units', { units: stage.shape.reduce((product, size) => product * size, 1) }));

function explained(stage, i, stages) {
  const [height, width] = stage.window ?? [];
  const before = stage.input[0];
  return t('images.explain.' + kindOf(stage, i, stages), {
    units: stage.shape[0], height, width, before, layers: stage.layers.join(' → '), rows: stage.shape[1], columns: stage.shape[2],
  });
}

/** A cell that is a little smaller, where that saves a row. */
function fewestRows(count, room, largest) {
  const rows = times => Math.ceil(count / Math.floor((room + 1) / (times + 1)));
  let best = largest;
  for (let times = largest - 1; times >= largest - 3 && times > 1; times--) if (rows(times) < rows(best)) best = times;
  return best;
}

function layout(stage, room) {
  const maps = isMaps(stage);
  const all = maps ? stage.shape[0] : stage.shape.reduce((product, size) => product * size, 1);
  const count = Math.min(all, maps ? MOST_MAPS : MOST_UNITS);
  const [height, width] = maps ? stage.shape.slice(1) : [1, 1];
  const gap = maps ? GAP : 1;
  const fits = times => {
    const columns = Math.max(1, Math.floor((room + gap) / (width * times + gap)));
    return Math.ceil(count / columns) * (height * times + gap) <= (room < NARROW ? TALLEST_NARROW : TALLEST);
  };
  const side = Math.max(width, height);
  let times = Math.max(1, maps ? Math.floor(LARGEST_TILE / side) : count <= 16 ? 26 : 16);
  const inOneRow = Math.floor(((room + gap) / count - gap) / width);
  if (maps && inOneRow * side >= LEAST_TILE) times = Math.min(times, inOneRow);
  while (times > 1 && !fits(times)) times--;
  if (!maps && count > 16) times = fewestRows(count, room, times);
  const most = Math.max(1, Math.floor((room + gap) / (width * times + gap)));
  const rows = Math.ceil(count / most);
  const columns = Math.ceil(count / rows);
  return { count, left: all - count, width, height, gap, times, rows, columns, stepX: width * times + gap, stepY: height * times + gap };
}

/** The kernels of a first convolution, each under its map; null for other stages. */
function kernels(weight) {
  if (!weight || weight.shape.length !== 4 || weight.shape[1] > 3) return null;
  const [units, channels, height, width] = weight.shape;
  const scale = range(weight.values, true);
  const root = h('div', { class: 'under', title: t('images.kernels') });
  const size = channels * height * width;
  const canvases = Array.from({ length: Math.min(units, MOST_MAPS) }, () => h('canvas', {}));
  root.append(...canvases);
  const draw = () => canvases.forEach((canvas, unit) => {
    const sum = flat({ shape: [channels, height, width], values: weight.values.subarray(unit * size, (unit + 1) * size) });
    map(canvas, sum, width, height, scale);
  });
  draw();
  return {
    root,
    draw,
    measure({ columns, stepX, gap }) {
      const side = Math.min(KERNEL, stepX - gap);
      Object.assign(root.style, { gridTemplateColumns: `repeat(${columns}, ${stepX}px)` });
      canvases.forEach(canvas => Object.assign(canvas.style, { width: side + 'px', height: side * height / width + 'px' }));
    },
  };
}

/** One row of the list. chosen(unit, { x, y, picked }) tells what the pointer or the keys are at, and whether it is meant to stay. */
function row(stage, i, stages, weight, chosen) {
  const sheet = h('canvas', {
    class: 'sheet', id: 'sheet-' + i, tabindex: 0, role: 'application',
    'aria-label': t('images.sheet', { name: title(stage, i, stages), sizes: sizes(stage) }),
  });
  const bar = legend();
  const patterns = stage.kind === 'conv' ? kernels(weight) : null;
  const more = h('span', { class: 'quiet' });
  const root = h('section', { class: 'stage', 'data-stage': i },
    h('header', {}, h('h3', {}, title(stage, i, stages)), h('span', { class: 'quiet' }, sizes(stage)), bar.root),
    h('p', { class: 'quiet explain' }, explained(stage, i, stages)), sheet, patterns?.root, more);
  const small = document.createElement('canvas');
  let form = null;
  let values = null;
  let scale = null;
  let signed = false;
  let mark = null;

  function draw() {
    if (!form || !values) return;
    const dense = window.devicePixelRatio || 1;
    const wide = form.columns * form.stepX - form.gap;
    const tall = form.rows * form.stepY - form.gap;
    const { count, width, height, columns, times, stepX, stepY } = form;
    Object.assign(sheet, { width: Math.round((wide + 4) * dense), height: Math.round((tall + 4) * dense) });
    Object.assign(sheet.style, { width: wide + 4 + 'px', height: tall + 4 + 'px' });
    Object.assign(small, { width: width * columns, height: height * form.rows });
    const image = new ImageData(small.width, small.height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let unit = 0; unit < count; unit++) {
      shade(pixels, small.width, unit % columns * width, Math.floor(unit / columns) * height, values, unit * width * height, width, height, scale);
    }
    const inner = small.getContext('2d');
    inner.putImageData(image, 0, 0);
    const context = sheet.getContext('2d');
    context.scale(dense, dense);
    context.translate(2, 2);
    context.imageSmoothingEnabled = false;
    for (let unit = 0; unit < count; unit++) {
      const [column, line] = [unit % columns, Math.floor(unit / columns)];
      context.drawImage(small, column * width, line * height, width, height, column * stepX, line * stepY, width * times, height * times);
    }
    if (mark !== null && mark < count) {
      context.strokeStyle = getComputedStyle(root).getPropertyValue('--warm');
      context.lineWidth = 2;
      context.strokeRect(mark % columns * stepX - 1, Math.floor(mark / columns) * stepY - 1, width * times + 2, height * times + 2);
    }
  }

  function at(event) {
    const box = sheet.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left - 2, event.clientY - box.top - 2];
    const [column, line] = [Math.floor(x / form.stepX), Math.floor(y / form.stepY)];
    const unit = line * form.columns + column;
    if (column < 0 || column >= form.columns || line < 0 || unit >= form.count) return null;
    const inside = [(x - column * form.stepX) / form.times, (y - line * form.stepY) / form.times].map(Math.floor);
    return { unit, x: Math.min(inside[0], form.width - 1), y: Math.min(inside[1], form.height - 1) };
  }

  const pointed = event => {
    const place = form && at(event);
    if (place) chosen(place.unit, { x: place.x, y: place.y, picked: event.type === 'pointerdown' });
  };
  sheet.addEventListener('pointermove', pointed);
  sheet.addEventListener('pointerdown', pointed);
  sheet.addEventListener('focus', () => { if (form && sheet.matches(':focus-visible')) chosen(mark ?? 0, {}); });
  sheet.addEventListener('keydown', event => {
    if (!form) return;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -form.columns, ArrowDown: form.columns }[event.key];
    const next = (mark ?? 0) + (step ?? 0);
    if (step === undefined || next < 0 || next >= form.count) return;
    event.preventDefault();
    chosen(next, { picked: true });
  });

  return {
    root,
    measure(room) {
      form = layout(stage, room - 4);
      patterns?.measure(form);
      more.textContent = form.left > 0 ? t('images.more', { count: digits(form.left) }) : '';
      draw();
    },
    forget() { signed = false; },
    show(part) {
      values = part.values;
      scale = range(values, signed);
      signed = scale.signed;
      bar.set(scale);
      draw();
    },
    mark(unit) {
      if (mark === unit) return;
      mark = unit;
      draw();
    },
    themed() { draw(); patterns?.draw(); },
    range: () => scale,
  };
}

/** The list of all stages; chosen(stage, unit, { x, y, picked }). */
export function layers(root, chosen) {
  let rows = [];
  const measure = () => rows.forEach(one => one.measure(root.clientWidth));
  const watch = new ResizeObserver(measure);
  watch.observe(root);
  return {
    open({ stages, parts }) {
      rows = stages.map((stage, i) => row(stage, i, stages, parts['weight' + i], (unit, how) => chosen(i, unit, how)));
      root.replaceChildren(...rows.map(one => one.root));
      measure();
    },
    show(parts) { rows.forEach((one, i) => one.show(parts['stage' + i])); },
    mark(stage, unit) { rows.forEach((one, i) => one.mark(i === stage ? unit : null)); },
    forget() { rows.forEach(one => one.forget()); },
    draw() { rows.forEach(one => one.themed()); },
    range: stage => rows[stage].range(),
    end() { watch.disconnect(); },
  };
}
