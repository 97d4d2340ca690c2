// Two runs or more: their curves in one chart each, their figures side by side, and in what they were told to differ.
import { h } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { CLASSES } from '/kit/colours.js';
import { chart } from '/tabs/runs/chart.js';
import { badge, shown } from '/tabs/runs/format.js';

const DASHES = [null, '7 3', '2 3', '9 3 2 3', '12 4', '4 2', '1 3', '8 2 1 2'];
const COLOURS = [1, 0, 2, 3, 6, 5, 8, 7].map(i => CLASSES[i]);
const SIGNS = ['1', '2', '3', '4', '5', '6', '7', '8'];

/** The view of several runs; taken out: dropped(name). */
export function compareView(names, { dropped, chosen }) {
  const data = new Map(names.map(name => [name, {}]));
  const legend = h('ul', { class: 'compared' });
  const charts = new Map();
  const place = h('div', { class: 'charts' });
  const log = h('input', { type: 'checkbox', id: 'runs-compare-log', onchange: () => drawCurves() });
  const figures = h('div', { class: 'wide' });
  const differ = h('div', { class: 'wide' });
  const same = h('div', { class: 'wide' });
  const sameBox = h('details', { class: 'advanced' }, h('summary', {}, t('runs.same')), same);
  const element = h('div', { class: 'detail stack', id: 'runs-compare' },
    h('section', { class: 'panel' }, h('h2', {}, t('runs.compare')), legend, h('label', { class: 'quiet row scale' }, log, t('runs.logScale')), place),
    h('section', { class: 'panel' }, h('h3', {}, t('runs.theyReached')), figures),
    h('section', { class: 'panel' }, h('h3', {}, t('runs.differ')), differ, sameBox));
  const key = i => h('span', { class: 'key', style: `background: ${COLOURS[i]}` }, SIGNS[i]);
  const where = x => t('runs.atEpoch', { at: digits(x, 5) });

  function drawLegend() {
    legend.replaceChildren(...names.map((name, i) => {
      const head = data.get(name).head;
      return h('li', {}, key(i), h('button', { class: 'plain', onclick: () => chosen(name) }, name), head ? badge(head.state) : data.get(name).gone ? h('span', { class: 'quiet' }, t('runs.gone')) : null,
        h('button', { class: 'plain', 'aria-label': t('runs.drop', { name }), onclick: () => dropped(name) }, '✕'));
    }));
  }

  /** What can be drawn of a run: lines by their names, with the places of their points. */
  function lines(curves) {
    const { epochs, steps } = curves ?? {};
    const all = {};
    if (epochs?.at.length > 1) {
      all[t('runs.line.train')] = { x: epochs.at, y: epochs.train };
      if (epochs.validation.some(Number.isFinite)) all[t('runs.line.validation')] = { x: epochs.at, y: epochs.validation };
      for (const [name, y] of Object.entries(epochs.metrics)) all[t('runs.metricChart', { name })] = { x: epochs.at, y };
    } else if (steps?.at.length) {
      all[t('runs.line.train')] = { x: steps.at, y: steps.mean };
    }
    return all;
  }

  function drawCurves() {
    const found = names.map(name => lines(data.get(name).curves));
    const titles = [...new Set(found.flatMap(Object.keys))];
    for (const [title, one] of charts) {
      if (!titles.includes(title)) {
        one.end();
        one.element.remove();
        charts.delete(title);
      }
    }
    for (const title of titles) {
      if (!charts.has(title)) {
        charts.set(title, chart({ title, height: 240, where }));
        place.append(charts.get(title).element);
      }
      charts.get(title).draw(found.flatMap((lines, i) => (lines[title] ? [{ name: names[i], ...lines[title], colour: COLOURS[i], dash: DASHES[i], sign: SIGNS[i] }] : [])), { log: log.checked });
    }
  }

  const grid = rows => (rows.length === 0 ? h('p', { class: 'quiet' }, t('runs.nothing')) : h('table', {},
    h('thead', {}, h('tr', {}, h('th', {}, ''), names.map((name, i) => h('th', { scope: 'col' }, key(i), ' ', name)))),
    h('tbody', {}, rows.map(([label, values]) => h('tr', {}, h('th', { scope: 'row' }, label), values.map(value => h('td', { class: 'number' }, shown(value))))))));

  function drawTables() {
    const rows = part => {
      const keys = [...new Set(names.flatMap(name => Object.keys(data.get(name).head?.[part] ?? {})))];
      return keys.map(one => [one, names.map(name => data.get(name).head?.[part]?.[one])]);
    };
    figures.replaceChildren(grid(rows('reached')));
    const told = rows('told');
    const isSame = ([, values]) => values.every(value => value === values[0]);
    differ.replaceChildren(grid(told.filter(row => !isSame(row))));
    sameBox.hidden = !told.some(isSame);
    same.replaceChildren(grid(told.filter(isSame)));
  }

  drawLegend();
  return {
    element,
    names,
    draw(news) {
      const known = data.get(news.name);
      if (!known) return;
      Object.assign(known, news);
      if (news.head || news.gone) {
        drawLegend();
        drawTables();
      }
      if (news.curves) drawCurves();
    },
    end() { for (const one of charts.values()) one.end(); },
  };
}
