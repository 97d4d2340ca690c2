// The images tab: a drawing, and what a network makes of it layer by layer. The studio computes, the page draws.
import { h, field, notice } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { live } from '/kit/live.js';
import * as place from '/kit/place.js';
import { read } from '/tabs/images/frame.js';
import { picture } from '/tabs/images/paint.js';
import { pad } from '/tabs/images/pad.js';
import { layers } from '/tabs/images/layers.js';
import { inspect } from '/tabs/images/inspect.js';
import { answers } from '/tabs/images/answers.js';
import { attention } from '/tabs/images/attention.js';
import { curves } from '/tabs/images/curves.js';
import { climb } from '/tabs/images/climb.js';
import { examples } from '/tabs/images/examples.js';

const OWN = 'studio/lenet-5';
const REST = 160; // milliseconds without a change, after which the slower questions are asked
const LONGEST = 2 ** 31 - 1;

/** A number out of the address, which anybody may have written. */
function given(key, low, high, otherwise) {
  const value = place.get(key);
  const number = value === null || value === '' ? NaN : Number(value);
  return number >= low && number <= high ? number : otherwise;
}

function style() {
  return new Promise(done => {
    const link = h('link', { rel: 'stylesheet', href: '/tabs/images.css', onload: () => done(link), onerror: () => done(link) });
    document.head.append(link);
  });
}

export async function mount(root) {
  const link = await style();
  const state = {
    network: place.get('net') ?? OWN, angle: given('angle', -90, 90, 0), noise: given('noise', 0, 1, 0), seed: given('seed', 0, LONGEST, 1),
    class: given('class', -1, 9999, -1), activated: true, chosen: { stage: 0, unit: 0 }, example: given('digit', 0, LONGEST, -1), fresh: true,
  };
  let net = null;
  let look = null;
  let line = null;
  let busy = false;
  let dirty = false;
  let count = 0;
  let timer = 0;

  // What is asked

  const scene = () => ({ picture: drawing.message(), angle: state.angle, noise: state.noise, seed: state.seed, class: state.class });
  const say = message => line.say({ id: ++count, ...message });

  function pump() {
    if (!dirty || busy || !net) return;
    dirty = false;
    busy = true;
    say({ ask: 'look', ...scene(), activated: state.activated, integrated: focus.state.integrated });
  }

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      place.put({ // not with each stroke: browsers grow tired of that
        net: state.network === OWN ? null : state.network, angle: state.angle || null, noise: state.noise || null, seed: state.seed === 1 ? null : state.seed,
        class: state.class < 0 ? null : state.class, digit: state.example < 0 ? null : state.example,
      });
      if (!net?.classes.length || drawing.isBlank()) return;
      say({ ask: 'curves', ...scene() });
      askOcclusion();
    }, REST);
  }

  const askOcclusion = () => net?.classes.length && !drawing.isBlank() && say({ ask: 'occlusion', ...scene(), size: focus.state.size, shade: net.shape[0] === 3 ? 0.5 : 0 });

  function changed() {
    dirty = true;
    root.setAttribute('aria-busy', true);
    pump();
    settle();
  }

  // The parts of the page

  let loading = false;
  const drawing = pad(() => { if (!loading) state.example = -1; changed(); });

  function load(example, values, shape, guest = false) {
    loading = true;
    state.example = example.number;
    setAngle(example.angle ?? 0);
    setNoise(0);
    drawing.put(values, [1, ...shape], guest);
    loading = false;
  }

  const bars = answers(place => { state.class = place; changed(); });
  const stagesRoot = h('div', { class: 'stages', id: 'stages' });
  const sheets = layers(stagesRoot, choose);
  const lens = inspect((x, y) => { state.chosen = { ...state.chosen, x, y }; showChosen(); });
  const focus = attention(changed, () => { clearTimeout(timer); timer = setTimeout(askOcclusion, REST); });
  const charts = curves(value => { setAngle(value); changed(); }, value => { setNoise(value); changed(); });
  const summit = climb(say, part => { drawing.put(part.values, part.shape); });
  const shelf = examples((...one) => load(...one));

  const networks = h('select', { id: 'network', onchange: event => open(event.target.value) });
  const about = h('p', { class: 'quiet', id: 'about' });
  const seen = h('canvas', { class: 'large', id: 'seen', width: 28, height: 28 });
  const angle = h('input', { type: 'range', id: 'angle', min: -90, max: 90, value: state.angle, oninput: () => { setAngle(Number(angle.value)); changed(); } });
  const noise = h('input', { type: 'range', id: 'noise', min: 0, max: 1, step: 0.01, value: state.noise, oninput: () => { setNoise(Number(noise.value)); changed(); } });
  const angleText = h('span', { class: 'number' });
  const noiseText = h('span', { class: 'number' });
  const seenText = h('p', { class: 'quiet' });
  const width = h('input', { type: 'range', id: 'pen', min: 0.5, max: 2, step: 0.1, value: 1, oninput: () => { drawing.state.width = Number(width.value); } });
  const eraser = h('button', { id: 'eraser', 'aria-pressed': false, onclick: () => { drawing.state.eraser = !drawing.state.eraser; eraser.setAttribute('aria-pressed', drawing.state.eraser); } }, t('images.eraser'));
  const tint = h('input', { type: 'color', id: 'tint', value: drawing.state.tint, 'aria-label': t('images.tint'), oninput: () => { drawing.state.tint = tint.value; } });
  const file = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden', id: 'file', tabindex: -1, onchange: photograph });
  const before = h('input', { type: 'checkbox', id: 'before', onchange: () => { state.activated = !before.checked; sheets.forget(); changed(); } });

  function setAngle(value) {
    state.angle = value;
    angle.value = value;
    angleText.textContent = `${value}°`.replace('-', '−');
    charts.move(state.angle, state.noise);
  }

  function setNoise(value) {
    state.noise = value;
    noise.value = value;
    noiseText.textContent = value.toFixed(2);
    charts.move(state.angle, state.noise);
  }

  async function photograph() {
    const [chosen] = file.files;
    file.value = '';
    if (!chosen) return;
    try {
      drawing.photograph(await createImageBitmap(chosen));
    } catch {
      notice(t('images.no-picture', { name: chosen.name }));
    }
  }

  function choose(stage, unit, { x, y, picked }) {
    state.chosen = { stage, unit, x, y };
    sheets.mark(stage, unit);
    if (picked) summit.choose(state.chosen);
    showChosen();
  }

  function showChosen() {
    if (look && net) lens.show(look, state.chosen, sheets.range(state.chosen.stage));
  }

  const panel = (name, title, ...children) => h('section', { class: 'panel ' + name, 'aria-label': title || null }, title ? h('h2', {}, title) : null, ...children);
  const check = (box, text, more = '') => h('label', { class: 'check quiet ' + more }, box, text);
  root.append(h('div', { class: 'images' },
    h('div', { class: 'column left' },
      panel('draw', t('images.draw'),
        drawing.root,
        h('div', { class: 'row tools' },
          h('button', { id: 'clear', onclick: drawing.clear }, t('images.clear')), h('button', { id: 'undo', onclick: drawing.undo }, t('images.undo')), eraser,
          h('button', { id: 'photo', class: 'advanced', onclick: () => file.click() }, t('images.photo')), file, tint),
        field(t('images.pen'), width),
        h('p', { class: 'quiet', id: 'pad-keys' }, t('images.pad-keys'))),
      panel('seen', t('images.seen'),
        h('div', { class: 'framed' }, seen),
        h('div', { class: 'stack' },
          field(t('images.angle'), h('span', { class: 'slider' }, angle, angleText)),
          field(t('images.noise'), h('span', { class: 'slider' }, noise, noiseText)),
          h('div', { class: 'row' },
            h('button', { id: 'upright', onclick: () => { setAngle(0); setNoise(0); changed(); } }, t('images.upright')),
            h('button', { id: 'reseed', class: 'advanced', onclick: () => { state.seed = state.seed % 9999 + 1; changed(); } }, t('images.reseed')))),
        seenText),
      panel('tries', '', shelf.root)),
    panel('deep', t('images.layers'), about, stagesRoot),
    h('div', { class: 'column right' },
      panel('says', t('images.says'), bars.root),
      panel('lens', t('images.lens'), lens.root)),
    h('div', { class: 'wide' },
      panel('breaks', t('images.breaks'), charts.root),
      panel('matters', t('images.matters'), focus.root),
      panel('summit', t('images.climb'), h('p', { class: 'quiet' }, t('images.climb-about')), summit.root))));
  root.querySelector('.deep h2').replaceWith(h('div', { class: 'row between' }, h('h2', {}, t('images.layers')),
    h('span', { class: 'row' }, check(before, t('images.before'), 'advanced'), field(t('images.network'), networks))));

  setAngle(state.angle);
  setNoise(state.noise);

  // What is answered

  const answered = {
    list(frame) {
      networks.replaceChildren(...frame.networks.map(one => h('option', { value: one.name }, one.title)));
      open(frame.networks.some(one => one.name === state.network) ? state.network : OWN);
    },
    open(frame) {
      const another = frame.name !== net?.name;
      net = frame;
      state.network = frame.name;
      networks.value = frame.name;
      const first = Math.max(0, net.stages.findIndex(stage => stage.kind !== 'prepare'));
      if (another) {
        state.chosen = { stage: first, unit: 0 };
        look = null;
        if (state.class >= net.classes.length) state.class = -1;
      }
      about.textContent = described(net);
      document.querySelector('.images').classList.toggle('no-classes', !net.classes.length);
      tint.hidden = net.shape[0] !== 3;
      bars.open(net.classes, state.class);
      sheets.open(net);
      sheets.mark(state.chosen.stage, state.chosen.unit);
      lens.open(net);
      summit.open(net);
      drawing.fit(net.shape);
      shelf.clear(net.digits);
      if (net.digits) say({ ask: 'examples' });
      changed();
    },
    look(frame) {
      look = frame;
      requestAnimationFrame(() => {
        busy = false;
        if (look === frame && net) showLook();
        pump();
        if (!busy && !dirty) root.setAttribute('aria-busy', false);
      });
    },
    curves(frame) { charts.show(frame, net.classes); },
    occlusion(frame) { focus.show(frame); },
    climb(frame) { summit.show(frame); },
    examples(frame) {
      shelf.add(frame);
      if (!state.fresh) return;
      const wanted = shelf.find(state.example);
      const angle = state.angle;
      const noise = state.noise;
      if (wanted && state.example >= 0) {
        state.fresh = false;
        load(...wanted);
        setAngle(angle);
        setNoise(noise);
        changed();
      } else if (state.example < 0 && drawing.isBlank()) {
        state.fresh = false;
        const [example, values, shape] = shelf.find(frame.examples[7]?.number ?? frame.examples[0]?.number) ?? [];
        if (example) load(example, values, shape, true);
      }
    },
  };

  function showLook() {
    const blank = net.shape[0] === 1 && !look.parts.picture.values.some(value => value > 0);
    picture(seen, look.parts.seen);
    seenText.textContent = t(drawing.state.colour ? 'images.seen-colour' : drawing.state.centre ? 'images.seen-centred' : 'images.seen-plain');
    root.querySelector('.wide').classList.toggle('blank', blank);
    sheets.show(look.parts);
    if (net.classes.length) {
      bars.show(look.parts.probabilities.values, blank);
      focus.look(look, net.classes);
    }
    showChosen();
  }

  function open(name) {
    net = null;
    busy = false;
    say({ ask: 'open', network: name });
  }

  const themed = () => {
    drawing.show();
    sheets.draw();
    summit.draw();
    shelf.draw();
    lens.forget();
    changed();
    if (look && net) showLook();
  };
  document.addEventListener('themed', themed);
  line = live('images', {
    opened: () => say({ ask: 'list' }),
    bytes(view) {
      const frame = read(view);
      if (net || frame.kind === 'list' || frame.kind === 'open') answered[frame.kind](frame);
    },
    wrong(problem) {
      notice(problem);
      busy = false;
      summit.stop();
    },
    lost() { net = null; busy = false; summit.stop(); },
  });

  return () => {
    clearTimeout(timer);
    document.removeEventListener('themed', themed);
    root.removeAttribute('aria-busy');
    sheets.end();
    line.end();
    link.remove();
  };
}

/** Where a network comes from, in a line. */
function described({ name, title, classes, shape, provenance, parts }) {
  const weights = Object.values(parts).reduce((sum, part) => sum + part.values.length, 0);
  return t(name === OWN ? 'images.about-own' : 'images.about', {
    title, classes: classes.length, weights: weights.toLocaleString('en'), recipe: provenance.recipe ?? '–', height: shape[1], width: shape[2],
  });
}
