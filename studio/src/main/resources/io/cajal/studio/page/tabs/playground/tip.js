// One small line beside the pointer.
import { h } from '/kit/dom.js';

const tip = h('div', { id: 'play-tip', role: 'tooltip', hidden: true });

export function showTip(event, text) {
  if (!tip.isConnected) document.body.append(tip);
  tip.textContent = text;
  tip.hidden = false;
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
  tip.style.transform = `translate(${left}px, ${Math.max(4, event.clientY - tip.offsetHeight - 10)}px)`;
}

export function hideTip() {
  tip.hidden = true;
}
