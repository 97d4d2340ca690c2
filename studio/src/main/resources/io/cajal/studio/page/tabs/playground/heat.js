// Heat maps on canvas: a table of 256 colours, one look-up a pixel.
import { CLASSES, diverging } from '/kit/colours.js';

const images = new WeakMap();

function image(canvas, size) {
  const known = images.get(canvas);
  if (known?.size === size) return known;
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  const data = context.createImageData(size, size);
  const made = { size, context, data, pixels: new Uint32Array(data.data.buffer) };
  images.set(canvas, made);
  return made;
}

/** Draws values from −1 to 1, as bytes 128 + 127 · value, row by row from the top; discrete: the side of 0 alone. */
export function paintHeat(canvas, bytes, size, discrete = false) {
  const table = diverging();
  const { context, data, pixels } = image(canvas, size);
  if (discrete) for (let i = 0; i < pixels.length; i++) pixels[i] = table[bytes[i] < 128 ? 30 : 225];
  else for (let i = 0; i < pixels.length; i++) pixels[i] = table[bytes[i]];
  context.putImageData(data, 0, 0);
}

const mixes = {};

/** For each class 256 colours from the ground (as likely as any other) to its own (certain). */
function classTable(theme) {
  if (mixes[theme]) return mixes[theme];
  const ground = theme === 'dark' ? [38, 42, 48] : [240, 241, 242];
  mixes[theme] = CLASSES.map(colour => {
    const own = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
    return Uint32Array.from({ length: 256 }, (_, i) => {
      const mix = [0, 1, 2].map(c => Math.round(ground[c] + (0.12 + 0.78 * i / 255) * (own[c] - ground[c])));
      return 0xff000000 | mix[2] << 16 | mix[1] << 8 | mix[0];
    });
  });
  return mixes[theme];
}

/** Draws which class wins (bytes) and how surely (bytes, 0 … 255). */
export function paintClasses(canvas, winners, sureness, size, discrete = false) {
  const tables = classTable(document.documentElement.dataset.theme ?? 'light');
  const { context, data, pixels } = image(canvas, size);
  for (let i = 0; i < pixels.length; i++) pixels[i] = tables[winners[i] % tables.length][discrete ? 220 : sureness[i]];
  context.putImageData(data, 0, 0);
}

const FUNCTIONS = {
  x: x => x / 6, y: (_, y) => y / 6, xSquared: x => x * x / 36, ySquared: (_, y) => y * y / 36,
  xTimesY: (x, y) => x * y / 36, sinX: x => Math.sin(x), sinY: (_, y) => Math.sin(y),
};

/** An input over the plane from −6 to 6. */
export function paintInput(canvas, name, size = 30) {
  const bytes = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = FUNCTIONS[name](12 * (column + 0.5) / size - 6, 6 - 12 * (row + 0.5) / size);
      bytes[row * size + column] = Math.round(128 + 127 * Math.max(-1, Math.min(1, value)));
    }
  }
  paintHeat(canvas, bytes, size);
}
