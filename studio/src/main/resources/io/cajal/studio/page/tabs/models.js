// The models tab: the layers and weights of any model, and the chart of network types.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';
import * as place from '/kit/place.js';

const VIEWS = { models: './models/browse.js', types: './models/chart.js' };

function style() {
  const link = h('link', { rel: 'stylesheet', href: '/tabs/models.css' });
  const loaded = new Promise(done => { link.onload = link.onerror = done; });
  document.head.append(link);
  return { link, loaded };
}

export async function mount(root) {
  const { link, loaded } = style();
  const stage = h('div', { class: 'stage' });
  let leave = () => {};
  let shown = '';

  const buttons = Object.keys(VIEWS).map(name =>
    h('button', { id: 'view-' + name, onclick: () => { place.put({ view: name === 'models' ? null : name, type: null }); show(); } },
      t('models.view.' + name)));
  root.append(h('div', { class: 'views', role: 'group', 'aria-label': t('models.views') }, buttons), stage);

  async function show() {
    const name = VIEWS[place.get('view')] ? place.get('view') : 'models';
    if (name === shown) return;
    shown = name;
    leave();
    leave = () => {};
    buttons.forEach(button => button.setAttribute('aria-pressed', button.id === 'view-' + name));
    stage.replaceChildren();
    const view = await import(VIEWS[name]);
    if (shown === name) leave = await view.mount(stage);
  }

  const moved = () => { if (place.get('tab') === 'models') show(); };
  addEventListener('hashchange', moved);
  await loaded;
  await show();
  return () => { shown = 'none'; removeEventListener('hashchange', moved); leave(); link.remove(); };
}
