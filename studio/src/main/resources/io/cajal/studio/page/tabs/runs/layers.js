// How the layers fare: a row of small charts for each, all on the same scales, so that the odd one stands out.
import { h } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { chart, histogram, spark } from '/tabs/runs/chart.js';

const ALARM = 0.5;

/** An activation belongs to the layer before it, whose units it switches off. */
function joined(layers) {
  const rows = [];
  for (const layer of layers) {
    const last = rows.at(-1);
    if (!layer.gradient && layer.dead && last && last.gradient && !last.dead) {
      last.dead = layer.dead;
      last.after = layer.kind;
    } else {
      rows.push({ ...layer });
    }
  }
  return rows;
}

const latest = values => values?.findLast(value => value !== null) ?? NaN;

/** The panel; opened(name or null) is told which layer is looked at closely. */
export function layerPanel({ opened }) {
  const body = h('div', { class: 'layers', role: 'table', 'aria-label': t('runs.layers') });
  const none = h('p', { class: 'quiet', hidden: true }, t('runs.noLayers'));
  const element = h('section', { class: 'panel', id: 'runs-layers' },
    h('h3', {}, t('runs.layers')), h('p', { class: 'quiet explain' }, t('runs.layersHint')), none, body);
  const made = new Map();
  let open = null;
  const head = h('div', { class: 'layer head', role: 'row' }, ['layer', 'gradient', 'norm', 'weights', 'dead'].map(name =>
    h('span', { role: 'columnheader', class: name === 'norm' ? 'advanced' : null, title: t('runs.hint.' + name) }, t('runs.column.' + name))));

  function row(name) {
    const cells = Object.fromEntries(['gradient', 'norm', 'weights', 'dead'].map(key => [key, h('span', { role: 'cell', 'data-label': t('runs.column.' + key), class: key === 'norm' ? 'cell norm advanced' : 'cell ' + key })]));
    const label = h('span', {});
    const button = h('button', { class: 'plain opener', 'aria-expanded': 'false', title: t('runs.openLayer'), onclick: () => toggle(name) }, label);
    const close = h('div', { class: 'close', hidden: true });
    return { cells, label, button, close, charts: null, item: h('div', { class: 'layer', role: 'row', 'data-layer': name }, h('span', { role: 'rowheader' }, button), Object.values(cells)), around: null };
  }

  function toggle(name) {
    open = open === name ? null : name;
    for (const [key, parts] of made) {
      parts.button.setAttribute('aria-expanded', key === open);
      parts.item.classList.toggle('open', key === open);
      parts.close.hidden = key !== open;
    }
    opened(open);
  }

  function small(values, options, text) {
    return [spark(values, options), h('span', { class: 'number' }, text)];
  }

  function fill(parts, layer, scales) {
    parts.label.replaceChildren(h('b', {}, layer.kind), ' ', h('span', { class: 'quiet' }, layer.name), layer.after ? h('span', { class: 'after' }, '→ ' + layer.after) : '');
    parts.cells.gradient.replaceChildren(...layer.gradient ? small(layer.gradient, { log: true, ...scales.gradient }, digits(latest(layer.gradient), 3)) : []);
    parts.cells.norm.replaceChildren(...layer.norm ? small(layer.norm, { colour: 'var(--soft)' }, digits(latest(layer.norm), 3)) : []);
    parts.cells.weights.replaceChildren(...layer.last?.counts ? [histogram(layer.last, layer.first), h('span', { class: 'ends number' }, h('span', {}, digits(layer.last.least, 2)), h('span', {}, digits(layer.last.largest, 2)))] : []);
    const dead = latest(layer.dead);
    parts.cells.dead.replaceChildren(...layer.dead ? [...small(layer.dead, { low: 0, high: 1, colour: 'var(--warm)' }, `${dead > ALARM ? '⚠ ' : ''}${digits(100 * dead, 2)} %`)] : [h('span', { class: 'quiet' }, '')]);
    parts.cells.dead.classList.toggle('alarm', dead > ALARM);
  }

  /** The layer that is looked at closely: its gradient on a scale of its own, its weights through time. */
  function enlarge(parts, layer, at) {
    if (!parts.charts) {
      parts.charts = { gradient: chart({ title: t('runs.column.gradient'), height: 170, where: x => t('runs.atEpoch', { at: digits(x, 4) }) }), canvas: h('canvas', { role: 'img' }), ends: h('p', { class: 'quiet' }) };
      parts.close.replaceChildren(parts.charts.gradient.element, h('figure', { class: 'chart' }, h('figcaption', {}, t('runs.weightsOverTime')), parts.charts.canvas, parts.charts.ends));
    }
    parts.charts.gradient.draw([{ name: t('runs.column.gradient'), x: at, y: layer.gradient ?? [], colour: 'var(--accent)' }], { log: true });
    if (layer.course) {
      const ends = heat(parts.charts.canvas, layer.course);
      parts.charts.canvas.setAttribute('aria-label', t('runs.heat', ends));
      parts.charts.ends.textContent = t('runs.heat', ends);
    }
  }

  return {
    element,
    open: () => open,
    draw({ at = [], layers = [], all = 0 }) {
      none.hidden = layers.length > 0;
      body.hidden = layers.length === 0;
      const rows = joined(layers);
      const gradients = rows.flatMap(layer => layer.gradient ?? []).filter(value => value > 0);
      const scales = { gradient: { low: Math.min(...gradients), high: Math.max(...gradients) } };
      const present = new Set(rows.map(layer => layer.name));
      for (const [name, parts] of made) {
        if (!present.has(name)) {
          parts.charts?.gradient.end();
          made.delete(name);
        }
      }
      const items = [head];
      for (const layer of rows) {
        if (!made.has(layer.name)) made.set(layer.name, row(layer.name));
        const parts = made.get(layer.name);
        fill(parts, layer, scales);
        if (layer.name === open) enlarge(parts, layer, at);
        items.push(parts.item, parts.close);
      }
      if (all > layers.length) items.push(h('p', { class: 'quiet' }, t('runs.moreLayers', { count: all - layers.length })));
      if (items.length !== body.children.length || items.some((item, i) => body.children[i] !== item)) body.replaceChildren(...items);
    },
    end() { for (const parts of made.values()) parts.charts?.gradient.end(); },
  };
}

/** Histograms side by side, time to the right, values upwards; the stronger the colour, the more weights. */
function heat(canvas, course) {
  const slices = course.filter(one => one.counts);
  const low = Math.min(...slices.map(one => one.least));
  const high = Math.max(...slices.map(one => one.largest));
  const rows = 64;
  const style = getComputedStyle(document.documentElement);
  const [ground, ink] = ['--panel', '--accent'].map(name => rgb(style.getPropertyValue(name).trim()));
  canvas.width = Math.max(1, slices.length);
  canvas.height = rows;
  const image = new ImageData(canvas.width, rows);
  slices.forEach((one, x) => {
    const most = Math.max(...one.counts, 1);
    for (let y = 0; y < rows; y++) {
      const value = low + (high - low) * (1 - (y + 0.5) / rows);
      const bin = Math.floor((value - one.least) / (one.largest - one.least || 1) * one.counts.length);
      const share = Math.sqrt((one.counts[bin] ?? 0) / most);
      const at = 4 * (y * canvas.width + x);
      for (let c = 0; c < 3; c++) image.data[at + c] = ground[c] + share * (ink[c] - ground[c]);
      image.data[at + 3] = 255;
    }
  });
  canvas.getContext('2d').putImageData(image, 0, 0);
  return { low: digits(low, 3), high: digits(high, 3) };
}

function rgb(colour) {
  const hex = colour.length === 4 ? [...colour.slice(1)].map(digit => digit + digit).join('') : colour.slice(1);
  return [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16));
}
