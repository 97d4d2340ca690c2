// One's own points: drawn by hand on the output plane, with a brush for each class, or read from a table of x, y,
// label.
import { CLASSES } from '/kit/colours.js';
import { h, keepFocus, notice } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { mark, sharp } from '/tabs/playground/plane.js';
import { popover } from '/tabs/playground/popover.js';

const MOST_POINTS = 5000;
const MOST_CLASSES = 8;
const REACH = 6;
/** Points lie this close under the brush, in units of the plane. */
const BRUSH = 0.55;

const round = value => Math.round(100 * value) / 100;
const inside = point => Math.abs(point[0]) <= REACH && Math.abs(point[1]) <= REACH;

/**
 * Reads lines of x, y, label (commas, semicolons, tabs or spaces; a head line is passed over). Columns that do not fit
 * into the plane are scaled to it. Labels are class names, or numbers to be met if values is set.
 * Returns {points, names, scaled} or throws an Error that names the line.
 */
export function readTable(text, values) {
  const lines = text.split(/\r?\n/).map((line, index) => [line.trim(), index + 1]).filter(([line]) => line !== ''
    && !line.startsWith('#'));
  const cells = lines.map(([line, number]) => [line.split(/[;,\t]|\s+/).map(cell => cell.trim()).filter(cell =>
    cell !== ''), number]);
  if (cells.length > 0 && cells[0][0].slice(0, 2).some(cell => !Number.isFinite(+cell))) cells.shift();
  if (cells.length < 4) throw new Error(t('play.table-few', { count: cells.length }));
  if (cells.length > MOST_POINTS) throw new Error(t('play.table-many', { count: cells.length, most: MOST_POINTS }));
  const names = [];
  const points = cells.map(([row, number]) => {
    const [x, y] = row.map(Number);
    if (row.length !== 3 || !Number.isFinite(x) || !Number.isFinite(y)) {
      throw new Error(t('play.table-line', { number, line: row.join(', ').slice(0, 40) }));
    }
    if (values) {
      if (!Number.isFinite(+row[2])) throw new Error(t('play.table-value', { number, value: row[2].slice(0, 20) }));
      return [x, y, +row[2]];
    }
    if (!names.includes(row[2])) names.push(row[2]);
    return [x, y, row[2]];
  });
  if (!values) {
    if (names.length < 2 || names.length > MOST_CLASSES) {
      throw new Error(t('play.table-classes', { count: names.length, most: MOST_CLASSES }));
    }
    names.sort((a, b) => a - b || (a < b ? -1 : 1));
    for (const point of points) point[2] = names.indexOf(point[2]);
  }
  const scaled = !points.every(inside);
  if (scaled) for (const column of [0, 1]) scale(points, column);
  if (values) shrink(points);
  return { points: points.map(([x, y, label]) => [round(x), round(y), label]), names, scaled };
}

/** Stretches a column to −5 … 5. */
function scale(points, column) {
  const all = points.map(point => point[column]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  for (const point of points) point[column] = high === low ? 0 : 10 * (point[column] - low) / (high - low) - 5;
}

/** Brings values into −1 … 1. */
function shrink(points) {
  const most = Math.max(1, ...points.map(point => Math.abs(point[2])));
  for (const point of points) point[2] = Math.round(500 * point[2] / most) / 500;
}

export function ownData(lab) {
  let brush = 1;
  let classes = 2;
  const tools = h('div', { class: 'own stack', hidden: true });

  const now = () => lab.draft ?? lab.spec.data.points ?? [];
  const canLearn = points => points.length >= 4 && new Set(points.map(point => point[2])).size >= 2;

  /** Learns from the draft, once there is enough to learn from. */
  function use() {
    const points = lab.draft;
    if (!points || !canLearn(points)) return;
    lab.draft = null;
    lab.change(spec => {
      spec.data = { name: 'own', share: spec.data.share, points };
      if (spec.loss === 'square' && lab.opened?.problem === 'values') spec.loss = 'cross-entropy';
    });
  }

  function open() {
    if (!lab.opened) return;
    if (lab.spec.data.name === 'own' || lab.opened.problem === 'values') {
      table();
      return;
    }
    classes = Math.max(2, lab.opened.classes);
    lab.draft = [...lab.opened.train, ...lab.opened.test].map(([x, y, label]) => [round(x), round(y), label]);
    use();
  }

  function table() {
    const area = h('textarea', { rows: 8, id: 'table', spellcheck: 'false',
      placeholder: 'x, y, label\n1.5, -2, red\n…', 'aria-label': t('play.table') });
    const values = h('input', { type: 'checkbox', checked: lab.opened?.problem === 'values' });
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    const file = h('input', {
      type: 'file', accept: '.csv,.tsv,.txt,text/*', 'aria-label': t('play.table-file'), onchange: async event => {
        const [chosen] = event.target.files;
        if (chosen && chosen.size > 1 << 20) wrong.textContent = t('play.table-large');
        else if (chosen) area.value = await chosen.text();
      },
    });
    const box = popover(document.getElementById('data-own'), t('play.table'), h('div', { class: 'stack wide' },
      h('p', { class: 'quiet' }, t('play.table-hint')), file, area, h('label', { class: 'row tight' }, values,
        t('play.table-values')), wrong,
      h('button', { class: 'main', id: 'table-use', onclick: () => {
        try {
          const { points, scaled } = readTable(area.value, values.checked);
          lab.draft = null;
          lab.change(spec => {
            spec.data = { name: 'own', share: spec.data.share, points, ...(values.checked ? { values: true } : {}) };
            spec.loss = values.checked ? 'square' : 'cross-entropy';
          });
          if (scaled) notice(t('play.table-scaled'));
          box.hidePopover();
        } catch (problem) {
          wrong.textContent = problem.message;
        }
      } }, t('play.table-use'))));
    area.focus();
  }

  function paint() {
    const own = lab.spec.data.name === 'own' || lab.draft;
    tools.hidden = !own;
    if (!own || lab.spec.data.values) lab.brush = null;
    else lab.brush = stroke;
    lab.tell('brush', lab.brush);
    if (!own) return;
    classes = Math.max(classes, lab.opened?.classes ?? 2);
    const choose = (value, content, label) => h('button', {
      class: 'brush', 'aria-pressed': String(brush === value), 'aria-label': label, title: label, id: 'brush-' + value,
      onclick: () => { brush = value; paint(); },
    }, content);
    const dot = label => {
      const canvas = h('canvas', { width: 18, height: 18 });
      mark(sharp(canvas, 18, 18), 9, 9, label, { radius: 6 });
      return canvas;
    };
    const paste = h('button', { id: 'table-open', onclick: table }, t('play.table'));
    if (lab.spec.data.values) {
      tools.replaceChildren(paste);
      return;
    }
    const another = h('button', {
      class: 'brush', id: 'brush-more', title: t('play.brush-more'), 'aria-label': t('play.brush-more'),
      disabled: classes >= Math.min(MOST_CLASSES, CLASSES.length), onclick: () => { brush = classes++; paint(); },
    }, '+');
    const brushes = Array.from({ length: classes },
      (_, label) => choose(label, dot(label), t('play.brush', { number: label + 1 })));
    const clear = h('button', { id: 'draw-clear', onclick: () => { lab.draft = []; lab.tell('draft'); paint(); } },
      t('play.draw-clear'));
    keepFocus(() => tools.replaceChildren(
      h('p', { class: 'quiet' }, t(canLearn(now()) ? 'play.draw-hint' : 'play.draw-more')),
      h('div', { class: 'row tight' }, brushes, another, choose('erase', '⌫', t('play.brush-erase'))),
      h('div', { class: 'row tight' }, clear, paste)));
  }

  /** The brush passes a place: a few points come, or those under it go. */
  function stroke([x, y]) {
    const points = lab.draft ?? [...now()];
    lab.draft = points;
    if (brush === 'erase') lab.draft = points.filter(point => Math.hypot(point[0] - x, point[1] - y) > BRUSH);
    else if (points.length < MOST_POINTS && !points.some(point => Math.hypot(point[0] - x, point[1] - y) < BRUSH / 2)) {
      points.push([round(x), round(y), brush]);
    }
    lab.tell('draft');
  }

  lab.finishStroke = () => { use(); paint(); };
  lab.on('spec', paint);
  lab.on('opened', () => { lab.draft = null; });
  return { element: tools, open };
}
