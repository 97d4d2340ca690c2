// The chart of 27 network types. Those that Cajal has are alive: the studio runs a tiny network of each and says what its
// cells say, as long as the card is in sight.
import { h } from '/kit/dom.js';
import { ask, live } from '/kit/live.js';
import { t } from '/kit/text.js';
import * as place from '/kit/place.js';

const PAUSE = 110; // milliseconds between frames: slow enough to follow

const drawing = svg => document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true);

/** With ground under each cell, so that no line shows through an empty one. */
function grounded(svg) {
  svg.querySelectorAll('.body').forEach(body => {
    const ground = body.cloneNode();
    ground.setAttribute('class', 'ground');
    body.before(ground);
  });
  return svg;
}

export async function mount(root) {
  const chart = await ask('/api/models/chart');
  const meanings = new Map(chart.kinds.map(kind => [kind.title, kind]));
  const running = h('button', { id: 'zoo-run', 'aria-pressed': 'true', onclick: () => run(running.getAttribute('aria-pressed') !== 'true') }, t('models.zoo.run'));
  const alive = chart.types.filter(type => type.live).length;
  const cards = chart.types.map(card);
  const dialog = h('dialog', { class: 'panel', 'aria-labelledby': 'zoo-title', onclose: closed, onclick: event => { if (event.target === dialog) dialog.close(); } });
  root.append(
    h('div', { class: 'panel legend-panel' },
      h('div', { class: 'row' }, h('h2', {}, t('models.zoo.title')), h('span', { class: 'quiet' }, t('models.zoo.lead', { alive })), running),
      h('ul', { class: 'legend' }, chart.kinds.map(kind => h('li', { title: kind.meaning }, drawing(kind.picture), kind.title))),
      h('p', { class: 'quiet' }, t('models.zoo.signs'))),
    h('div', { class: 'zoo' }, cards), dialog);

  function card(type) {
    return h('article', { class: 'panel card' + (type.live ? ' live' : ''), 'data-type': type.code },
      h('header', {}, h('b', {}, type.code), type.live ? h('i', { title: t('models.zoo.alive') }, t('models.zoo.live')) : null, h('small', { class: 'quiet number' }, type.year), h('span', {}, type.name)),
      pictured(type),
      h('p', {}, type.idea),
      h('button', { class: 'plain more', 'aria-label': t('models.zoo.more', { name: type.name }), onclick: () => open(type) }, t('models.zoo.open')));
  }

  function pictured(type) {
    return h('div', { class: 'diagram', 'data-live': type.live ? type.code : null }, type.live ? grounded(drawing(type.picture)) : drawing(type.picture),
      type.code === 'DCN' ? h('canvas', { width: 14, height: 14, class: 'digit', 'aria-hidden': 'true' }) : null,
      type.live ? h('p', { class: 'says' }, '…') : null);
  }

  function open(type) {
    const line = (key, text) => h('div', {}, h('dt', {}, t('models.zoo.' + key)), h('dd', {}, text));
    dialog.replaceChildren(...[
      h('div', { class: 'row' }, h('h2', { id: 'zoo-title' }, `${type.name} (${type.code})`), h('button', { class: 'plain close', 'aria-label': t('models.zoo.close'), onclick: () => dialog.close() }, '✕')),
      pictured(type),
      type.live ? h('p', { class: 'quiet' }, t('models.sees.' + type.code)) : null,
      h('p', { class: 'idea' }, type.idea),
      h('ul', { class: 'legend' }, type.kinds.map(title => h('li', {}, drawing(meanings.get(title).picture), h('span', {}, h('b', {}, title), ' ', meanings.get(title).meaning)))),
      h('dl', { class: 'words' }, line('use', type.use), line('avoid', type.avoid), line('paper', `${type.paper}, ${type.year}`)),
      type.recipes.length ? h('div', { class: 'recipes' }, h('h3', {}, t('models.zoo.recipes')), type.recipes.map(recipe => h('p', {}, h('code', {}, recipe.command), ' ',
        h('span', { class: 'quiet' }, recipe.figure ? t('models.zoo.figure', recipe.figure) + (recipe.figure.met ? ' ✓' : ' ' + t('models.zoo.missed')) : t('models.zoo.unmeasured'))))) : null].filter(Boolean));
    place.put({ type: type.code });
    if (!dialog.open) dialog.showModal();
    watch();
  }

  function closed() {
    place.put({ type: null });
    dialog.replaceChildren();
    watch();
  }

  // What is in sight, and the conversation about it.
  const seen = new Set();
  const sight = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(target); else seen.delete(target);
    }
    next();
  });
  function watch() {
    sight.disconnect();
    seen.clear();
    root.querySelectorAll('[data-live]').forEach(element => { if (!dialog.open || dialog.contains(element)) sight.observe(element); });
  }

  let waiting = false; // for an answer, or for the time of the next question
  let isRunning = true;
  let ended = false;
  const line = live('zoo', { opened: () => { waiting = false; next(); }, said: frames => { draw(frames.frames); later(); }, lost: () => { waiting = false; } });

  function next() {
    if (waiting || !isRunning || ended || document.hidden || seen.size === 0) return;
    waiting = line.say({ next: [...new Set([...seen].map(element => element.dataset.live))] }) !== false;
  }

  function later() {
    setTimeout(() => requestAnimationFrame(() => { waiting = false; next(); }), PAUSE);
  }

  function run(on) {
    isRunning = on;
    running.setAttribute('aria-pressed', String(on));
    running.textContent = t(on ? 'models.zoo.run' : 'models.zoo.rest');
    next();
  }

  function draw(frames) {
    for (const element of seen) {
      const frame = frames[element.dataset.live];
      if (frame) light(element, frame);
    }
  }

  document.addEventListener('visibilitychange', next);
  run(!matchMedia('(prefers-reduced-motion: reduce)').matches);
  watch();
  const wanted = chart.types.find(type => type.code === place.get('type'));
  if (wanted) open(wanted);
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', next);
    sight.disconnect();
    line.end();
    if (dialog.open) dialog.close();
  };
}

/** Cells are as full as they say much, dashed where it is negative; lines are as strong as the cell they come from. */
function light(element, { cells, text, values, picture }) {
  element.querySelectorAll('[data-cell]').forEach(cell => {
    const value = cells[cell.dataset.cell];
    const body = cell.querySelector('.body');
    body.style.fillOpacity = 0.12 + 0.88 * Math.abs(value);
    body.style.strokeDasharray = value < -0.08 ? '3 2.5' : 'none';
    cell.classList.toggle('dim', Math.abs(value) < 0.45);
  });
  element.querySelectorAll('[data-from]').forEach(link => {
    const { from, to } = link.dataset;
    const strong = values.link ? [`${from}-${to}`, `${to}-${from}`].includes(values.link) ? 1 : 0.06 : Math.abs(cells[from]);
    link.style.strokeOpacity = 0.1 + 0.75 * strong;
    link.style.strokeWidth = 0.8 + 1.2 * strong;
  });
  element.querySelector('.says').textContent = t('models.live.' + text, values);
  if (picture) {
    const pen = element.querySelector('canvas').getContext('2d');
    const image = pen.createImageData(14, 14);
    picture.forEach((grey, i) => image.data.set([grey, grey, grey, 255], 4 * i));
    pen.putImageData(image, 0, 0);
  }
}
