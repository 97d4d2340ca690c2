// The bar above: to run, and the settings one reaches for most; behind "More" the others.
import { field, h, keepFocus, select } from '/kit/dom.js';
import { digits, t } from '/kit/text.js';
import { icon } from '/tabs/playground/icons.js';
import { popover } from '/tabs/playground/popover.js';
import { shareMenu } from '/tabs/playground/share.js';
import { PENALTY_RATES, RATES, SPEEDS, defaults, isRegression } from '/tabs/playground/spec.js';

/** A choice of numbers; the present one is among them even if no list has it. */
const numbers = (values, present, onchange, attributes) =>
  select([...new Set([...values, present])].sort((a, b) => a - b).map(value => [value, String(value)]), present,
    value => onchange(+value), attributes);

const activationName = name => (name === 'Identity' ? t('play.linear') : name);
const speedName = speed => (speed === 0 ? t('play.speed-most') : t('play.speed-epochs', { count: speed }));

export function bar(lab, { tour }) {
  const playButton = h('button', { class: 'main play', id: 'play', 'data-control': 'play', onclick: () => toggle() });
  const epoch = h('b', { class: 'number', id: 'epoch' }, '0');
  const settings = h('div', { class: 'settings' });
  const more = h('div', { class: 'settings more advanced', id: 'more-settings', hidden: true });
  const moreButton = h('button', {
    id: 'more', class: 'advanced', 'aria-expanded': 'false', onclick: () => {
      more.hidden = !more.hidden;
      moreButton.setAttribute('aria-expanded', String(!more.hidden));
    },
  }, t('play.more'));

  const running = () => lab.frame?.playing && lab.frame.goal === null;
  const toggle = () => (running() ? lab.pause() : lab.play());
  const again = () => {
    lab.pause();
    lab.change(() => {});
  };

  let painted = '';

  /** Builds the settings anew if something of them has changed. */
  function paintSettings() {
    const now = JSON.stringify([{ ...lab.spec, edits: 0, data: lab.spec.data.name, values: lab.spec.data.values },
      lab.rate(), lab.penaltyRate(), lab.view.speed,
      lab.catalogue !== null, lab.opened?.classes]);
    if (now !== painted) keepFocus(buildSettings);
    painted = now;
  }

  function buildSettings() {
    const { spec } = lab;
    const activations = new Set(spec.layers.map(layer => layer.activation));
    const one = activations.size === 1 ? [...activations][0] : '';
    const none = one ? [] : [['', spec.layers.length ? t('play.mixed') : '–']];
    const common = ['Tanh', 'Relu', 'Sigmoid', 'Identity'];
    const names = [...common, ...(lab.catalogue?.activations ?? []).filter(name => !common.includes(name))];
    const control = (name, ...rest) => {
      const made = field(...rest);
      made.dataset.control = name;
      return made;
    };
    settings.replaceChildren(
      control('rate', t('play.rate'), numbers(RATES, lab.rate(), value => lab.setRate('rate', value), { id: 'rate' })),
      control('activation', t('play.activation'), select([...none, ...names.map(name => [name, activationName(name)])], one,
        name => lab.change(next => next.layers.forEach(layer => { layer.activation = name; })),
        { id: 'activation', disabled: spec.layers.length === 0 })),
      control('penalty', t('play.penalty'), select([['none', t('play.none')], ['l1', 'L1'], ['l2', 'L2']],
        spec.penalty.name,
        name => lab.change(next => { next.penalty.name = name; }), { id: 'penalty' })),
      control('decay', t('play.penalty-rate'), numbers(PENALTY_RATES, lab.penaltyRate(),
        value => lab.setRate('penalty-rate', value), { id: 'penalty-rate', disabled: spec.penalty.name === 'none' })),
      control('problem', t('play.problem'),
        select([['classes', t('play.classification')], ['values', t('play.regression')]],
          isRegression(spec) ? 'values' : 'classes', problem, { id: 'problem' })),
      control('speed', t('play.speed'), select(SPEEDS.map(speed => [speed, speedName(speed)]), lab.view.speed, speed,
        { id: 'speed' })));
    buildMore();
  }

  function problem(kind) {
    lab.change(next => {
      next.data = { ...next.data, name: kind === 'values' ? 'plane' : 'circle' };
      delete next.data.points;
      delete next.data.values;
      next.loss = kind === 'values' ? 'square' : 'cross-entropy';
    });
  }

  function speed(value) {
    lab.see(view => { view.speed = +value; });
    if (running()) lab.play();
  }

  function buildMore() {
    const { spec, catalogue } = lab;
    if (!catalogue) return;
    const optimizer = catalogue.optimizers.find(one => one.name === spec.optimizer.name);
    const schedule = catalogue.schedules.find(one => one.name === spec.schedule.name);
    const momentum = optimizer?.momentum === null || optimizer?.momentum === undefined ? null
      : field(t(spec.optimizer.name.startsWith('adam') ? 'play.beta' : 'play.momentum'),
        numbers([0, 0.5, 0.9, 0.95, 0.99], spec.optimizer.momentum,
          value => lab.change(next => { next.optimizer.momentum = value; }), { id: 'momentum' }));
    const scheduleField = ([key, value]) => field(t('play.schedule-' + key), h('input', {
      type: 'number', step: 'any', class: 'short', id: 'schedule-' + key, value: spec.schedule[key] ?? value,
      onchange: event => lab.change(next => { next.schedule[key] = event.target.valueAsNumber; }),
    }));
    const stop = (key, label, attributes) => field(t(label), h('input', {
      type: 'number', class: 'short', id: 'stop-' + key, placeholder: '–', value: spec.stop[key] ?? '', ...attributes,
      onchange: event => lab.change(next => {
        if (Number.isFinite(event.target.valueAsNumber)) next.stop[key] = event.target.valueAsNumber;
        else delete next.stop[key];
      }),
    }));
    more.replaceChildren(
      field(t('play.optimizer'), select(catalogue.optimizers.map(one => [one.name, t('play.optimizer-' + one.name)]),
        spec.optimizer.name, name => lab.change(next => {
        const chosen = catalogue.optimizers.find(one => one.name === name);
        next.optimizer = { name, rate: chosen?.rate ?? next.optimizer.rate };
      }), { id: 'optimizer' })),
      ...[momentum].filter(Boolean),
      field(t('play.schedule'), select(catalogue.schedules.map(one => [one.name, t('play.schedule-' + one.name)]),
        spec.schedule.name, name => lab.change(next => { next.schedule = { name }; }), { id: 'schedule' })),
      ...Object.entries(schedule?.fields ?? {}).map(scheduleField),
      field(t('play.loss'), select(catalogue.losses.map(name => [name, t('play.loss-' + name)]), spec.loss,
        name => lab.change(next => { next.loss = name; }),
        { id: 'loss', disabled: lab.opened?.problem !== 'classes' || lab.opened?.classes > 2 })),
      field(t('play.initial'), select(catalogue.initials.map(name => [name, t('play.initial-' + name)]),
        spec.initial, name => lab.change(next => { next.initial = name; }), { id: 'initial' })),
      field(t('play.seed'), h('input', { id: 'seed', class: 'short', value: spec.seed, maxlength: 40,
        onchange: event => lab.change(next => { next.seed = event.target.value || defaults().seed; }) })),
      h('fieldset', {}, h('legend', {}, t('play.stop')),
        stop('epochs', 'play.stop-epochs', { min: 1, step: 1 }),
        stop('loss', 'play.stop-loss', { min: 0, step: 'any' }),
        stop('accuracy', 'play.stop-accuracy', { min: 0, max: 1, step: 'any' })));
  }

  function paint(frame) {
    const text = String(frame.epoch).padStart(6, '0').replace(/^(\d{3})/, '$1,');
    if (epoch.textContent !== text) epoch.textContent = text;
    const state = running() ? 'pause' : 'play';
    if (playButton.dataset.state === state) return;
    playButton.dataset.state = state;
    playButton.replaceChildren(icon(state));
    playButton.setAttribute('aria-label', t('play.' + state));
    playButton.title = t('play.' + state) + ' (' + t('play.space') + ')';
  }

  function exportMenu(event) {
    const item = what => h('button', { class: 'item', id: 'export-' + what,
      onclick: () => { lab.export(what); box.hidePopover(); } },
      h('b', {}, t('play.export-' + what)), h('span', { class: 'quiet' }, t('play.export-hint-' + what)));
    const box = popover(event.currentTarget, t('play.export'),
      h('div', { class: 'menu' }, ['weights', 'json', 'model', 'java'].map(item)));
  }

  document.addEventListener('keydown', event => {
    const busy = event.target.closest?.('input, select, textarea, button, a, [popover]');
    if (event.key !== ' ' || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    toggle();
  }, { signal: lab.signal });
  lab.on('frame', paint);
  lab.on('spec', paintSettings);
  lab.on('catalogue', paintSettings);
  lab.on('view', paintSettings);
  let rates = '';
  lab.on('frame', () => {
    const now = lab.rate() + ' ' + lab.penaltyRate();
    if (now !== rates) paintSettings();
    rates = now;
  });
  lab.on('export', file => {
    const bytes = Uint8Array.from(atob(file.base64), letter => letter.charCodeAt(0));
    const link = h('a', { href: URL.createObjectURL(new Blob([bytes], { type: file.type })), download: file.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  paintSettings();
  return h('section', { class: 'panel top', 'aria-label': t('play.controls') },
    h('div', { class: 'first' },
      h('div', { class: 'row run', id: 'run' },
        h('button', { class: 'big', id: 'reset', 'data-control': 'reset', 'aria-label': t('play.reset'),
          title: t('play.reset-hint'), onclick: again }, icon('reset')),
        playButton,
        h('button', { class: 'big', id: 'step', 'data-control': 'step', 'aria-label': t('play.step'),
          title: t('play.step-hint'), onclick: () => lab.step() }, icon('step'))),
      h('div', { class: 'epoch' }, h('span', { class: 'quiet' }, t('play.epoch')), epoch),
      settings,
      h('div', { class: 'row ends' }, moreButton,
        h('button', { id: 'export', class: 'advanced', 'aria-haspopup': 'dialog', onclick: exportMenu },
          t('play.export')),
        h('button', { id: 'share', 'aria-haspopup': 'dialog', onclick: event => shareMenu(lab, event.currentTarget) },
          t('play.share')),
        h('button', { id: 'tour', onclick: tour }, t('play.tour')))),
    more);
}
