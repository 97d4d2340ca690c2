// Blue for more, orange for less: people of every kind of colour vision tell them apart. Classes: Okabe and Ito (2008).
export const CLASSES = ['#f59322', '#0877bd', '#009e73', '#cc79a7', '#d6b800', '#56b4e9', '#d55e00', '#7f7f7f', '#a56eff', '#004d40'];

const stops = { light: [[245, 147, 34], [232, 234, 235], [8, 119, 189]], dark: [[245, 147, 34], [38, 42, 48], [40, 150, 230]] };
const tables = {};

/** 256 colours from −1 to 1, packed as an ImageData wants them, for the theme that is set. */
export function diverging() {
  const theme = document.documentElement.dataset.theme ?? 'light';
  if (!tables[theme]) {
    const [less, none, more] = stops[theme];
    tables[theme] = Uint32Array.from({ length: 256 }, (_, i) => {
      const at = i / 127.5 - 1;
      const mix = [0, 1, 2].map(c => Math.round(none[c] + Math.abs(at) * ((at < 0 ? less : more)[c] - none[c])));
      return 0xff000000 | mix[2] << 16 | mix[1] << 8 | mix[0];
    });
  }
  return tables[theme];
}

/** The colour of a value from −1 to 1, for CSS. */
export function signed(value) {
  const packed = diverging()[Math.round(127.5 * (1 + Math.max(-1, Math.min(1, value))))];
  return `rgb(${packed & 255} ${packed >> 8 & 255} ${packed >> 16 & 255})`;
}
