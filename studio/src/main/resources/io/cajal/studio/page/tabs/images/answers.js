// The probabilities as bars. A click asks about that class everywhere on the page.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';

const MOST = 10;
export const percent = p => (p >= 0.9995 ? '100\u00a0%' : p < 0.0005 ? '0\u00a0%' : (100 * p).toFixed(p > 0.0995 && p < 0.9995 ? 1 : 2) + '\u00a0%');

export const best = values => values.reduce((top, value, i) => (value > values[top] ? i : top), 0);

/** asked(class) is called with −1 for the most probable one. */
export function answers(asked) {
  const verdict = h('p', { class: 'verdict', id: 'verdict', 'aria-live': 'polite' });
  const list = h('div', { class: 'bars', role: 'group', 'aria-label': t('images.probabilities') });
  let classes = [];
  let bars = [];
  let place = -1;
  const root = h('div', {}, verdict, list);

  function bar() {
    const label = h('span', { class: 'label' });
    const fill = h('span', { class: 'fill' });
    const number = h('span', { class: 'number' });
    const self = { label, fill, number, place: 0 };
    self.root = h('button', {
      class: 'bar plain', title: t('images.ask'), onclick: () => { place = place === self.place ? -1 : self.place; asked(place); },
    }, label, h('span', { class: 'track' }, fill), number);
    return self;
  }

  return {
    root,
    open(names, chosen) {
      classes = names;
      place = chosen;
      bars = names.slice(0, MOST).map(bar);
      list.replaceChildren(...bars.map(one => one.root));
      verdict.textContent = '';
    },
    show(values, blank) {
      const top = best(values);
      let order = [...classes.keys()];
      if (order.length > MOST) order = order.sort((a, b) => values[b] - values[a]).slice(0, MOST);
      bars.forEach((one, i) => {
        one.place = order[i];
        one.label.textContent = classes[one.place];
        one.fill.style.width = 100 * values[one.place] + '%';
        one.number.textContent = percent(values[one.place]);
        one.root.classList.toggle('top', one.place === top && !blank);
        one.root.setAttribute('aria-pressed', one.place === place);
      });
      const sure = values[top] > 0.9 ? 'images.sure' : values[top] > 0.6 ? 'images.rather' : 'images.unsure';
      verdict.replaceChildren(...(blank ? [t('images.blank')] : [h('strong', {}, classes[top]), ' ', h('span', { class: 'quiet' }, t(sure, { percent: percent(values[top]) }))]));
      list.classList.toggle('faint', blank);
    },
  };
}
