// The graph of a network, top down: measured from the inside out, then drawn from the outside in.
import { h, s } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { short, sizes } from './numbers.js';

const WIDE = 280;
const HIGH = 62;
const PLAIN = 46; // without settings
const FLAT = 32;
const GAP = 22;
const ASIDE = 22;
const SPLIT = 24;
const JOIN = 40;
const FRAME = 14;
const LABEL = 20;
const BARE = 46; // the width of a way without layers

const framed = node => node.layer !== '' && node.type !== '' && node.type !== 'Sequential' && node.kind !== 'box';

/** Gives each node the room it needs: width, height. */
function measure(node) {
  if (node.kind === 'box') {
    node.width = WIDE;
    node.height = !node.parameters && !node.shared ? FLAT : node.settings ? HIGH : PLAIN;
    return node;
  }
  if (node.kind === 'chain') {
    node.parts.forEach(measure);
    node.width = Math.max(BARE, ...node.parts.map(part => part.width));
    node.height = node.parts.reduce((sum, part) => sum + part.height, 0) + GAP * Math.max(0, node.parts.length - 1);
  } else {
    node.ways = node.branches.map(parts => measure({ kind: 'chain', layer: '', type: '', parts }));
    node.width = node.ways.reduce((sum, way) => sum + way.width, 0) + ASIDE * (node.ways.length - 1);
    node.height = SPLIT + Math.max(...node.ways.map(way => way.height)) + JOIN;
  }
  if (framed(node)) {
    node.width += 2 * FRAME;
    node.height += LABEL + FRAME;
  }
  return node;
}

export function drawGraph(panel, model, chosen) {
  const root = measure(model.graph);
  const boxes = new Map();
  const groups = new Map();
  const lines = s('g', { class: 'lines' });
  const frames = s('g', { class: 'frames' });
  const shapes = s('g', {});
  const most = Math.max(1, ...all(root).map(box => box.parameters));
  const ends = 30;
  const width = root.width + 24;
  const height = root.height + 2 * (ends + GAP) + 12;
  let selected = null;

  const line = path => lines.append(s('path', { d: path }));
  const arrow = (x, from, to) => line(`M${x} ${from}V${to - 1}M${x - 4} ${to - 6}L${x} ${to - 1} ${x + 4} ${to - 6}`);

  function end(x, y, text, id) {
    const wide = Math.min(WIDE, 8 * text.length + 34);
    shapes.append(s('g', { class: 'end', id, transform: `translate(${x - wide / 2} ${y})` },
      s('rect', { width: wide, height: ends, rx: ends / 2 }), s('text', { x: wide / 2, y: 20, 'text-anchor': 'middle' }, text)));
  }

  /** Draws a node around the middle x from y on; it reaches to y + height. */
  function draw(node, x, y) {
    if (node.kind === 'box') return box(node, x, y);
    if (framed(node)) {
      frames.append(s('rect', { x: x - node.width / 2, y, width: node.width, height: node.height, rx: 10 }),
        s('text', { x: x - node.width / 2 + 10, y: y + 15 }, `${node.type} ${node.layer}`));
      if (node.kind === 'chain' || node.ways.length) line(`M${x} ${y}V${y + LABEL}`);
      line(`M${x} ${y + node.height - FRAME}V${y + node.height}`);
      y += LABEL;
    }
    if (node.kind === 'chain') chain(node, x, y);
    else fork(node, x, y);
  }

  function chain(node, x, y) {
    node.parts.forEach((part, i) => {
      draw(part, x, y);
      if (i < node.parts.length - 1) arrow(x, y + part.height, y + part.height + GAP);
      y += part.height + GAP;
    });
  }

  function fork(node, x, y) {
    const inner = Math.max(...node.ways.map(way => way.height));
    const wide = node.ways.reduce((sum, way) => sum + way.width, 0) + ASIDE * (node.ways.length - 1);
    const join = y + SPLIT + inner + JOIN - 12;
    let left = x - wide / 2;
    for (const way of node.ways) {
      const at = left + way.width / 2;
      const top = y + SPLIT;
      line(`M${x} ${y}C${x} ${y + 14} ${at} ${y + 8} ${at} ${top}`);
      chain(way, at, top);
      line(`M${at} ${top + way.height}V${top + inner}C${at} ${top + inner + 18} ${x} ${join - 30} ${x} ${join - 11}`);
      left += way.width + ASIDE;
    }
    shapes.append(s('g', { class: 'join', transform: `translate(${x} ${join})` }, s('circle', { r: 11 }),
      s('text', { y: 5, 'text-anchor': 'middle' }, { '+': '+', concat: '⧺', mean: 'x̄' }[node.join]),
      s('title', {}, t('models.join.' + (node.join === '+' ? 'sum' : node.join)))));
    line(`M${x} ${join + 11}V${join + 12}`);
  }

  function box(node, x, y) {
    const say = [node.type, node.layer && `(${node.layer})`, node.settings, t('models.box.gives', { shape: sizes(node.output) }),
      t('models.box.parameters', { count: node.parameters.toLocaleString('en') }), t('models.box.work', { count: node.work.toLocaleString('en') })].filter(Boolean).join(', ');
    const group = s('g', {
      class: 'box family-' + node.family, tabindex: 0, role: 'button', 'aria-pressed': 'false', 'aria-label': say, 'data-layer': node.layer,
      transform: `translate(${x - WIDE / 2} ${y})`, onclick: () => chosen(node.layer), onkeydown: event => key(event, node.layer),
    }, s('title', {}, say), s('rect', { class: 'body', width: WIDE, height: node.height, rx: 8 }),
    s('path', { class: 'stripe', d: `M8 0H6A6 6 0 0 0 0 8V${node.height - 8}A6 6 0 0 0 6 ${node.height}H8Z` }));
    const text = (at, baseline, css, words, anchor) => group.append(s('text', { x: at, y: baseline, class: css, 'text-anchor': anchor }, words));
    if (node.height === FLAT) {
      text(18, 21, 'type', node.type);
      const after = 26 + 8.2 * node.type.length;
      text(after, 21, 'soft', cut(node.settings, Math.floor((WIDE - 22 - after) / 6.3) - sizes(node.output).length));
      text(WIDE - 12, 21, 'shape', sizes(node.output), 'end');
    } else {
      text(18, 21, 'type', node.type);
      text(WIDE - 12, 21, 'soft', node.shared ? t('models.box.shared') : short(node.parameters) + ' ' + t('models.box.weights'), 'end');
      const last = node.height - 8;
      text(18, 38, 'soft', node.settings ? cut(node.settings, 42) : '');
      text(18, last, 'soft', node.layer);
      text(WIDE - 12, last, 'shape', '→ ' + sizes(node.output), 'end');
      group.append(s('rect', { class: 'share', x: 8, y: node.height - 3, height: 3, width: Math.max(2, (WIDE - 16) * node.parameters / most) }));
    }
    shapes.append(group);
    boxes.set(node.layer, node);
    groups.set(node.layer, group);
  }

  function key(event, name) {
    if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); chosen(name); }
    const names = [...boxes.keys()];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); groups.get(names[names.indexOf(name) + step])?.focus(); }
  }

  const middle = width / 2;
  const start = 6 + ends + GAP;
  end(middle, 6, takes(model), 'graph-in');
  arrow(middle, 6 + ends, start);
  draw(root, middle, start);
  arrow(middle, start + root.height, start + root.height + GAP);
  end(middle, start + root.height + GAP, gives(model), 'graph-out');
  const room = Math.max(280, panel.clientWidth - 30);
  const shrink = Math.max(0.6, Math.min(1, room / width));
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, width: width * shrink, height: height * shrink, role: 'group', 'aria-label': t('models.graph') }, frames, lines, shapes);
  const scroll = h('div', { class: 'scroll' }, svg);
  panel.replaceChildren(scroll);

  /** Scrolls the graph, not the page. */
  function bringIntoSight(group) {
    const at = group.getBoundingClientRect();
    const view = scroll.getBoundingClientRect();
    if (at.top < view.top || at.bottom > view.bottom) scroll.scrollTop += at.top - view.top - (view.height - at.height) / 2;
  }

  return {
    names: [...boxes.keys()],
    box: name => boxes.get(name),
    selected: () => selected,
    select(name) {
      groups.get(selected)?.setAttribute('aria-pressed', 'false');
      selected = name;
      groups.get(name)?.setAttribute('aria-pressed', 'true');
      if (groups.has(name)) bringIntoSight(groups.get(name));
    },
    badges(findings) {
      for (const one of findings) {
        const group = groups.get(one.layer) ?? (one.layer === one.where && boxes.size === 1 ? [...groups.values()][0] : null);
        if (!group || group.querySelector('.badge')) continue;
        group.append(s('g', { class: 'badge ' + one.severity, transform: `translate(${WIDE - 2} 2)` }, s('circle', { r: 9 }),
          s('text', { y: 4.5, 'text-anchor': 'middle' }, one.severity === 'note' ? 'i' : '!'), s('title', {}, one.what)));
      }
    },
  };
}

const all = node => node.kind === 'box' ? [node] : (node.parts ?? node.branches.flat()).flatMap(all);

const cut = (text, most) => text.length <= most ? text : most < 4 ? '' : text.slice(0, most - 1) + '…';

export const takes = model => t('models.takes.' + model.input.kind, {
  shape: model.input.shape.join(' × '), columns: model.input.columnCount || model.input.shape.join(' × '), tokens: model.input.tokens.toLocaleString('en'),
});

export const gives = model => t('models.gives.' + model.does, { classes: model.classCount });
