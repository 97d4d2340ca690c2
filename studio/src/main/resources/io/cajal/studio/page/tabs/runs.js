// Trainings that were and trainings at work: a list at the left, the chosen run, or several beside each other, at the right.
import { h, notice } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { live } from '/kit/live.js';
import * as place from '/kit/place.js';
import { runList } from '/tabs/runs/list.js';
import { runView } from '/tabs/runs/detail.js';
import { compareView } from '/tabs/runs/compare.js';

const PAUSE = 500;
const AFTER_ERROR = 3000;
const MOST = 8;

const pack = names => names.map(encodeURIComponent).join(',');
const unpack = text => (text ? text.split(',').map(decodeURIComponent).slice(0, MOST) : []);

function read() {
  try {
    return { run: place.get('run') ?? '', compare: unpack(place.get('compare')), find: place.get('find') ?? '', state: place.get('state') ?? 'all', from: 0, training: -1 };
  } catch {
    return { run: '', compare: [], find: '', state: 'all', from: 0, training: -1 }; // an address that was cut
  }
}

export function mount(root) {
  const style = h('link', { rel: 'stylesheet', href: '/tabs/runs.css' });
  document.head.append(style);
  const wish = read();
  const narrow = matchMedia('(max-width: 800px)');
  let list = null;
  let view = null;
  let waiting = null;
  let asking = false;
  let again = false;
  let ended = false;
  let number = 0;

  const rows = runList({
    wish,
    wished(changes) { Object.assign(wish, changes); keep(); askNow(); },
    chosen(name) { choose(name); },
    compared(name, yes) {
      const others = wish.compare.filter(one => one !== name);
      if (yes && others.length === MOST) notice(t('runs.tooMany', { count: MOST }));
      wish.compare = yes && others.length < MOST ? [...others, name] : others;
      show();
    },
    cleared() { wish.compare = []; show(); },
  });
  const back = h('button', { class: 'plain back', onclick: () => { wish.run = ''; wish.compare = []; show(); } }, t('runs.back'));
  const right = h('div', { class: 'right-side' }, back, h('div', {}));
  root.append(rows.element, right);

  function choose(name) {
    wish.run = name;
    wish.compare = [];
    wish.training = -1;
    show();
  }

  function keep() {
    place.put({ run: wish.run || null, compare: wish.compare.length ? pack(wish.compare) : null, find: wish.find || null, state: wish.state === 'all' ? null : wish.state });
  }

  const watched = () => (wish.compare.length > 1 ? wish.compare : wish.run ? [wish.run] : []);

  /** Brings the right side in line with what is chosen. */
  function show() {
    keep();
    const names = watched();
    const stands = view && (view.names ? String(view.names) === String(names) : names.length === 1 && view.name === names[0] && wish.compare.length < 2);
    if (!stands) {
      view?.end();
      view = names.length > 1 ? compareView(names, { chosen: choose, dropped: name => { wish.compare = wish.compare.filter(one => one !== name); show(); } })
        : names.length === 1 ? runView(names[0], { asked: askNow, training(index) { wish.training = index; askNow(); } }) : null;
      right.lastChild.replaceChildren(...view ? [view.element] : [empty()]);
      if (narrow.matches && names.length) scrollTo(0, 0);
      number++; // so that the studio tells everything again
    }
    root.classList.toggle('picked', names.length > 0);
    rows.draw(list, wish);
    askNow();
  }

  const empty = () => h('section', { class: 'panel empty' }, h('h2', {}, t(list && list.all === 0 ? 'runs.none' : 'runs.choose')),
    h('p', { class: 'quiet' }, t('runs.noneHint')), h('p', {}, h('code', {}, 'cajal run digits --out runs/digits')), h('p', {}, h('code', {}, 'cajal train houses.csv --target price')));

  function askNow() {
    clearTimeout(waiting);
    if (asking) {
      again = true;
    } else if (!document.hidden && !ended) {
      asking = true;
      const inside = view !== null && !view.names;
      line.say({ view: number, find: wish.find, state: wish.state, from: wish.from, runs: watched(), training: wish.training, inside, layer: inside ? view.layer() : null });
    }
  }

  function next(pause) {
    asking = false;
    clearTimeout(waiting);
    if (again) {
      again = false;
      askNow();
    } else {
      waiting = setTimeout(askNow, pause);
    }
  }

  function said(message) {
    const first = list === null;
    if (message.list) list = message.list;
    if (first && !wish.run && wish.compare.length < 2 && !narrow.matches && list.runs.length) wish.run = list.runs[0].name;
    if (first && view === null) show();
    rows.draw(message.list, wish);
    for (const news of message.runs) {
      if (news.gone && view && !view.names && view.name === news.name) {
        notice(t('runs.wentAway', { name: news.name }));
        wish.run = '';
        show();
      } else if (view?.names || view?.name === news.name) {
        view.draw(news);
      }
    }
    if (view === null && message.list) right.lastChild.replaceChildren(empty());
    requestAnimationFrame(() => next(PAUSE));
  }

  const line = live('runs', {
    opened() { asking = false; askNow(); },
    said,
    lost() { asking = false; },
    wrong(text) { notice(text); next(AFTER_ERROR); },
  });
  const awake = () => { if (!document.hidden) askNow(); };
  document.addEventListener('visibilitychange', awake);
  const moved = () => {
    if (place.get('tab') !== 'runs') return;
    Object.assign(wish, read());
    show();
  };
  addEventListener('hashchange', moved);
  if (watched().length) show();
  return () => {
    ended = true;
    clearTimeout(waiting);
    document.removeEventListener('visibilitychange', awake);
    removeEventListener('hashchange', moved);
    line.end();
    view?.end();
    style.remove();
  };
}
