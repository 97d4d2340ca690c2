import { h } from '/kit/dom.js';

export function mount(root) {
  root.append(h('p', {}, '…'));
}
