// One run: how it stands, its curves, its layers, what it left.
import { h, notice, select } from '/kit/dom.js';
import { t, digits } from '/kit/text.js';
import { ask } from '/kit/live.js';
import { chart } from '/tabs/runs/chart.js';
import { layerPanel } from '/tabs/runs/layers.js';
import { ago, badge, duration, shown, whole } from '/tabs/runs/format.js';

const query = (path, values) => `/api/runs/${path}?${new URLSearchParams(values)}`;

const figure = (name, label) => {
  const value = h('span', { class: 'value number', id: 'runs-' + name }, '–');
  return { value, element: h('div', { class: 'figure' }, h('span', { class: 'quiet' }, label), value) };
};

/** A list of names and values. */
export const table = (values, id) => h('table', { id }, h('tbody', {}, Object.entries(values).map(([name, value]) =>
  h('tr', {}, h('th', { scope: 'row' }, name), h('td', { class: 'number' }, shown(value))))));

/** The view of a run; the handlers: asked() when something was done, training(index), layer(). */
export function runView(name, { asked, training }) {
  const state = h('span', {});
  const what = h('p', { class: 'quiet what' });
  const problem = h('p', { class: 'problem', hidden: true, role: 'status' });
  const stop = h('button', { id: 'runs-stop', hidden: true, onclick: () => act(stop, 'stop') }, t('runs.stop'));
  const resume = h('button', { id: 'runs-resume', class: 'main', hidden: true, onclick: () => act(resume, 'resume') }, t('runs.resume'));
  const report = h('a', { id: 'runs-report', class: 'button', href: query('report', { run: name }), target: '_blank', rel: 'noopener', hidden: true }, t('runs.report'));
  const which = h('span', { hidden: true });
  const header = h('div', { class: 'head' }, h('div', { class: 'titles' }, h('div', { class: 'row' }, h('h2', {}, name), state), what),
    h('div', { class: 'row actions' }, which, stop, resume, report));
  const bar = h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('runs.done'), 'aria-valuemin': 0, 'aria-valuemax': 100, hidden: true }, h('span', {}));
  const figures = Object.fromEntries(['epoch', 'loss', 'validation', 'speed', 'left', 'took'].map(key => [key, figure(key, t('runs.' + key))]));
  const command = h('div', { class: 'command', hidden: true }, h('span', { class: 'quiet' }), h('code', { id: 'runs-command' }));
  const top = h('section', { class: 'panel top' }, header, problem, bar, h('div', { class: 'figures' }, Object.values(figures).map(one => one.element)), command);

  const where = x => t('runs.atEpoch', { at: digits(x, 5) });
  const loss = chart({ title: t('runs.lossChart'), height: 220, where });
  const log = h('input', { type: 'checkbox', id: 'runs-log-scale', onchange: () => drawCurves() });
  loss.element.append(h('label', { class: 'quiet row scale' }, log, t('runs.logScale')));
  const speed = chart({ title: t('runs.speedChart'), height: 150, where, unit: value => whole(value) });
  const rate = chart({ title: t('runs.rateChart'), height: 150, where });
  rate.element.classList.add('advanced');
  const metricPlace = h('div', { class: 'metrics' });
  const metrics = new Map();
  const curvesPanel = h('section', { class: 'panel curves', id: 'runs-curves' }, loss.element, h('div', { class: 'charts' }, metricPlace, speed.element, rate.element));
  const layers = layerPanel({ opened: () => asked() });
  const pictures = h('div', { class: 'pictures' });
  const picturePanel = h('section', { class: 'panel', id: 'runs-pictures', hidden: true }, h('h3', {}, t('runs.pictures')), pictures);
  const enlarged = h('img', { alt: '' });
  const dialog = h('dialog', { class: 'enlarged', 'aria-label': t('runs.pictures'), onclick: () => dialog.close() }, enlarged, h('button', { class: 'plain', 'aria-label': t('runs.close') }, '✕'));
  const told = h('div', {});
  const reached = h('div', {});
  const facts = h('section', { class: 'panel facts' }, h('div', {}, h('h3', {}, t('runs.reached')), reached), h('div', { class: 'advanced' }, h('h3', {}, t('runs.told')), told));
  const lines = h('pre', { id: 'runs-log', tabindex: '0', 'aria-label': t('runs.log') });
  const logPanel = h('section', { class: 'panel advanced', hidden: true }, h('h3', {}, t('runs.log')), lines);
  const element = h('div', { class: 'detail stack' }, top, curvesPanel, layers.element, picturePanel, facts, logPanel, dialog);

  let curves = {};
  let head = null;
  let seenPictures = '';

  async function act(button, action) {
    button.disabled = true;
    try {
      await ask('/api/runs/' + action, { run: name });
      notice(t('runs.asked.' + action, { name }));
    } catch (wrong) {
      notice(wrong.message);
      button.disabled = false;
    }
    asked();
  }

  function drawHead(news) {
    const before = head?.state;
    head = news;
    if (before !== news.state) {
      state.replaceChildren(badge(news.state));
      stop.disabled = false;
      resume.disabled = false;
    }
    what.textContent = [news.what, news.state === 'running' ? t('runs.since', { time: ago(news.began) }) : ago(news.heard)].filter(Boolean).join(' · ');
    const text = news.problem || (news.state === 'failed' || news.state === 'stopped' ? news.reason : news.state === 'lost' ? t(news.began ? 'runs.lostHint' : 'runs.unknown') : '');
    problem.hidden = !text;
    problem.textContent = text;
    problem.classList.toggle('bad', news.state === 'failed' || Boolean(news.problem));
    stop.hidden = news.state !== 'running';
    resume.hidden = !news.again;
    if (!news.again && news.resuming) resume.hidden = true;
    report.hidden = !news.report;
    which.hidden = news.trainings.length < 2;
    if (news.trainings.length > 1 && which.dataset.shown !== `${news.training} ${news.trainings}`) {
      which.dataset.shown = `${news.training} ${news.trainings}`;
      which.replaceChildren(select(news.trainings.map((one, i) => [i, one || t('runs.unnamed', { number: i + 1 })]), news.training, value => training(Number(value)), { 'aria-label': t('runs.which'), id: 'runs-training' }));
    }
    drawNow(news);
    const line = news.state === 'finished' ? '' : news.again || news.command || '';
    command.hidden = !line;
    command.firstChild.textContent = t(news.again ? 'runs.again' : news.resuming ? 'runs.resuming' : news.obstacle ? 'runs.obstacle' : 'runs.commandWas', { why: news.obstacle });
    command.lastChild.textContent = line;
    told.replaceChildren(table(news.told, 'runs-told'));
    reached.replaceChildren(table(news.reached, 'runs-reached'));
    drawPictures(news.pictures);
  }

  function drawNow(news) {
    const now = news.now ?? {};
    const running = news.state === 'running';
    bar.hidden = !running && !(news.state === 'stopped' || news.state === 'lost') || !Number.isFinite(now.done);
    bar.firstChild.style.width = `${100 * (now.done ?? 0)}%`;
    bar.setAttribute('aria-valuenow', Math.round(100 * (now.done ?? 0)));
    const put = (key, text) => {
      figures[key].value.textContent = text ?? '';
      figures[key].element.hidden = text === null || text === undefined;
    };
    put('epoch', now.epoch ? (now.epochs ? t('runs.ofEpochs', { epoch: whole(now.epoch), epochs: whole(now.epochs) }) : whole(now.epoch)) : null);
    put('loss', Number.isFinite(now.loss) ? digits(now.loss) : Number.isFinite(news.reached?.['training loss']) ? digits(news.reached['training loss']) : null);
    put('validation', Number.isFinite(now.validation) ? digits(now.validation) : null);
    put('speed', Number.isFinite(now.speed) ? t('runs.perSecond', { speed: whole(now.speed) }) : null);
    put('left', running && Number.isFinite(now.left) ? duration(now.left) : null);
    put('took', running ? duration((Date.now() - news.began) / 1000) : Number.isFinite(news.reached?.seconds) ? duration(news.reached.seconds) : null);
  }

  function drawPictures(list) {
    const now = JSON.stringify(list);
    if (now === seenPictures) return;
    seenPictures = now;
    picturePanel.hidden = list.length === 0;
    pictures.replaceChildren(...list.map(([file, version]) => {
      const src = query('picture', { run: name, picture: file, v: version });
      const title = file.replace(/\.png$/, '');
      return h('button', { class: 'picture', title: t('runs.enlarge', { name: title }), onclick: () => {
        enlarged.src = src;
        enlarged.alt = title;
        dialog.showModal();
      } }, h('img', { src, alt: title, loading: 'lazy' }), h('span', {}, title));
    }));
  }

  function drawCurves() {
    const { steps = { at: [] }, epochs = { at: [] } } = curves;
    loss.draw([
      { name: t('runs.line.batch'), x: steps.at, y: steps.loss ?? [], colour: 'var(--soft)', faint: true },
      { name: t('runs.line.mean'), x: steps.at, y: steps.mean ?? [], colour: 'var(--accent)', faint: epochs.at.length > 2 },
      { name: t('runs.line.train'), x: epochs.at, y: epochs.train ?? [], colour: 'var(--accent)' },
      { name: t('runs.line.validation'), x: epochs.validation?.some(Number.isFinite) ? epochs.at : [], y: epochs.validation ?? [], colour: 'var(--warm)', dash: '6 3' },
    ].filter(line => line.x.length && !(line.name === t('runs.line.mean') && epochs.at.length > 2)),
    { log: log.checked, mark: epochs.best && epochs.at.length > 1 ? { x: epochs.best, text: t('runs.best') } : null });
    const names = Object.keys(epochs.metrics ?? {});
    for (const [key, one] of metrics) {
      if (!names.includes(key)) {
        one.end();
        one.element.remove();
        metrics.delete(key);
      }
    }
    for (const key of names) {
      if (!metrics.has(key)) {
        metrics.set(key, chart({ title: t('runs.metricChart', { name: key }), height: 150, where }));
        metricPlace.append(metrics.get(key).element);
      }
      metrics.get(key).draw([{ name: key, x: epochs.at, y: epochs.metrics[key], colour: 'var(--warm)', dash: '6 3' }]);
    }
    speed.element.hidden = !steps.at.length;
    speed.draw([{ name: t('runs.speed'), x: steps.at, y: steps.speed ?? [], colour: 'var(--accent)' }]);
    const changes = new Set((epochs.rate ?? []).filter(Number.isFinite)).size > 1;
    rate.element.hidden = !changes;
    if (changes) rate.draw([{ name: t('runs.rateChart'), x: epochs.at, y: epochs.rate, colour: 'var(--accent)' }]);
  }

  return {
    element,
    name,
    layer: () => layers.open(),
    told: () => head,
    draw(news) {
      if (news.head) drawHead(news.head);
      else if (head?.state === 'running') drawNow(head); // time goes on
      if (news.curves) {
        curves = news.curves;
        drawCurves();
      }
      if (news.layers) layers.draw(news.layers);
      if (news.log) {
        const below = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 30;
        lines.textContent = news.log.lines.join('\n');
        logPanel.hidden = news.log.lines.length === 0;
        if (below || !lines.dataset.shown) lines.scrollTop = lines.scrollHeight;
        lines.dataset.shown = 'true';
      }
    },
    end() {
      [loss, speed, rate, ...metrics.values(), layers].forEach(one => one.end());
    },
  };
}
