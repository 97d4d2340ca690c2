// Elements, in one call each.
const SVG = 'http://www.w3.org/2000/svg';
const MATH = 'http://www.w3.org/1998/Math/MathML';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'selected') element[name] = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element of HTML: h('a', { href: '#' }, 'text', child). */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An element of SVG. */
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** An element of MathML. */
export const m = (tag, attributes, ...children) => fill(document.createElementNS(MATH, tag), attributes, children);

/** A field with its label: field('Noise', input). */
export const field = (label, input, hint) =>
  h('label', { class: 'field', title: hint }, h('span', {}, label), input);

/** A choice out of [value, text] pairs. */
export const select = (pairs, value, onchange, attributes = {}) =>
  h('select', { ...attributes, onchange: event => onchange(event.target.value) },
    pairs.map(([key, text]) => h('option', { value: key, selected: String(key) === String(value) }, text)));

/** Builds anew what may have the focus, and gives it back to the element with the same id. */
export function keepFocus(build) {
  const id = document.activeElement?.id;
  build();
  if (id && document.activeElement?.id !== id) document.getElementById(id)?.focus({ preventScroll: true });
}

/** A line that goes away by itself. */
export function notice(text, seconds = 8) {
  const line = h('p', { class: 'notice' }, text);
  document.getElementById('notices').append(line);
  setTimeout(() => line.remove(), seconds * 1000);
}
