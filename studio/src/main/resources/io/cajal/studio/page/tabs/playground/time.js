// The time line: the curve, a slider that goes back and forth in the training, and the branches that edits have made.
import { h, s } from '/kit/dom.js';
import { digits, t } from '/kit/text.js';
import { LEFT, RIGHT, curveView } from '/tabs/playground/curve.js';
import { icon } from '/tabs/playground/icons.js';
import { editText } from '/tabs/playground/names.js';

const LANE = 36;
const LINE = 29;

export function timeline(lab) {
  const curve = curveView({ onseek: step => lab.seek(step) });
  const slider = h('input', {
    type: 'range', min: 0, max: 1, step: 1, value: 0, id: 'scrubber', 'aria-label': t('play.scrub'),
    oninput: event => lab.seek(+event.target.value),
  });
  const where = h('span', { class: 'number quiet', id: 'where' });
  const go = (id, label, to) => h('button', { class: 'round', id, 'aria-label': t(label), title: t(label),
    onclick: () => lab.frame && lab.seek(to(lab.aim ?? lab.frame.step, lab.frame.last)) }, icon(id));
  const branches = h('div', { class: 'branches', id: 'branches' });
  const key = (kind, text) => h('span', { class: 'key ' + kind }, text);
  const otherKey = key('other', t('play.curve-other'));
  const root = h('section', { class: 'panel time', id: 'time', 'aria-label': t('play.time') },
    h('div', { class: 'row between' }, h('h2', {}, t('play.time')),
      h('span', { class: 'row keys' }, key('test', t('play.curve-test')), key('train', t('play.curve-train')),
        otherKey)),
    curve.element,
    h('div', { class: 'scrub', style: `padding-left:${LEFT - 8}px;padding-right:${RIGHT - 8}px` }, slider),
    h('div', { class: 'row between' },
      h('span', { class: 'row tight' }, go('first', 'play.to-first', () => 0),
        go('back', 'play.step-back', step => Math.max(0, step - 1)),
        go('forward', 'play.step-forward', step => step + 1), go('last', 'play.to-last', (_, last) => last)),
      where),
    branches);
  let shown = '';

  function lane(branch, index, frame, rows) {
    const width = Math.max(60, branches.clientWidth);
    const end = Math.max(1, ...frame.branches.map(other => other.last));
    const x = step => LEFT + (width - LEFT - RIGHT) * step / end;
    const y = index * LANE + LINE;
    const from = rows.get(branch.parent);
    const start = x(branch.at ?? 0);
    const last = Math.max(x(branch.last), from === undefined ? 0 : start + 8);
    const d = from === undefined ? `M${start} ${y}H${last}`
      : `M${start} ${from * LANE + LINE}C${start} ${y} ${start} ${y} ${start + 8} ${y}H${last}`;
    return s('g', { class: branch.id === frame.branch ? 'on' : branch.id === lab.compared ? 'other' : '' },
      s('path', { d }),
      s('circle', { cx: last, cy: y, r: 4 }));
  }

  function branchRow(branch, frame) {
    const own = branch.id === frame.branch;
    const said = branch.edits.at(-1);
    const name = branch.parent === null ? t('play.branch-first')
      : t('play.branch-name', { step: branch.at, edit: said ? editText(lab.spec, said) : '' });
    return h('div', { class: 'branch' + (own ? ' on' : ''), 'data-branch': branch.id },
      h('button', { class: 'take', 'aria-pressed': String(own), title: name, onclick: () => lab.take(branch.id) },
        own ? '● ' : '○ ', name),
      h('button', {
        class: 'compare', 'aria-pressed': String(branch.id === lab.compared), disabled: own,
        onclick: () => lab.compare(branch.id === lab.compared ? null : branch.id),
      }, t(branch.id === lab.compared ? 'play.compare-end' : 'play.compare')),
      h('button', {
        class: 'drop', 'aria-label': t('play.branch-drop', { name }), title: t('play.branch-drop', { name }), disabled: own,
        onclick: () => lab.drop(branch.id),
      }, '×'));
  }

  function paintBranches(frame) {
    const list = frame.branches;
    const now = JSON.stringify([list, frame.branch, lab.compared, branches.clientWidth]);
    if (now === shown) return;
    shown = now;
    branches.hidden = list.length < 2;
    if (branches.hidden) return branches.replaceChildren();
    const rows = new Map(list.map((branch, index) => [branch.id, index]));
    const focused = document.activeElement?.closest?.('.branch')?.dataset.branch;
    const which = document.activeElement?.className;
    branches.replaceChildren(
      s('svg', { class: 'lanes', height: list.length * LANE, 'aria-hidden': 'true' },
        list.map((branch, index) => lane(branch, index, frame, rows))),
      ...list.map(branch => branchRow(branch, frame)));
    if (focused) branches.querySelector(`[data-branch="${focused}"] .${which}`)?.focus();
  }

  function paint(frame) {
    if (!frame) return;
    const end = Math.max(1, frame.last, frame.branches.find(branch => branch.id === lab.compared)?.last ?? 0);
    slider.max = end;
    slider.value = lab.aim ?? frame.step;
    slider.setAttribute('aria-valuetext', t('play.at-step', { step: frame.step, last: frame.last }));
    const speed = frame.playing && frame.stepsPerSecond
      ? ' · ' + t('play.steps-per-second', { count: digits(frame.stepsPerSecond, 3) }) : '';
    where.textContent = t('play.at-step', { step: digits(frame.step, 9), last: digits(frame.last, 9) }) + speed;
    otherKey.hidden = lab.compared === null;
    curve.paint({
      curve: lab.curve.points, other: lab.compared === null ? null : lab.otherCurve.points, step: frame.step, end,
      marks: lab.spec.edits.map(edit => edit.step), stepsPerEpoch: lab.opened?.stepsPerEpoch ?? 1,
      unit: t('play.epochs'),
    });
    paintBranches(frame);
  }

  lab.on('frame', paint);
  document.addEventListener('themed', () => paint(lab.frame), { signal: lab.signal });
  const watch = new ResizeObserver(() => paint(lab.frame));
  watch.observe(root);
  lab.signal.addEventListener('abort', () => watch.disconnect());
  return root;
}
