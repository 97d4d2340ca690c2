// One map enlarged, with the kernels that made it and the part of the picture that a place of it can see.
import { h } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { isMaps, title } from '/tabs/images/layers.js';
import { legend, map, picture, range } from '/tabs/images/paint.js';

const MOST_KERNELS = 64;

/** Where the strongest of so many numbers is. */
const strongest = (values, from, count) => {
  let top = 0;
  for (let i = 1; i < count; i++) if (Math.abs(values[from + i]) > Math.abs(values[from + top])) top = i;
  return top;
};

/** moved(x, y) tells that the pointer is at another place of the map. */
export function inspect(moved) {
  const name = h('h3', { id: 'unit-name' });
  const value = h('p', { class: 'number quiet', id: 'unit-value', 'aria-live': 'polite' });
  const large = h('canvas', { class: 'large', id: 'unit-map', width: 1, height: 1 });
  const mapBar = legend();
  const ring = h('span', { class: 'ring' });
  const seen = h('canvas', { class: 'large', width: 1, height: 1 });
  const field = h('span', { class: 'ring' });
  const kernels = h('div', { class: 'kernels', id: 'kernels' });
  const kernelText = h('p', { class: 'quiet' });
  const kernelBar = legend();
  const kernelPart = h('div', { class: 'stack tight' }, h('div', { class: 'row between' }, h('h4', {}, t('images.kernels')), kernelBar.root), kernelText, kernels);
  const root = h('div', { class: 'stack inspector' }, h('div', {}, name, value),
    h('div', { class: 'pair' },
      h('figure', {}, h('div', { class: 'framed' }, large, ring), h('figcaption', {}, mapBar.root)),
      h('figure', {}, h('div', { class: 'framed' }, seen, field), h('figcaption', { class: 'quiet', id: 'field-text' }, ''))),
    kernelPart, h('p', { class: 'quiet' }, t('images.lens-hint')));
  const fieldText = root.querySelector('#field-text');
  let net = null;
  let drawn = '';

  large.addEventListener('pointermove', event => {
    const box = large.getBoundingClientRect();
    moved(Math.min(large.width - 1, Math.floor((event.clientX - box.left) / box.width * large.width)),
      Math.min(large.height - 1, Math.floor((event.clientY - box.top) / box.height * large.height)));
  });
  large.addEventListener('pointerleave', () => moved());

  const place = (element, x, y, width, height, columns, rows) => {
    element.hidden = false;
    Object.assign(element.style, { left: 100 * x / columns + '%', top: 100 * y / rows + '%', width: 100 * width / columns + '%', height: 100 * height / rows + '%' });
  };

  function showField(stage, x, y) {
    const [, rows, columns] = net.shape;
    let box = [0, 0, columns, rows];
    if (stage.field && isMaps(stage)) {
      const [height, width, down, across, top, left] = stage.field;
      const from = [left + x * across, top + y * down];
      const to = [Math.min(columns, from[0] + width), Math.min(rows, from[1] + height)];
      box = [Math.max(0, from[0]), Math.max(0, from[1]), to[0] - Math.max(0, from[0]), to[1] - Math.max(0, from[1])];
      fieldText.textContent = t('images.field', { height, width });
    } else {
      fieldText.textContent = t('images.field-all');
    }
    place(field, ...box, columns, rows);
  }

  /** The weights of a unit as pictures: one for each map that comes, or one row where numbers come. */
  function showKernels(stage, i, unit) {
    const weight = net.parts['weight' + i];
    kernelPart.hidden = stage.kind !== 'conv' && stage.kind !== 'full';
    if (kernelPart.hidden) return;
    if (!weight) {
      kernels.replaceChildren();
      kernelText.textContent = t('images.too-many-weights');
      return;
    }
    const size = weight.values.length / weight.shape[0];
    const maps = stage.kind === 'conv' || stage.input.length === 3;
    const [count, height, width] = stage.kind === 'conv' ? weight.shape.slice(1) : maps ? stage.input : [1, 1, size];
    const own = weight.values.subarray(unit * size, (unit + 1) * size);
    const scale = range(own, true);
    kernelBar.set(scale);
    const shown = Math.min(count, MOST_KERNELS);
    const side = maps ? `${Math.max(28, Math.min(84, shown === 1 ? 84 : shown <= 6 ? 42 : 32))}px` : '100%';
    kernels.style.setProperty('--side', side);
    const columns = maps ? width : Math.ceil(Math.sqrt(size * 6));
    const rows = maps ? height : Math.ceil(size / columns);
    kernels.replaceChildren(...Array.from({ length: shown }, (_, k) => {
      const canvas = h('canvas', { title: t('images.kernel-of', { map: k + 1 }) });
      const values = maps ? own.subarray(k * width * height, (k + 1) * width * height) : Float32Array.from({ length: columns * rows }, (_, j) => own[j] ?? 0);
      map(canvas, values, columns, rows, scale);
      return canvas;
    }));
    const bias = net.parts['bias' + i];
    kernelText.textContent = t(maps ? 'images.kernel-text' : 'images.weights-text', { count, size: digits(size), height, width }) +
      (bias ? ' ' + t('images.bias', { bias: digits(bias.values[unit], 3) }) : '');
  }

  return {
    root,
    open(described) { net = described; drawn = ''; },
    forget() { drawn = ''; },
    /** What is chosen, out of the newest look. */
    show(look, { stage: i, unit, x, y }, scale) {
      const stage = net.stages[i];
      const part = look.parts['stage' + i];
      const [height, width] = isMaps(stage) ? stage.shape.slice(1) : [1, 1];
      const from = unit * height * width;
      const top = x === undefined ? strongest(part.values, from, height * width) : y * width + x;
      const [column, line] = [top % width, Math.floor(top / width)];
      const output = i === net.stages.length - 1 && net.classes.length > 0;
      name.textContent = output ? t('images.output-unit', { name: net.classes[unit] })
        : t(isMaps(stage) ? 'images.map-name' : 'images.unit-name', { stage: title(stage, i, net.stages), unit: unit + 1, units: isMaps(stage) ? stage.shape[0] : part.values.length });
      const number = digits(part.values[from + top], 4);
      value.textContent = !isMaps(stage) ? t('images.value', { value: number })
        : t(x === undefined ? 'images.strongest' : 'images.value-at', { value: number, row: line + 1, column: column + 1 });
      map(large, part.values.subarray(from, from + height * width), width, height, scale);
      mapBar.set(scale);
      if (isMaps(stage)) place(ring, column, line, 1, 1, width, height);
      else ring.hidden = true;
      picture(seen, look.parts.seen);
      showField(stage, column, line);
      if (drawn !== i + '.' + unit) showKernels(stage, i, unit);
      drawn = i + '.' + unit;
    },
  };
}
