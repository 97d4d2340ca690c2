// Charts of lines, in SVG, with a reading where the pointer or the arrow keys are.
import { h, s } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';

const LEFT = 52;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 24;

/** Round places from low to high, some so many of them. */
function ticks(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(m => m * unit).find(m => m >= raw * 0.999) ?? unit;
  const places = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) places.push(k * step || 0);
  return places;
}

/** The same for powers of ten, with 2 and 5 between where there are few. */
function logTicks(low, high, count) {
  const decades = Math.log10(high / low);
  const between = decades > 4 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 3, 5, 7];
  const every = Math.max(1, Math.ceil(decades / count));
  const places = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
    if (every > 1 && (e % every + every) % every) continue;
    for (const m of between) if (m * 10 ** e >= low && m * 10 ** e <= high) places.push(m * 10 ** e);
  }
  return places.length > 1 ? places : ticks(low, high, count);
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const label = value => (Math.abs(value) >= 1e5 ? short.format(value).replace('-', '−') : value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(0).replaceAll('-', '−') : digits(value, 3));

/** From the least to the largest value; faint lines may be cut off where others are seen better. */
function range(series, log) {
  const main = series.filter(line => !line.faint && line.y.some(Number.isFinite));
  let low = Infinity;
  let high = -Infinity;
  for (const line of main.length ? main : series) {
    for (const y of line.y) {
      if (!Number.isFinite(y) || log && y <= 0) continue;
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  }
  if (main.length && main.length < series.length) { // leave room for most of the faint ones
    const faint = series.filter(line => line.faint).flatMap(line => line.y.filter(y => Number.isFinite(y) && (!log || y > 0))).sort((a, b) => a - b);
    if (faint.length) {
      low = Math.min(low, faint[Math.floor(faint.length * 0.02)]);
      high = Math.max(high, faint[Math.ceil(faint.length * 0.98) - 1]);
    }
  }
  if (low > high) return null;
  if (low === high) return log ? [low / 2, high * 2] : [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  return log ? [low / 1.08, high * 1.08] : [low >= 0 && low < high / 4 ? 0 : low - (high - low) * 0.05, high + (high - low) * 0.05];
}

const path = points => points.map((point, i) => (point === null ? '' : `${i === 0 || points[i - 1] === null ? 'M' : 'L'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`)).join('');

/**
 * A chart. Lines are {name, x, y, colour, dash, faint, sign}; draw(lines, {log, mark}) shows them, mark is a place on
 * the x axis with a text.
 */
export function chart({ title, height = 230, where = place => digits(place, 4), unit = digits }) {
  const svg = s('svg', { class: 'plot', role: 'img', tabindex: '0' });
  const reading = h('div', { class: 'reading', hidden: true });
  const live = h('span', { class: 'unseen', 'aria-live': 'polite' });
  const legend = h('div', { class: 'legend' });
  const element = h('figure', { class: 'chart' }, h('figcaption', {}, h('span', {}, title), legend), h('div', { class: 'plotted' }, svg, reading), live);
  let lines = [];
  let settings = {};
  let width = 0;
  let scale = null;
  let at = null;

  const redraw = () => {
    if (!width) return;
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.setAttribute('height', height);
    const drawn = lines.filter(line => line.x.length);
    const ends = range(drawn, settings.log);
    const xs = drawn.flatMap(line => [line.x[0], line.x.at(-1)]);
    if (!ends || !xs.length) {
      scale = null;
      svg.replaceChildren(s('text', { x: width / 2, y: height / 2, class: 'none' }, t('runs.noCurve')));
      return;
    }
    let [left, right] = [Math.min(...xs), Math.max(...xs)];
    if (left === right) [left, right] = [left - 0.5, right + 0.5];
    const [low, high] = ends;
    const X = x => LEFT + (x - left) / (right - left) * (width - LEFT - RIGHT);
    const share = settings.log ? y => Math.log(y / low) / Math.log(high / low) : y => (y - low) / (high - low);
    const Y = y => TOP + (1 - share(y)) * (height - TOP - BOTTOM);
    scale = { X, Y, left, right, drawn };
    const grid = (settings.log ? logTicks : ticks)(low, high, Math.max(2, height / 48)).map(y => [
      s('line', { x1: LEFT, x2: width - RIGHT, y1: Y(y), y2: Y(y), class: 'grid' }),
      s('text', { x: LEFT - 7, y: Y(y) + 4, class: 'y' }, label(y))]);
    const foot = ticks(left, right, width / 90).map(x => s('text', { x: X(x), y: height - 6, class: 'x' }, label(x)));
    const bottom = height - BOTTOM;
    const clip = Math.max(TOP - 8, 0);
    const curves = drawn.map(line => {
      const points = line.x.map((x, i) => {
        const y = line.y[i];
        if (!Number.isFinite(y) || settings.log && y <= 0) return null;
        return [X(x), Math.max(clip, Math.min(bottom + 8, Y(y)))];
      });
      const few = points.filter(Boolean).length < 3;
      return [
        s('path', { d: path(points), class: line.faint ? 'line faint' : 'line', style: `stroke: ${line.colour}`, 'stroke-dasharray': line.dash }),
        few ? points.filter(Boolean).map(([x, y]) => s('circle', { cx: x, cy: y, r: 3, style: `fill: ${line.colour}` })) : null];
    });
    const ended = drawn.filter(line => line.sign).map(line => {
      const last = line.y.findLastIndex(y => Number.isFinite(y) && (!settings.log || y > 0));
      return last < 0 ? null : s('g', { class: 'end', transform: `translate(${X(line.x[last]).toFixed(1)} ${Y(line.y[last]).toFixed(1)})` },
        s('circle', { r: 8, style: `fill: ${line.colour}` }), s('text', { y: 4 }, line.sign));
    });
    const mark = settings.mark && settings.mark.x >= left && settings.mark.x <= right ? [
      s('line', { x1: X(settings.mark.x), x2: X(settings.mark.x), y1: TOP, y2: bottom, class: 'mark' }),
      s('text', { x: X(settings.mark.x) + (X(settings.mark.x) > width * 0.7 ? -5 : 5), y: TOP + 8, class: X(settings.mark.x) > width * 0.7 ? 'marked over' : 'marked' }, settings.mark.text)] : null;
    svg.replaceChildren(...[grid, s('line', { x1: LEFT, x2: width - RIGHT, y1: bottom, y2: bottom, class: 'axis' }), foot, mark, curves, ended].flat(3).filter(Boolean),
      s('line', { class: 'cross', y1: TOP, y2: bottom, visibility: 'hidden' }));
    if (at !== null) read(at);
  };

  function read(place) {
    if (!scale) return;
    at = Math.max(scale.left, Math.min(scale.right, place));
    const values = scale.drawn.map(line => ({ line, i: nearest(line.x, at) })).filter(({ line, i }) => Number.isFinite(line.y[i]));
    if (!values.length) return hide();
    const x = values[0].line.x[values[0].i];
    const px = scale.X(x);
    const cross = svg.querySelector('.cross');
    cross.setAttribute('x1', px);
    cross.setAttribute('x2', px);
    cross.setAttribute('visibility', 'visible');
    reading.hidden = false;
    reading.replaceChildren(h('b', {}, where(x)), ...values.map(({ line, i }) =>
      h('div', {}, swatch(line), h('span', {}, line.name), h('span', { class: 'number' }, unit(line.y[i])))));
    reading.classList.toggle('left', px > width / 2);
    reading.style.left = px > width / 2 ? '' : `${px + 12}px`;
    reading.style.right = px > width / 2 ? `${width - px + 12}px` : '';
    return `${where(x)}: ${values.map(({ line, i }) => `${line.name} ${unit(line.y[i])}`).join(', ')}`;
  }

  function hide() {
    at = null;
    reading.hidden = true;
    svg.querySelector('.cross')?.setAttribute('visibility', 'hidden');
  }

  svg.addEventListener('pointermove', event => {
    if (!scale) return;
    const x = (event.clientX - svg.getBoundingClientRect().left - LEFT) / (width - LEFT - RIGHT);
    read(scale.left + x * (scale.right - scale.left));
  });
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('blur', hide);
  svg.addEventListener('keydown', event => {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -1e9, End: 1e9 }[event.key];
    if (!move || !scale) return;
    event.preventDefault();
    const line = scale.drawn.find(one => !one.faint) ?? scale.drawn[0];
    const i = Math.max(0, Math.min(line.x.length - 1, at === null ? line.x.length - 1 : nearest(line.x, at) + move));
    live.textContent = read(line.x[i]) ?? '';
  });
  const sizes = new ResizeObserver(([entry]) => {
    if (Math.abs(entry.contentRect.width - width) < 1) return;
    width = entry.contentRect.width;
    redraw();
  });
  sizes.observe(svg.parentElement ?? svg);
  const observed = element.querySelector('.plotted');
  sizes.observe(observed);

  return {
    element,
    draw(shown, more = {}) {
      lines = shown;
      settings = more;
      const named = shown.filter(line => line.x.length);
      legend.replaceChildren(...(named.length > 1 ? named : []).map(line => h('span', {}, swatch(line), line.name)));
      svg.setAttribute('aria-label', `${title}. ${shown.map(line => summary(line, unit)).filter(Boolean).join(' ')}`);
      redraw();
    },
    end() { sizes.disconnect(); },
  };
}

const summary = (line, unit) => {
  const last = line.y.findLast(Number.isFinite);
  return last === undefined ? '' : t('runs.lineEnds', { name: line.name, value: unit(last) });
};

const swatch = line => s('svg', { class: 'swatch', width: 22, height: 10, 'aria-hidden': 'true' },
  s('line', { x1: 1, x2: 21, y1: 5, y2: 5, class: line.faint ? 'line faint' : 'line', style: `stroke: ${line.colour}`, 'stroke-dasharray': line.dash }));

/** Where in rising numbers the one nearest to a place stands. */
function nearest(xs, place) {
  let low = 0;
  let high = xs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] < place) low = middle + 1;
    else high = middle;
  }
  return low > 0 && place - xs[low - 1] < xs[low] - place ? low - 1 : low;
}

/** A small line without axes; ends are {low, high}, or its own. */
export function spark(values, { width = 120, height = 30, log = false, low, high, colour = 'var(--accent)', className = '' } = {}) {
  const usable = values.map(y => (Number.isFinite(y) && (!log || y > 0) ? (log ? Math.log(y) : y) : null));
  const numbers = usable.filter(y => y !== null);
  const svg = s('svg', { class: 'spark ' + className, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  if (!numbers.length) return svg;
  const least = low !== undefined ? (log ? Math.log(low) : low) : Math.min(...numbers);
  const most = high !== undefined ? (log ? Math.log(high) : high) : Math.max(...numbers);
  const span = most - least || 1;
  const points = usable.map((y, i) => (y === null ? null : [usable.length < 2 ? width / 2 : 2 + i / (usable.length - 1) * (width - 4), 2 + (1 - (y - least) / span) * (height - 4)]));
  svg.append(numbers.length === 1
    ? s('circle', { cx: points.find(Boolean)[0], cy: points.find(Boolean)[1], r: 2, style: `fill: ${colour}` })
    : s('path', { d: path(points), class: 'line', style: `stroke: ${colour}`, 'vector-effect': 'non-scaling-stroke' }));
  return svg;
}

/** Bars of a histogram, with the outline of an earlier one behind it, on the same axis. */
export function histogram(now, before, { width = 150, height = 34 } = {}) {
  const svg = s('svg', { class: 'histogram', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const both = [now, before].filter(one => one?.counts?.length && Number.isFinite(one.least) && Number.isFinite(one.largest));
  if (!both.length) return svg;
  const low = Math.min(...both.map(one => one.least));
  const high = Math.max(...both.map(one => one.largest));
  const span = high - low || 1;
  const density = one => { // counts by width, so that areas are equal
    const sum = one.counts.reduce((a, b) => a + b, 0) || 1;
    return one.counts.map(count => count / sum / Math.max(one.largest - one.least, span * 1e-3));
  };
  const most = Math.max(...both.flatMap(density));
  const outline = one => {
    const bin = (one.largest - one.least) / one.counts.length;
    const X = i => ((one.least + i * bin - low) / span * width).toFixed(1);
    return density(one).map((d, i) => {
      const y = (height - d / most * (height - 2)).toFixed(1);
      return `L${X(i)} ${y}L${X(i + 1)} ${y}`;
    }).join('');
  };
  const area = one => `M${((one.least - low) / span * width).toFixed(1)} ${height}${outline(one)}L${((one.largest - low) / span * width).toFixed(1)} ${height}`;
  if (low < 0 && high > 0) svg.append(s('line', { x1: -low / span * width, x2: -low / span * width, y1: 0, y2: height, class: 'zero' }));
  if (now?.counts?.length) svg.append(s('path', { d: area(now) + 'Z', class: 'bars' }));
  if (before?.counts?.length && before !== now) svg.append(s('path', { d: area(before), class: 'before' }));
  return svg;
}
