// The list of runs at the left: found by words and state, a page of it at a time.
import { h, select } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { ago, nameParts, sign, whole } from '/tabs/runs/format.js';
import { spark } from '/tabs/runs/chart.js';

const STATES = ['all', 'running', 'finished', 'stopped'];

/** The list; wish has find, state and from. The handlers: wished(), chosen(name), compared(name, yes). */
export function runList({ wish, wished, chosen, compared, cleared }) {
  let typing;
  const find = h('input', {
    type: 'search', id: 'runs-find', placeholder: t('runs.find'), 'aria-label': t('runs.find'), value: wish.find, maxlength: 200,
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => wished({ find: find.value, from: 0 }), 200);
    },
  });
  const state = select(STATES.map(name => [name, t('runs.show.' + name)]), wish.state, value => wished({ state: value, from: 0 }),
    { id: 'runs-state', 'aria-label': t('runs.show') });
  const said = h('p', { class: 'quiet count', id: 'runs-count' }, '…');
  const bar = h('div', { class: 'comparing', hidden: true }, h('span', {}), h('button', { class: 'plain', id: 'runs-clear', onclick: cleared }, t('runs.clear')));
  const rows = h('ul', { class: 'rows', id: 'runs-list' });
  const newer = h('button', { id: 'runs-newer', onclick: () => wished({ from: Math.max(0, shown.from - shown.page) }) }, t('runs.newer'));
  const older = h('button', { id: 'runs-older', onclick: () => wished({ from: shown.from + shown.page }) }, t('runs.older'));
  const pages = h('div', { class: 'row pages', hidden: true }, newer, h('span', { class: 'quiet' }), older);
  const element = h('section', { class: 'panel list', 'aria-label': t('runs.list') }, h('div', { class: 'search' }, find, state), said, bar, rows, pages);
  let shown = { runs: [], from: 0, page: 40 };
  const made = new Map();

  function row(name) {
    const { last, before } = nameParts(name);
    const parts = {
      sign: h('span', {}), what: h('span', { class: 'what' }), figure: h('span', { class: 'figure number' }), when: h('span', { class: 'when' }),
      spark: h('span', { class: 'trend' }), bar: h('span', { class: 'done', hidden: true }, h('span', {})),
      tick: h('input', { type: 'checkbox', 'aria-label': t('runs.compareThis', { name }), title: t('runs.compareThis', { name }), onchange: event => compared(name, event.target.checked) }),
    };
    const button = h('button', { class: 'run', title: name, onclick: () => chosen(name) }, parts.sign,
      h('span', { class: 'name' }, before ? h('span', { class: 'before' }, before) : null, h('b', {}, last)), parts.spark, parts.figure, parts.what, parts.when, parts.bar);
    return { ...parts, button, item: h('li', { 'data-run': name }, parts.tick, button), data: null };
  }

  function fill(parts, run) {
    const { sign: place, what, figure, when, bar: done } = parts;
    if (!parts.data || parts.data.state !== run.state) place.replaceChildren(sign(run.state));
    what.textContent = run.what.replace(/^[^:]*\//, ''); // of a file its name will do
    what.title = run.what;
    figure.textContent = run.value === null ? '' : digits(run.value);
    figure.title = run.metric;
    when.textContent = ago(run.heard);
    when.title = new Date(run.heard).toLocaleString();
    if (!parts.data || String(parts.data.spark) !== String(run.spark)) {
      parts.spark.replaceChildren(spark(run.spark, { width: 56, height: 30 }));
    }
    done.hidden = run.state !== 'running' || run.done === null;
    done.firstChild.style.width = `${100 * (run.done ?? 0)}%`;
    parts.data = run;
  }

  return {
    element,
    draw(list, { run, compare }) {
      if (list) shown = list;
      said.textContent = shown.all === 0 ? t('runs.none') : t(shown.unread ? 'runs.reading' : 'runs.counted', { taken: whole(shown.taken ?? 0), all: whole(shown.all ?? 0), running: whole(shown.running ?? 0), unread: whole(shown.unread ?? 0) });
      const present = new Set(shown.runs.map(one => one.name));
      for (const name of made.keys()) if (!present.has(name)) made.delete(name);
      const items = shown.runs.map(one => {
        if (!made.has(one.name)) made.set(one.name, row(one.name));
        const parts = made.get(one.name);
        fill(parts, one);
        parts.item.classList.toggle('chosen', one.name === run && compare.length < 2);
        parts.button.setAttribute('aria-current', String(one.name === run && compare.length < 2));
        parts.tick.checked = compare.includes(one.name);
        return parts.item;
      });
      if (items.length !== rows.children.length || items.some((item, i) => rows.children[i] !== item)) {
        const focused = document.activeElement;
        rows.replaceChildren(...items); // moving an element takes its focus
        if (rows.contains(focused)) focused.focus();
      }
      pages.hidden = (shown.taken ?? 0) <= shown.page;
      newer.disabled = shown.from === 0;
      older.disabled = shown.from + shown.page >= (shown.taken ?? 0);
      pages.children[1].textContent = t('runs.page', { from: whole(shown.from + 1), to: whole(Math.min(shown.from + shown.page, shown.taken ?? 0)) });
      bar.hidden = compare.length === 0;
      bar.firstChild.textContent = t(compare.length === 1 ? 'runs.oneChosen' : 'runs.chosen', { count: compare.length });
    },
    words() { return shown; },
  };
}
