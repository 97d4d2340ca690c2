// How times and states are said.
import { h } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds as 4 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  const s = Math.max(0, Math.round(seconds));
  if (s < MINUTE) return t('runs.seconds', { s });
  if (s < HOUR) return t('runs.minutes', { m: Math.floor(s / MINUTE), s: s % MINUTE });
  if (s < DAY) return t('runs.hours', { h: Math.floor(s / HOUR), m: Math.floor(s % HOUR / MINUTE) });
  return t('runs.days', { d: Math.floor(s / DAY), h: Math.floor(s % DAY / HOUR) });
}

/** How long ago, in one unit. */
export function ago(milliseconds) {
  const s = (Date.now() - milliseconds) / 1000;
  if (s < MINUTE) return t('runs.now');
  if (s < HOUR) return t('runs.ago', { time: t('runs.minute', { m: Math.floor(s / MINUTE) }) });
  if (s < DAY) return t('runs.ago', { time: t('runs.hour', { h: Math.floor(s / HOUR) }) });
  if (s < 30 * DAY) return t('runs.ago', { time: t('runs.day', { d: Math.floor(s / DAY) }) });
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** A count such as 12,300. */
export const whole = value => Math.round(value).toLocaleString('en');

/** A value of a setting or figure. */
export function shown(value) {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'boolean') return t(value ? 'runs.yes' : 'runs.no');
  if (typeof value === 'number') return Number.isInteger(value) ? whole(value) : digits(value);
  return String(value);
}

const SIGNS = { running: '▶', finished: '✓', stopped: '❙❙', failed: '✕', lost: '?' };

/** A sign for a state: its form tells as well as its colour. */
export const sign = state =>
  h('span', { class: 'sign ' + state, title: t('runs.state.' + state), role: 'img', 'aria-label': t('runs.state.' + state) }, SIGNS[state] ?? '?');

export const badge = state => h('span', { class: 'badge ' + state }, h('span', { 'aria-hidden': 'true' }, SIGNS[state] ?? '?'), ' ', t('runs.state.' + state));

/** A run whose name is the place of its folder: the last part first. */
export function nameParts(name) {
  const cut = name.lastIndexOf('/');
  return { last: name.slice(cut + 1), before: cut < 0 ? '' : name.slice(0, cut + 1) };
}
