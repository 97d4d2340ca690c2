// What the page says, by key, out of /text/LANGUAGE.json. A translation is one more file.
const LANGUAGES = ['en'];
let texts = {};

export async function loadTexts() {
  const wanted = navigator.languages.map(tag => tag.slice(0, 2)).find(tag => LANGUAGES.includes(tag)) ?? 'en';
  document.documentElement.lang = wanted;
  texts = await (await fetch(`/text/${wanted}.json`)).json();
}

/** The text with its {names} filled in; a key that has none shows itself. */
export const t = (key, values = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const formats = new Map();

/** A number with so many significant digits. */
export function digits(value, count = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (!formats.has(count)) formats.set(count, new Intl.NumberFormat('en', { maximumSignificantDigits: count }));
  return formats.get(count).format(value).replace('-', '−');
}
