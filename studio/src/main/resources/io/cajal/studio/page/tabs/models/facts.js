// What is known of a model beside its layers.
import { h } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { bytes, short } from './numbers.js';
import { gives, takes } from './graph.js';

/** The line above the graph. */
export function header(model) {
  const chip = (key, value) => h('span', { class: 'chip' }, h('b', {}, value), ' ', t('models.chip.' + key));
  return [h('h1', {}, model.name), h('p', { class: 'row chips' }, chip('parameters', short(model.parameters)), chip('work', short(model.work)),
    chip('file', bytes(model.bytes)), h('span', { class: 'chip' }, takes(model), ' → ', h('b', {}, gives(model))))];
}

export const factPanels = model => [
  panel('check', t('models.check'), true, [h('div', { id: 'check', class: 'stack' }, h('p', { class: 'quiet' }, t('models.check.busy')))]),
  Object.keys(model.run).length ? panel('run', t('models.run'), false, [table(model.run)]) : null,
  panel('made', t('models.made'), false, [Object.keys(model.made).length ? table(model.made) : h('p', { class: 'quiet' }, t('models.made.unknown'))]),
  panel('schema', t('models.schema'), false, schema(model)),
].filter(Boolean);

const panel = (name, title, open, children) => h('details', { class: name === 'made' ? 'panel advanced' : 'panel', id: 'facts-' + name, open }, h('summary', {}, title), children);

const shown = value => typeof value === 'number' ? digits(value, 5) : String(value);

/** Keys and values; what is long may break anywhere. */
const table = object => h('table', { class: 'facts' }, Object.entries(object).map(([key, value]) =>
  h('tr', {}, h('th', { scope: 'row' }, key.replaceAll('_', ' ')), h('td', { class: 'number' }, shown(value)))));

function schema(model) {
  const { input } = model;
  const rest = input.columnCount - input.columns.length;
  return [
    h('p', {}, takes(model)),
    input.columns.length ? h('table', { class: 'facts' }, input.columns.map(one => h('tr', {}, h('th', { scope: 'row' }, one.name),
      h('td', {}, t('models.column.' + one.kind), one.categoryCount ? h('span', { class: 'quiet' }, ': ' + one.categories.join(', ') + (one.categoryCount > one.categories.length ? ' …' : '')) : '')))) : null,
    rest > 0 ? h('p', { class: 'quiet' }, t('models.more', { count: rest })) : null,
    h('p', {}, '→ ' + gives(model)),
    model.classes.length ? h('p', { class: 'quiet' }, model.classes.join(', ') + (model.classCount > model.classes.length ? ' …' : '')) : null,
  ].filter(Boolean);
}
