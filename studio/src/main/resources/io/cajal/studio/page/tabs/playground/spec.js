// The experiment as the address tells it. What differs from the defaults stands there, in short words, so that a link
// can be read and written by hand: #data=spiral&layers=8,6&rate=0.1
import { all, put } from '/kit/place.js';
import { fromOldPlayground } from '/tabs/playground/old-links.js';

export const INPUTS = ['x', 'y', 'xSquared', 'ySquared', 'xTimesY', 'sinX', 'sinY'];
export const REGRESSION = ['plane', 'multi-gauss'];
export const RATES = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const PENALTY_RATES = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const SPEEDS = [1, 5, 20, 60, 300, 0];

const KINDS = { w: 'weight', b: 'bias', r: 'rate', p: 'penalty-rate' };
const SHORT = Object.fromEntries(Object.entries(KINDS).map(([short, kind]) => [kind, short]));

export const newSeed = () => Math.random().toString(36).slice(2, 8);

export const defaults = () => ({
  data: { name: 'circle', count: 500, noise: 0, share: 0.5 },
  inputs: ['x', 'y'],
  layers: [{ units: 4, activation: 'Tanh' }, { units: 2, activation: 'Tanh' }],
  loss: 'cross-entropy',
  optimizer: { name: 'sgd', rate: 0.03 },
  schedule: { name: 'constant' },
  penalty: { name: 'none', rate: 0 },
  initial: 'pytorch',
  batch: 10,
  seed: '1',
  stop: {},
  edits: [],
});

/** How it is looked at, which changes nothing that is computed. */
export const views = () => ({ step: 0, speed: 60, test: false, discrete: false, hide: [] });

export const isRegression = spec => REGRESSION.includes(spec.data.name) || spec.data.values === true;

const number = (text, other) => (text === undefined || text === '' || !Number.isFinite(+text) ? other : +text);

function layer(text) {
  const [units, activation = 'Tanh', ...more] = text.split('-');
  const made = { units: Math.max(1, Math.trunc(number(units, 1))), activation };
  for (const word of more) {
    if (word === 'n') made.norm = true;
    else if (word.startsWith('d')) made.dropout = number(word.slice(1), 0);
  }
  return made;
}

const layerText = ({ units, activation, dropout, norm }) =>
  [units, activation, dropout ? 'd' + dropout : '', norm ? 'n' : ''].filter(Boolean).join('-')
    .replace(/^(\d+)-Tanh$/, '$1');

function edit(text) {
  const [step, kind, ...numbers] = text.split(':');
  const made = { step: number(step, 0), set: KINDS[kind] ?? 'weight', value: number(numbers.at(-1), 0) };
  if (kind === 'w' || kind === 'b') Object.assign(made, { layer: number(numbers[0], 0), unit: number(numbers[1], 0) });
  if (kind === 'w') made.input = number(numbers[2], 0);
  return made;
}

const editText = ({ step, set, layer: at, unit, input, value }) =>
  [step, SHORT[set], ...(set === 'weight' ? [at, unit, input] : set === 'bias' ? [at, unit] : []), value].join(':');

/** cosine,epochs:100: the name, then its settings. */
function schedule(text) {
  const [name, ...settings] = list(text);
  return { name: name ?? 'constant',
    ...Object.fromEntries(settings.map(setting => setting.split(':')).map(([key, value]) => [key, +value])) };
}

const scheduleText = ({ name, ...settings }) =>
  [name, ...Object.entries(settings).filter(([key, value]) => value !== null
    && !(key === 'warmUp' && value === 0)).map(([key, value]) => key + ':' + value)].join();

const list = text => (text ? text.split(',') : []);

/**
 * Own points, five letters each: x and y in hundredths from −6, the class (a value: six, in fiftieths of a percent).
 */
const letters = (value, count) => Math.round(value).toString(36).padStart(count, '0');

const packed = ({ points, values }) => points.map(([x, y, label]) =>
  letters(100 * x + 600, 2) + letters(100 * y + 600, 2) + (values ? letters(500 * label + 500, 2)
    : letters(label, 1))).join('');

function unpacked(text, values) {
  const points = (text ?? '').match(values ? /[0-9a-z]{6}/g : /[0-9a-z]{5}/g) ?? [];
  return points.map(point => {
    const [x, y, label] = [point.slice(0, 2), point.slice(2, 4), point.slice(4)].map(part => parseInt(part, 36));
    return [(x - 600) / 100, (y - 600) / 100, values ? (label - 500) / 500 : label];
  });
}

let last = null;

/**
 * Reads the address: {spec, view, shared}, shared where somebody has said what to show. Where it only names the tab,
 * all is as it was when the tab was left.
 */
export function readAddress() {
  const here = all();
  const says = Object.keys(here).some(key => key !== 'tab');
  const from = says || !last ? here : last;
  const old = fromOldPlayground(from);
  if (old) return { ...old, shared: true };
  const spec = defaults();
  const view = views();
  const share = number(from.share, 0.5);
  spec.data = from.data === 'own' ? { name: 'own', share, points: unpacked(from.points, from.values === '1'),
    values: from.values === '1' }
    : { name: from.data ?? 'circle', count: number(from.count, 500), noise: number(from.noise, 0), share };
  if (from.inputs) spec.inputs = INPUTS.filter(name => list(from.inputs).includes(name));
  if (from.layers !== undefined) spec.layers = list(from.layers === '0' ? '' : from.layers).map(layer);
  spec.loss = from.loss ?? (isRegression(spec) ? 'square' : spec.loss);
  spec.optimizer = { name: from.optimizer ?? 'sgd', rate: number(from.rate, 0.03) };
  if (from.momentum) spec.optimizer.momentum = number(from.momentum, 0);
  spec.schedule = schedule(from.schedule);
  spec.penalty = { name: from.penalty ?? 'none', rate: number(from.decay, 0) };
  spec.initial = from.start ?? spec.initial;
  spec.batch = number(from.batch, 10);
  spec.seed = from.seed ?? spec.seed;
  for (const [key, name] of [['until', 'epochs'], ['loss-below', 'loss'], ['accuracy-from', 'accuracy']]) {
    if (from[key]) spec.stop[name] = number(from[key], undefined);
  }
  spec.edits = list(from.edits).map(edit);
  view.step = Math.max(0, Math.trunc(number(from.step, 0)));
  view.speed = number(from.speed, 60);
  view.test = from.test === '1';
  view.discrete = from.discrete === '1';
  view.hide = list(from.hide);
  return { spec, view, shared: says };
}

const unless = (value, other) => (String(value) === String(other) ? null : value);

/** Writes the address, so that this link opens what is seen. */
export function writeAddress(spec, view) {
  const none = defaults();
  const regression = isRegression(spec);
  put({
    tab: 'playground',
    data: spec.data.name,
    points: spec.data.name === 'own' ? packed(spec.data) : null,
    values: spec.data.values ? 1 : null,
    count: unless(spec.data.count ?? 500, 500),
    noise: unless(spec.data.noise ?? 0, 0),
    share: unless(spec.data.share, 0.5),
    inputs: unless(spec.inputs.join(), none.inputs.join()),
    layers: spec.layers.map(layerText).join() || '0',
    loss: unless(spec.loss, regression ? 'square' : none.loss),
    optimizer: unless(spec.optimizer.name, 'sgd'),
    rate: unless(spec.optimizer.rate, 0.03),
    momentum: spec.optimizer.name === 'sgd' ? unless(spec.optimizer.momentum ?? 0, 0) : spec.optimizer.momentum ?? null,
    schedule: unless(scheduleText(spec.schedule), 'constant'),
    penalty: unless(spec.penalty.name, 'none'),
    decay: unless(spec.penalty.rate, 0),
    start: unless(spec.initial, none.initial),
    batch: unless(spec.batch, none.batch),
    seed: spec.seed,
    until: spec.stop.epochs ?? null,
    'loss-below': spec.stop.loss ?? null,
    'accuracy-from': spec.stop.accuracy ?? null,
    edits: spec.edits.length ? spec.edits.map(editText).join() : null,
    step: unless(view.step, 0),
    speed: unless(view.speed, 60),
    test: view.test ? 1 : null,
    discrete: view.discrete ? 1 : null,
    hide: view.hide.length ? view.hide.join() : null,
  });
  last = all();
}
