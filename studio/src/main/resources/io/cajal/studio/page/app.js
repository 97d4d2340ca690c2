// The frame of the page: the bar with the tabs, the theme, and one tab at a time.
import { h, notice } from '/kit/dom.js';
import { loadTexts, t } from '/kit/text.js';
import * as place from '/kit/place.js';

// Each tab is a module with mount(root): it fills the root and returns a function that ends it.
const TABS = ['playground', 'images', 'runs', 'models'];

let leave = () => {};
let shown = '';

const theme = {
  read: () => localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  set(name) {
    document.documentElement.dataset.theme = name;
    localStorage.setItem('theme', name);
    document.dispatchEvent(new Event('themed'));
  },
};

function bar() {
  const tabs = TABS.map(name => h('a', { href: '#tab=' + name, id: 'tab-' + name, role: 'tab' }, t('tab.' + name)));
  const dark = h('button', {
    id: 'theme', class: 'plain', title: t('bar.theme'), 'aria-label': t('bar.theme'),
    onclick: () => theme.set(theme.read() === 'dark' ? 'light' : 'dark'),
  }, '◐');
  document.getElementById('bar').replaceChildren(
    h('span', { class: 'brand' }, h('img', { src: '/icon.svg', alt: '', width: 24, height: 24 }), t('bar.name')),
    h('nav', { role: 'tablist', 'aria-label': t('bar.tabs') }, tabs),
    h('span', { class: 'right', id: 'tools' }, dark));
}

async function show() {
  const name = TABS.includes(place.get('tab')) ? place.get('tab') : TABS[0];
  if (name === shown) return;
  shown = name;
  leave();
  leave = () => {};
  document.title = `${t('tab.' + name)} · ${t('bar.name')}`;
  for (const tab of TABS) {
    document.getElementById('tab-' + tab).setAttribute('aria-selected', tab === name);
  }
  const root = document.getElementById('content');
  root.replaceChildren();
  root.className = 'tab-' + name;
  try {
    const module = await import(`/tabs/${name}.js`);
    if (shown === name) leave = (await module.mount(root)) ?? (() => {});
  } catch (problem) {
    console.error(problem);
    notice(t('bar.broken', { problem: problem.message }));
  }
}

await loadTexts();
theme.set(theme.read());
document.querySelector('.skip').textContent = t('bar.skip');
document.documentElement.classList.toggle('class', new URLSearchParams(location.search).has('class'));
bar();
addEventListener('hashchange', show);
await show();
