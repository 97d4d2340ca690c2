// A layer's numbers: figures, a histogram, and a picture of them.
import { h } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { diverging, signed } from '/kit/colours.js';
import { percent, sizes } from './numbers.js';

const ROOM = 400; // pixels across and down

export function layerPanel(layer, box) {
  const rows = layer.parameters.map(one => h('section', { class: 'parameter' },
    h('h3', {}, one.name, ' ', h('span', { class: 'quiet' }, one.shape.replace(/[[\]]/g, ''), one.trained ? '' : ' · ' + t('models.fixed'))),
    one.statistics.broken > 0 ? h('p', { class: 'finding error' }, t('models.broken', { count: one.statistics.broken })) : null,
    figures(one.statistics),
    one.statistics.count > 1 && one.statistics.histogram.length ? histogram(one) : null,
    one.picture ? picture(one) : null));
  return h('div', { class: 'panel stack' },
    h('h2', {}, layer.type, ' ', h('span', { class: 'quiet' }, layer.layer)),
    h('p', { class: 'quiet' }, [layer.settings, box?.output ? t('models.box.gives', { shape: sizes(box.output) }) : '',
      box?.work ? t('models.box.work', { count: box.work.toLocaleString('en') }) : ''].filter(Boolean).join(' · ')),
    rows.length ? rows : h('p', { class: 'quiet' }, t('models.bare')));
}

function figures(s) {
  const pairs = s.count === 1 ? [['value', digits(s.mean, 4)]] : [['count', s.count.toLocaleString('en')], ['mean', digits(s.mean, 3)], ['deviation', digits(s.deviation, 3)],
    ['min', digits(s.min, 3)], ['max', digits(s.max, 3)], ['zeros', percent(s.zeros)], ['small', percent(s.small)]];
  return h('dl', { class: 'figures number' }, pairs.map(([key, value]) =>
    h('div', { title: t('models.hint.' + key) }, h('dt', {}, t('models.figure.' + key)), h('dd', {}, value))));
}

/** A canvas as sharp as the screen. */
function canvas(width, height, attributes) {
  const ratio = devicePixelRatio || 1;
  const element = h('canvas', { width: Math.round(width * ratio), height: Math.round(height * ratio), ...attributes });
  element.style.aspectRatio = `${width} / ${height}`;
  const pen = element.getContext('2d');
  pen.scale(ratio, ratio);
  return [element, pen];
}

function histogram(one) {
  const { histogram: counts, min, max } = one.statistics;
  const [element, pen] = canvas(ROOM, 84, { class: 'histogram', role: 'img', 'aria-label': t('models.histogram', { name: one.name, min: digits(min, 3), max: digits(max, 3) }) });
  const most = Math.max(...counts);
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--soft');
  const wide = ROOM / counts.length;
  const largest = Math.max(Math.abs(min), Math.abs(max)) || 1;
  counts.forEach((count, i) => {
    const value = min + (i + 0.5) / counts.length * (max - min);
    const high = count ? Math.max(1.5, 66 * count / most) : 0;
    pen.fillStyle = signed(value / largest * 0.55 + Math.sign(value) * 0.45);
    pen.fillRect(i * wide + 0.5, 68 - high, wide - 1, high);
  });
  pen.fillStyle = pen.strokeStyle = ink;
  pen.fillRect(0, 68, ROOM, 1);
  pen.font = '11px system-ui, sans-serif';
  pen.fillText(digits(min, 3), 0, 81);
  pen.textAlign = 'right';
  pen.fillText(digits(max, 3), ROOM, 81);
  const zero = -min / (max - min) * ROOM;
  if (zero > 42 && zero < ROOM - 42) {
    pen.setLineDash([3, 3]);
    pen.beginPath();
    pen.moveTo(zero, 0);
    pen.lineTo(zero, 68);
    pen.stroke();
    pen.textAlign = 'center';
    pen.fillText('0', zero, 81);
  }
  return element;
}

/** How tiles of pixels lie on a canvas: the size of a pixel, and where each tile begins. Those of a group stay together. */
function arrange(p) {
  if (p.kind === 'map') {
    const fit = size => Math.max(1, Math.min(24, Math.floor(ROOM / size)));
    const x = Math.min(fit(p.width), 4 * fit(p.height));
    const y = Math.min(fit(p.height), 4 * x);
    return { x, y, places: [[0, 0]], width: p.width * x, height: p.height * y };
  }
  const gap = 2;
  const apart = 10;
  const group = p.across || 1;
  const between = p.across ? apart : gap;
  const wide = size => group * (p.width * size + gap) - gap;
  const fitting = size => Math.max(1, Math.floor((ROOM + between) / (wide(size) + between)));
  const least = p.across ? Math.min(2, p.tiles / group) : Math.min(p.tiles, p.width > 12 ? 6 : 8); // groups side by side
  let scale = Math.max(1, Math.min(12, p.across ? Math.floor(30 / p.width) : 12));
  while (scale > 1 && (wide(scale) > ROOM || fitting(scale) < least)) scale--;
  const across = fitting(scale);
  const step = p.width * scale + gap;
  const places = Array.from({ length: p.tiles }, (_, i) => {
    const at = Math.floor(i / group);
    return [at % across * (wide(scale) + between) + i % group * step, Math.floor(at / across) * (p.height * scale + between)];
  });
  const groups = Math.ceil(p.tiles / group);
  return { x: scale, y: scale, places, width: Math.min(across, groups) * (wide(scale) + between) - between, height: Math.ceil(groups / across) * (p.height * scale + between) - between };
}

function picture(one) {
  const p = one.picture;
  const lay = arrange(p);
  const element = h('canvas', { width: lay.width, height: lay.height, class: 'weights', role: 'img', 'aria-label': t('models.picture.' + p.kind, { name: one.name, tiles: p.tiles }) });
  const pen = element.getContext('2d');
  const colours = diverging();
  const size = p.width * p.height;
  const wide = p.width * lay.x;
  lay.places.forEach(([left, top], tile) => {
    const image = pen.createImageData(wide, p.height * lay.y);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < pixels.length; i++) {
      const value = p.pixels[tile * size + Math.floor(Math.floor(i / wide) / lay.y) * p.width + Math.floor(i % wide / lay.x)];
      pixels[i] = colours[Math.min(255, value + 128)];
    }
    pen.putImageData(image, left, top);
  });
  bands(pen, p, lay.width, lay.height);
  const under = h('output', { class: 'quiet' }, caption(p));
  element.onmousemove = event => {
    const at = element.getBoundingClientRect();
    const x = (event.clientX - at.left) / at.width * lay.width;
    const y = (event.clientY - at.top) / at.height * lay.height;
    const tile = lay.places.findIndex(([left, top]) => x >= left && x < left + wide && y >= top && y < top + p.height * lay.y);
    if (tile < 0) return;
    const column = Math.floor((x - lay.places[tile][0]) / lay.x);
    const row = Math.floor((y - lay.places[tile][1]) / lay.y);
    const value = digits(p.pixels[tile * size + row * p.width + column] / 127 * p.scale, 2);
    under.textContent = p.kind === 'kernels' ? t('models.at.kernel', { tile: tile + 1, row: row + 1, column: column + 1, value })
      : t('models.at.map', { row: p.names[row] !== undefined ? `“${p.names[row]}”` : row + 1, column: column + 1, value });
  };
  element.onmouseleave = () => { under.textContent = caption(p); };
  return h('div', { class: 'picture' }, element, under);
}

function bands(pen, p, width, height) {
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink');
  pen.font = '600 12px system-ui, sans-serif';
  p.bands.forEach((name, i) => {
    const y = height * i / p.bands.length;
    pen.fillStyle = ink;
    if (i > 0) pen.fillRect(0, y, width, 1);
    pen.fillText(name, 3, y + 13);
  });
}

const caption = p => [p.kind === 'kernels' && p.tiles < p.all ? t('models.some', { shown: p.tiles, all: p.all.toLocaleString('en') }) : '',
  t('models.scale', { scale: digits(p.scale, 3) })].filter(Boolean).join(' · ');
