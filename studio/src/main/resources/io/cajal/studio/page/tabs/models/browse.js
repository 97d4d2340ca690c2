// A list of models to choose from, and the chosen one: its graph, a layer's numbers, and what is known of it.
import { h, notice } from '/kit/dom.js';
import { ask } from '/kit/live.js';
import { t } from '/kit/text.js';
import * as place from '/kit/place.js';
import { drawGraph } from './graph.js';
import { layerPanel } from './layer.js';
import { factPanels, header } from './facts.js';
import { bytes } from './numbers.js';

export async function mount(root) {
  const list = h('div', { class: 'list', role: 'listbox', 'aria-label': t('models.list') });
  const file = h('input', { type: 'file', id: 'model-file', accept: '.safetensors', class: 'unseen', onchange: () => { give(file.files[0]); file.value = ''; } });
  const drop = h('label', { class: 'drop', for: 'model-file' }, t('models.drop'), file);
  const head = h('div', { class: 'head' });
  const graph = h('div', { class: 'panel graph' });
  const side = h('div', { class: 'side stack' });
  const model = h('div', { class: 'model' }, head, h('div', { class: 'halves' }, graph, side));
  root.append(h('div', { class: 'browse' }, h('aside', { class: 'panel stack models-list' }, h('h2', {}, t('models.yours')), list, drop), model));

  let most = 0;
  let now = null; // the model that is shown
  let drawn = null; // its graph
  let layer = null; // the layer that is shown
  let asked = 0;

  async function refresh() {
    const answer = await ask('/api/models');
    most = answer.mostBytes;
    list.replaceChildren(...answer.models.map(entry));
    if (answer.models.length === 1) list.append(h('p', { class: 'quiet' }, t('models.none')));
    return answer.models;
  }

  const entry = one => h('button', {
    class: 'entry', role: 'option', 'data-model': one.model, 'aria-selected': now?.model === one.model,
    onclick: () => choose(one.model),
  }, h('b', {}, one.name), h('span', { class: 'quiet' },
    [one.of !== one.name ? one.of.split('/').pop() : '', bytes(one.bytes), one.time ? new Date(one.time).toISOString().slice(0, 10) : ''].filter(Boolean).join(' · ')));

  /** Shows what a promise of a model brings, unless another was asked for meanwhile. */
  async function present(promise, wanted) {
    const turn = ++asked;
    graph.setAttribute('aria-busy', 'true');
    try {
      const answer = await promise;
      if (turn !== asked) return;
      now = answer;
      place.put({ model: answer.model, layer: wanted });
      if (answer.model.startsWith('upload:')) {
        list.querySelector(`[data-model="${answer.model}"]`)?.remove();
        list.prepend(entry({ model: answer.model, name: answer.name, of: t('models.given'), bytes: answer.bytes }));
      }
      mark();
      show(wanted);
      check(turn);
    } catch (problem) {
      if (turn === asked) notice(problem.message, 12);
    } finally {
      if (turn === asked) graph.removeAttribute('aria-busy');
    }
  }

  const mark = () => list.querySelectorAll('.entry').forEach(one => one.setAttribute('aria-selected', one.dataset.model === now.model));
  const choose = (id, wanted = null) => present(ask('/api/models/open', { model: id }), wanted);

  function show(wanted) {
    layer = null;
    head.replaceChildren(...header(now));
    drawn = drawGraph(graph, now, name => { place.put({ layer: name }); open(name); });
    side.replaceChildren(h('div', { id: 'layer' }), ...factPanels(now));
    const first = drawn.names.find(name => drawn.box(name).parameters > 0) ?? drawn.names[0];
    open(drawn.names.includes(wanted) ? wanted : first);
  }

  const showLayer = () => side.querySelector('#layer').replaceChildren(layerPanel(layer, drawn.box(layer.layer)));

  async function open(name) {
    const model = now.model;
    drawn.select(name);
    try {
      const answer = await ask('/api/models/layer', { model, layer: name });
      if (now.model !== model || drawn.selected() !== name) return;
      layer = answer;
      showLayer();
    } catch (problem) {
      notice(problem.message);
    }
  }

  async function check(turn) {
    const spot = side.querySelector('#check');
    try {
      const answer = await ask('/api/models/check', { model: now.model });
      if (turn !== asked) return;
      spot.replaceChildren(...findings(answer));
      drawn.badges(answer.findings);
    } catch (problem) {
      if (turn === asked) spot.replaceChildren(h('p', { class: 'quiet' }, problem.message));
    }
  }

  const findings = answer => answer.skipped ? [h('p', { class: 'quiet' }, t('models.check.skipped'))]
    : answer.findings.length === 0 ? [h('p', { class: 'quiet' }, '✓ ' + t('models.check.fine', { rules: answer.rules }))]
      : answer.findings.map(one => h('div', { class: 'finding ' + one.severity },
        h('p', {}, h('span', { class: 'severity' }, t('models.check.' + one.severity)), ` ${one.where}: ${one.what}`),
        h('p', { class: 'quiet' }, one.why), h('p', { class: 'quiet' }, '→ ' + one.change)));

  async function give(chosen) {
    if (!chosen) return;
    if (chosen.size > most) return notice(t('models.large', { most: bytes(most) }), 12);
    const read = new FileReader();
    const text = await new Promise((done, failed) => {
      read.onload = () => done(read.result);
      read.onerror = () => failed(read.error);
      read.readAsDataURL(chosen);
    });
    await present(ask('/api/models/upload', { name: chosen.name, bytes: text.slice(text.indexOf(',') + 1) }), null);
  }

  const over = event => { event.preventDefault(); drop.classList.add('over'); };
  const out = () => drop.classList.remove('over');
  const dropped = event => { event.preventDefault(); out(); give(event.dataTransfer.files[0]).catch(problem => notice(problem.message)); };
  root.addEventListener('dragover', over);
  root.addEventListener('dragleave', out);
  root.addEventListener('drop', dropped);
  list.addEventListener('keydown', event => {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    if (step) { event.preventDefault(); document.activeElement[step]?.focus(); }
  });
  const themed = () => { if (layer) showLayer(); }; // pictures have colours of their own
  document.addEventListener('themed', themed);
  const moved = () => {
    const id = place.get('model');
    if (id && id !== now?.model) choose(id, place.get('layer'));
    else if (now && place.get('layer') !== null && place.get('layer') !== drawn.selected() && drawn.names.includes(place.get('layer'))) open(place.get('layer'));
  };
  addEventListener('hashchange', moved);

  const models = await refresh();
  const wanted = place.get('model') ?? models[0].model;
  await choose(wanted, place.get('layer'));

  return () => {
    asked++;
    document.removeEventListener('themed', themed);
    removeEventListener('hashchange', moved);
    root.removeEventListener('dragover', over);
    root.removeEventListener('dragleave', out);
    root.removeEventListener('drop', dropped);
  };
}
