// Numbers as pictures: greys for what is never negative, blue and orange for what has a sign.
import { h } from '/kit/dom.js';
import { digits } from '/kit/text.js';
import { diverging } from '/kit/colours.js';

const SHADES = { light: [[243, 244, 246], [29, 35, 41]], dark: [[36, 42, 50], [240, 243, 246]] };
const tables = {};

/** 256 shades from paper to ink, packed as an ImageData wants them, for the theme that is set. */
export function greys() {
  const theme = document.documentElement.dataset.theme ?? 'light';
  if (!tables[theme]) {
    const [paper, ink] = SHADES[theme];
    tables[theme] = Uint32Array.from({ length: 256 }, (_, i) => {
      const mix = [0, 1, 2].map(c => Math.round(paper[c] + i / 255 * (ink[c] - paper[c])));
      return 0xff000000 | mix[2] << 16 | mix[1] << 8 | mix[0];
    });
  }
  return tables[theme];
}

/** From what to what colours go for these numbers: from −most to most where one is negative, else from 0. */
export function range(values, signed = false) {
  let low = 0;
  let high = 0;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const most = Math.max(high, -low) || 1;
  return signed || low < 0 ? { signed: true, low: -most, high: most } : { signed: false, low: 0, high: most };
}

/** Writes width × height numbers into pixels that belong to an image so many pixels wide, at a place of it. */
export function shade(pixels, stride, x, y, values, from, width, height, { signed, low, high }) {
  const table = signed ? diverging() : greys();
  const factor = 255 / (high - low);
  for (let row = 0; row < height; row++) {
    let to = (y + row) * stride + x;
    for (let column = 0; column < width; column++) {
      const at = (values[from + row * width + column] - low) * factor;
      pixels[to++] = table[at < 0 ? 0 : at > 255 ? 255 : at | 0];
    }
  }
}

/** Fills a canvas with one map, or with the red, green and blue of a picture. */
export function map(canvas, values, width, height, scale, channels = 1) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  if (channels === 1) {
    shade(new Uint32Array(image.data.buffer), width, 0, 0, values, 0, width, height, scale);
  } else {
    const area = width * height;
    const byte = value => 255 * (value - scale.low) / (scale.high - scale.low);
    for (let i = 0; i < area; i++) {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = byte(values[c * area + i]);
      image.data[4 * i + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}

/** A picture as the network sees it, 0 … 1. */
export const picture = (canvas, part) =>
  map(canvas, part.values, part.shape[2], part.shape[1], { signed: false, low: 0, high: 1 }, part.shape[0]);

/** Sums the channels of what belongs to a picture: [C × H × W] to [H × W]. */
export function flat({ shape: [channels, height, width], values }) {
  const sums = new Float32Array(height * width);
  for (let i = 0; i < channels * height * width; i++) sums[i % sums.length] += values[i];
  return sums;
}

/** A bar that says which colour means what: the element, and a function that sets its range. */
export function legend() {
  const canvas = h('canvas', { width: 64, height: 1, 'aria-hidden': 'true' });
  const low = h('span', { class: 'number' });
  const high = h('span', { class: 'number' });
  const root = h('span', { class: 'legend' }, low, canvas, high);
  return {
    root,
    set(scale, unit = x => digits(x, 2)) {
      const ramp = Float32Array.from({ length: 64 }, (_, i) => scale.low + (scale.high - scale.low) * i / 63);
      map(canvas, ramp, 64, 1, scale);
      low.textContent = unit(scale.low);
      high.textContent = unit(scale.high);
    },
  };
}
