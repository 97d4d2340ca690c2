// The network: inputs, hidden layers and outputs as columns, each unit with what it answers over the plane, each weight
// as a line. It is built when the structure changes; while it learns only what has changed is set anew.
import { signed } from '/kit/colours.js';
import { h, keepFocus, s } from '/kit/dom.js';
import { digits, t } from '/kit/text.js';
import { editUnit, editWeight } from '/tabs/playground/editor.js';
import { paintHeat, paintInput } from '/tabs/playground/heat.js';
import { layerMenu } from '/tabs/playground/layer-menu.js';
import { SIGNS, unitName } from '/tabs/playground/names.js';
import { hideTip, showTip } from '/tabs/playground/tip.js';
import { INPUTS } from '/tabs/playground/spec.js';

const MOST_LAYERS = 6;
const MOST_UNITS = 32;
const TOP = 58;
const STEP = 53;
const INPUT_SIZE = 43;
const TALLEST = 450;
/** Lines from this width on seem to flow while the network learns. */
const STRONG = 2.6;

const linkWidth = weight =>
  Math.round(10 * Math.min(9, 0.6 + 2.2 * Math.sqrt(Math.abs(weight)) + Math.abs(weight) * 0.5)) / 10;
const linkShade = weight => Math.round(24 * Math.tanh(weight)) / 24;

export function network(lab) {
  const links = s('svg', { class: 'links', 'aria-hidden': 'true' });
  const stage = h('div', { class: 'stage' }, links);
  const scroller = h('div', { class: 'scroller' }, stage);
  const count = h('span', { class: 'number' });
  const fewer = h('button', { class: 'round', id: 'fewer-layers', 'aria-label': t('play.fewer-layers'),
    onclick: () => lab.change(spec => spec.layers.pop()) }, '−');
  const more = h('button', {
    class: 'round', id: 'more-layers', 'aria-label': t('play.more-layers'),
    onclick: () => lab.change(spec => spec.layers.push({ ...spec.layers.at(-1) ?? { activation: 'Tanh' },
      units: spec.layers.length ? 2 : 4 })),
  }, '+');
  const root = h('section', { class: 'panel net', 'aria-label': t('play.network') },
    h('div', { class: 'net-head' }, h('h2', {}, t('play.network')),
      h('div', { class: 'row counter', 'data-control': 'layers' }, fewer, count, more)), scroller);
  let units = [];
  let lines = [];
  let built = '';

  function unitNode(column, row, x, y, size) {
    const { layer, input } = column;
    const canvas = h('canvas', { width: 30, height: 30 });
    const on = input ? lab.spec.inputs.includes(INPUTS[row]) : true;
    const name = input ? t('play.input-name', { name: SIGNS[row] }) : unitName(lab.spec, layer, row);
    const button = h('button', {
      class: 'unit' + (on ? '' : ' off'), 'aria-label': name, 'aria-pressed': input ? String(on) : null,
      id: input ? 'input-' + INPUTS[row].toLowerCase() : `unit-${layer}-${row}`,
      'data-column': column.index, 'data-row': row, style: `width:${size}px;height:${size}px`,
      onclick: event => (input ? toggle(INPUTS[row]) : editUnit(lab, event.currentTarget, layer, row)),
      onpointerenter: () => enlarge(column, row), onpointerleave: () => enlarge(null),
      onfocus: event => { if (event.target.matches(':focus-visible')) enlarge(column, row); },
      onblur: () => enlarge(null), onkeydown: walk,
    }, canvas);
    const parts = [button];
    if (input) parts.push(h('span', { class: 'sign' }, SIGNS[row]));
    else {
      parts.push(h('button', {
        class: 'bias', id: `bias-${layer}-${row}`, tabindex: -1, 'aria-label': t('play.bias-of', { unit: name }),
        onclick: event => editWeight(lab, event.currentTarget, { layer, unit: row }),
        onpointerenter: event =>
          showTip(event, t('play.bias-tip', { value: digits(lab.frame?.biases?.[layer]?.[row] ?? NaN, 5) })),
        onpointerleave: hideTip,
      }));
    }
    const node = h('div', { class: 'node' + (input ? ' input' : ''), style: `left:${x}px;top:${y}px` }, parts);
    stage.append(node);
    return { ...column, row, node, canvas, bias: input ? null : parts[1], shown: NaN, x, y, size };
  }

  /** Arrow keys go from unit to unit. */
  function walk(event) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!by) return;
    event.preventDefault();
    const column = +event.currentTarget.dataset.column + by[0];
    const rows = stage.querySelectorAll(`.unit[data-column="${column}"]`);
    rows[Math.max(0, Math.min(rows.length - 1, +event.currentTarget.dataset.row + by[1]))]?.focus();
  }

  function enlarge(column, row) {
    lab.enlarge(!column ? null : column.input
      ? { input: INPUTS[row], name: t('play.input-name', { name: SIGNS[row] }) }
      : { layer: column.layer, unit: row, name: unitName(lab.spec, column.layer, row) });
  }

  function toggle(name) {
    const on = lab.spec.inputs.includes(name);
    if (on && lab.spec.inputs.length === 1) return;
    lab.change(spec => { spec.inputs = INPUTS.filter(other => (other === name ? !on : spec.inputs.includes(other))); });
  }

  function heading(column, middle) {
    const width = 92;
    const style = `left:${middle - width / 2}px;width:${width}px`;
    if (column.input) return h('div', { class: 'heading', style }, h('b', {}, t('play.inputs')));
    if (column.output) {
      return h('div', { class: 'heading', style }, h('b', {}, t('play.output')),
        h('span', { class: 'quiet' }, t(column.count === 1 ? 'play.one-unit' : 'play.units', { count: column.count })));
    }
    const { layer } = column;
    const set = by => lab.change(spec => {
      spec.layers[layer].units = Math.max(1, Math.min(MOST_UNITS, spec.layers[layer].units + by));
    });
    const { activation, dropout, norm } = lab.spec.layers[layer];
    return h('div', { class: 'heading', style },
      h('div', { class: 'row tight' },
        h('button', { class: 'round', id: 'fewer-' + layer, 'aria-label': t('play.fewer-units', { layer: layer + 1 }),
          disabled: column.count <= 1, onclick: () => set(-1) }, '−'),
        h('b', { class: 'number' }, column.count),
        h('button', { class: 'round', id: 'more-' + layer, 'aria-label': t('play.more-units', { layer: layer + 1 }),
          disabled: column.count >= MOST_UNITS, onclick: () => set(1) }, '+')),
      h('button', {
        class: 'layer-kind advanced', id: 'layer-' + layer, 'aria-haspopup': 'dialog', title: t('play.layer-menu'),
        'aria-label': t('play.layer-menu-of', { layer: layer + 1 }), onclick: event =>
          layerMenu(lab, event.currentTarget, layer),
      }, activation, dropout ? ' · ' + t('play.dropout-short', { rate: dropout }) : '',
        norm ? ' · ' + t('play.norm-short') : '', ' ▾'));
  }

  function columns() {
    const outputs = lab.opened?.sizes.at(-1) ?? 1;
    return [{ input: true, count: INPUTS.length },
      ...lab.spec.layers.map((layer, at) => ({ layer: at, count: layer.units })),
      { layer: lab.spec.layers.length, count: outputs, output: true }].map((column, index) => ({ ...column, index }));
  }

  function build() {
    keepFocus(rebuild);
  }

  function rebuild() {
    const cols = columns();
    const key = JSON.stringify([lab.spec.inputs, lab.spec.layers, cols.at(-1).count, scroller.clientWidth]);
    if (key === built) return;
    built = key;
    const rows = Math.max(...cols.map(column => column.count));
    const step = rows <= 8 ? STEP : Math.max(20, TALLEST / rows);
    const side = column => (column.input ? INPUT_SIZE : Math.min(INPUT_SIZE, Math.round(step * 0.8)));
    const size = INPUT_SIZE;
    const width = Math.max(scroller.clientWidth, 110 * cols.length);
    const height = TOP + Math.max(7 * STEP, rows * step) + 8;
    const left = 62;
    const gap = (width - left - size - 34) / (cols.length - 1);
    stage.style.width = width + 'px';
    stage.style.height = height + 'px';
    links.setAttribute('viewBox', `0 0 ${width} ${height}`);
    stage.replaceChildren(links);
    links.replaceChildren();
    units = cols.map(column => {
      const middle = left + column.index * gap + size / 2;
      const x = Math.round(middle - side(column) / 2);
      stage.append(heading(column, middle));
      const own = column.input ? STEP : step;
      const top = TOP + (height - TOP - column.count * own) / 2;
      return Array.from({ length: column.count }, (_, row) => unitNode(column, row, x,
        Math.round(top + row * own + (own - side(column)) / 2), side(column)));
    });
    lines = [];
    const hits = [];
    for (const column of cols.slice(1)) {
      for (let unit = 0; unit < column.count; unit++) {
        const givers = column.layer === 0 ? lab.spec.inputs.map(name => INPUTS.indexOf(name))
          : units[column.layer].map((_, row) => row);
        givers.forEach((giver, input) => join(units[column.layer][giver], units[column.index][unit],
          { layer: column.layer, unit, input }, hits));
      }
    }
    links.append(...lines.map(line => line.path), ...hits);
    count.textContent = t(lab.spec.layers.length === 1 ? 'play.one-layer' : 'play.layers',
      { count: lab.spec.layers.length });
    fewer.disabled = lab.spec.layers.length === 0;
    more.disabled = lab.spec.layers.length >= MOST_LAYERS;
    units[0].forEach(unit => paintInput(unit.canvas, INPUTS[unit.row]));
    paint(lab.frame);
  }

  function join(from, to, place, hits) {
    const [x1, y1, x2, y2] = [from.x + from.size, from.y + from.size / 2, to.x, to.y + to.size / 2];
    const bend = (x2 - x1) * 0.45;
    const d = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    const path = s('path', { d, class: 'link' });
    const line = { ...place, path, width: NaN, shade: NaN };
    lines.push(line);
    const weight = () => lab.frame?.weights?.[place.layer]?.[place.unit]?.[place.input];
    hits.push(s('path', {
      d, class: 'hit', 'data-link': `${place.layer}-${place.unit}-${place.input}`,
      onpointerenter: event => {
        path.classList.add('near');
        showTip(event, t('play.weight-tip', { value: digits(weight() ?? NaN, 5) }));
      },
      onpointerleave: () => {
        path.classList.remove('near');
        hideTip();
      },
      onclick: event => editWeight(lab, event, place),
    }));
  }

  function paint(frame) {
    if (!frame?.weights) return;
    for (const line of lines) {
      const weight = frame.weights[line.layer]?.[line.unit]?.[line.input];
      if (weight === undefined) return;
      const width = linkWidth(weight);
      const shade = linkShade(weight);
      if (width !== line.width) {
        line.path.setAttribute('stroke-width', width);
        if (width > STRONG !== line.width > STRONG) line.path.classList.toggle('strong', width > STRONG);
        line.width = width;
      }
      if (shade !== line.shade) line.path.setAttribute('stroke', signed(line.shade = shade));
    }
    for (const unit of units.slice(1).flat()) {
      const shade = linkShade(frame.biases[unit.layer]?.[unit.row] ?? 0);
      if (shade !== unit.shown) unit.bias.style.background = signed(unit.shown = shade);
    }
    for (const map of frame.maps) {
      const unit = map.kind === 'unit' || map.kind === 'output' && map.planes.length === 1
        ? units[map.layer + 1]?.[map.unit] : null;
      if (unit) paintHeat(unit.canvas, map.planes[0], map.size, unit.output && lab.view.discrete);
    }
    if (stage.classList.contains('flowing') !== frame.playing) stage.classList.toggle('flowing', frame.playing);
  }

  /** Writes what each unit answers at the place under the pointer beside it. */
  function paintValues(answers) {
    stage.classList.toggle('valued', answers !== null);
    if (!answers) return;
    for (const unit of units.flat()) {
      const value = unit.input ? answers.inputs[lab.spec.inputs.indexOf(INPUTS[unit.row])]
        : answers.layers[unit.layer]?.[unit.row];
      unit.node.dataset.value = value === undefined || value === null ? '' : digits(value, 3);
    }
  }

  function repaint() {
    for (const line of lines) line.shade = NaN;
    for (const unit of units.flat()) {
      unit.shown = NaN;
      if (unit.input) paintInput(unit.canvas, INPUTS[unit.row]);
    }
    paint(lab.frame);
  }

  lab.on('opened', build);
  lab.on('frame', paint);
  lab.on('view', repaint);
  lab.on('place', paintValues);
  document.addEventListener('themed', repaint, { signal: lab.signal });
  const watch = new ResizeObserver(build);
  watch.observe(scroller);
  lab.signal.addEventListener('abort', () => watch.disconnect());
  return root;
}
