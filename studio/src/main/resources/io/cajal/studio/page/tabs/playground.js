// The playground: a small network that learns under one's eyes.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { bar } from '/tabs/playground/bar.js';
import { dataPanel } from '/tabs/playground/data-panel.js';
import { lab as newLab } from '/tabs/playground/lab.js';
import { network } from '/tabs/playground/network.js';
import { results } from '/tabs/playground/results.js';
import { hideControls } from '/tabs/playground/share.js';
import { timeline } from '/tabs/playground/time.js';
import { hideTip } from '/tabs/playground/tip.js';
import { neverTaken, startTour } from '/tabs/playground/tour.js';
import { whyPanel } from '/tabs/playground/why.js';

/** Its style sheet, once it has been read. */
function styled() {
  return new Promise(resolve => {
    const link = h('link', { rel: 'stylesheet', href: '/tabs/playground.css', onload: resolve, onerror: resolve });
    document.head.append(link);
  });
}

export async function mount(root) {
  if (!document.querySelector('link[href="/tabs/playground.css"]')) await styled();
  const lab = newLab();
  const tour = () => startTour(lab);
  const page = h('div', { class: 'playground' }, bar(lab, { tour }), h('div', { class: 'columns' },
    dataPanel(lab), h('div', { class: 'middle stack' }, network(lab), timeline(lab)), results(lab)), whyPanel(lab));
  page.lab = lab; // for the console: $('.playground').lab
  root.append(page);
  const hide = () => hideControls(lab, page);
  lab.on('spec', hide);
  lab.on('view', hide);
  lab.on('compared', id => page.classList.toggle('comparing', id !== null));
  lab.on('opened', () => page.classList.remove('comparing'));
  let first = !lab.shared && neverTaken();
  lab.on('opened', () => {
    if (first) tour();
    first = false;
  });
  lab.start();
  return () => {
    hideTip();
    lab.end();
  };
}
