// Links of the TensorFlow Playground, which many lessons have: the same settings here, with its own loss and its own
// way to begin. Its random numbers are not ours, so the points and the first weights differ.
import { defaults, views } from '/tabs/playground/spec.js';
import { put } from '/kit/place.js';

const SIGNS = ['networkShape', 'batchSize', 'dataset', 'regDataset', 'learningRate', 'regularizationRate',
  'regularization', 'percTrainData', 'showTestData', 'discretize', 'xTimesY', 'xSquared', 'ySquared', 'sinX', 'sinY',
  'collectStats', 'problem', 'initZero', 'hideText', 'tutorial', 'cosX', 'cosY', 'activation', 'noise', 'seed'];
const INPUTS = { x: true, y: true, xSquared: false, ySquared: false, xTimesY: false, sinX: false, sinY: false };
const ACTIVATIONS = { relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid', linear: 'Identity' };
const VALUES = { 'reg-plane': 'plane', 'reg-gauss': 'multi-gauss' };

/** What its links hide, by the names that the controls have here. */
const HIDDEN = {
  showTestData: 'test', discretize: 'discrete', playButton: 'play', stepButton: 'step', resetButton: 'reset',
  learningRate: 'rate', activation: 'activation', regularization: 'penalty', regularizationRate: 'decay',
  problem: 'problem', dataset: 'data', percTrainData: 'share', noise: 'noise', batchSize: 'batch',
  numHiddenLayers: 'layers',
};

const isOld = from => !('tab' in from) && !('data' in from)
  && Object.keys(from).some(key => SIGNS.includes(key) || key.endsWith('_hide'));

/** Weights that begin at 0, each by an edit before the first step. */
function zeros(spec) {
  const sizes = [spec.inputs.length, ...spec.layers.map(layer => layer.units), 1];
  return sizes.slice(1).flatMap((units, layer) => Array.from({ length: units }, (_, unit) =>
    Array.from({ length: sizes[layer] },
      (_, input) => ({ step: 0, set: 'weight', layer, unit, input, value: 0 })))).flat();
}

/** {spec, view} for the address of an old link, which is taken out of the address; null for any other. */
export function fromOldPlayground(from) {
  if (!isOld(from)) return null;
  put(Object.fromEntries(Object.keys(from).map(key => [key, null])));
  const flag = (key, other) => (key in from ? from[key] === 'true' : other);
  const number = (key, other) => (Number.isFinite(parseFloat(from[key])) ? parseFloat(from[key]) : other);
  const regression = from.problem === 'regression';
  const spec = defaults();
  spec.data = {
    name: regression ? VALUES[from.regDataset] ?? 'plane' : from.dataset ?? 'circle',
    noise: number('noise', 0) / 100,
    share: number('percTrainData', 50) / 100,
  };
  spec.inputs = Object.keys(INPUTS).filter(key => flag(key, INPUTS[key]));
  if (spec.inputs.length === 0) spec.inputs = ['x', 'y'];
  const activation = ACTIVATIONS[from.activation] ?? 'Tanh';
  const shape = from.networkShape === undefined ? [4, 2] : from.networkShape.split(',').map(Number).filter(n => n > 0);
  spec.layers = shape.map(units => ({ units, activation }));
  spec.loss = 'square';
  spec.initial = 'playground';
  if (flag('initZero', false)) spec.edits = zeros(spec);
  spec.optimizer.rate = number('learningRate', 0.03);
  const penalty = (from.regularization ?? '').toLowerCase();
  spec.penalty = { name: ['l1', 'l2'].includes(penalty) ? penalty : 'none', rate: number('regularizationRate', 0) };
  spec.batch = number('batchSize', 10);
  spec.seed = from.seed ?? '1';
  const hide = Object.keys(HIDDEN).filter(key => from[key + '_hide'] === 'true').map(key => HIDDEN[key]);
  return { spec, view: { ...views(), test: flag('showTestData', false), discrete: flag('discretize', false), hide } };
}
