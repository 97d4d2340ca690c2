// Losses over the steps, on canvas. Where there are more points than pixels, each pixel has its lowest and highest.
import { h } from '/kit/dom.js';
import { digits } from '/kit/text.js';
import { sharp } from '/tabs/playground/plane.js';

export const LEFT = 46;
export const RIGHT = 14;
const TOP = 8;
const BOTTOM = 20;

/** The end of a pretty scale at or above a value. */
function roundUp(value, steps) {
  const power = 10 ** Math.floor(Math.log10(value));
  return steps.map(times => times * power).find(end => end >= value * 0.999);
}

export function curveView({ onseek }) {
  const canvas = h('canvas', { class: 'curve', height: 150, 'aria-hidden': 'true' });
  let last = 1;

  const stepAt = event => {
    const spot = canvas.getBoundingClientRect();
    const share = (event.clientX - spot.left - LEFT) / (spot.width - LEFT - RIGHT);
    return Math.round(Math.max(0, Math.min(1, share)) * last);
  };
  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    onseek(stepAt(event));
  });
  canvas.addEventListener('pointermove', event => { if (event.buttons & 1) onseek(stepAt(event)); });

  function line(context, curve, column, x, y) {
    context.beginPath();
    let pixel = -1;
    let low = 0;
    let high = 0;
    let end = 0;
    const flush = () => {
      if (low !== high) {
        context.lineTo(pixel, low);
        context.lineTo(pixel, high);
      }
      context.lineTo(pixel, end);
    };
    for (const point of curve) {
      if (!Number.isFinite(point[column])) continue;
      const at = Math.round(x(point[0]));
      const height = y(point[column]);
      if (at !== pixel) {
        if (pixel >= 0) flush();
        pixel = at;
        low = high = height;
      }
      low = Math.max(low, height);
      high = Math.min(high, height);
      end = height;
    }
    if (pixel >= 0) flush();
    context.stroke();
  }

  return {
    element: canvas,
    /** All curves are lists of [step, train loss, test loss]; marks are the steps of edits. */
    paint({ curve, other, step, end, marks, stepsPerEpoch, unit }) {
      const width = canvas.clientWidth;
      const height = canvas.clientHeight;
      if (width === 0) return;
      last = Math.max(1, end);
      const style = getComputedStyle(canvas);
      const [ink, soft, grid, accent] = ['--ink', '--soft', '--line', '--accent'].map(name =>
        style.getPropertyValue(name));
      const context = sharp(canvas, width, height);
      let most = 0.01;
      for (const [, train, test] of [...curve, ...other ?? []]) {
        for (const value of [train, test]) if (value > most && value < 1e6) most = value;
      }
      most = roundUp(most * 1.02, [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10]);
      const x = at => LEFT + (width - LEFT - RIGHT) * at / last;
      const y = value => TOP + (height - TOP - BOTTOM) * (1 - Math.min(value, most) / most);
      context.font = '11px system-ui, sans-serif';
      context.fillStyle = soft;
      context.strokeStyle = grid;
      context.lineWidth = 1;
      context.textAlign = 'right';
      for (const share of [0, 0.5, 1]) {
        const at = Math.round(y(share * most)) + 0.5;
        context.beginPath();
        context.moveTo(LEFT, at);
        context.lineTo(width - RIGHT, at);
        context.stroke();
        context.fillText(digits(share * most, 3), LEFT - 6, at + 4);
      }
      const epochs = last / Math.max(1, stepsPerEpoch);
      const every = roundUp(Math.max(epochs / 6, 0.2), [1, 2, 5, 10]);
      context.textAlign = 'center';
      for (let epoch = 0; epoch <= epochs * 1.0001; epoch += every) {
        context.fillText(digits(epoch, 6), x(epoch * stepsPerEpoch), height - 5);
      }
      context.textAlign = 'right';
      context.fillText(unit, LEFT - 8, height - 5);
      context.lineJoin = 'round';
      if (other) {
        context.globalAlpha = 0.75;
        context.strokeStyle = '#cc79a7';
        context.lineWidth = 1.2;
        line(context, other, 1, x, y);
        context.lineWidth = 2;
        line(context, other, 2, x, y);
        context.globalAlpha = 1;
      }
      context.strokeStyle = soft;
      context.lineWidth = 1.2;
      line(context, curve, 1, x, y);
      context.strokeStyle = ink;
      context.lineWidth = 2;
      line(context, curve, 2, x, y);
      context.fillStyle = accent;
      for (const at of marks) {
        context.beginPath();
        context.moveTo(x(at), height - BOTTOM + 1);
        context.lineTo(x(at) - 4, height - BOTTOM + 8);
        context.lineTo(x(at) + 4, height - BOTTOM + 8);
        context.fill();
      }
      context.strokeStyle = accent;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(Math.round(x(step)) + 0.5, TOP);
      context.lineTo(Math.round(x(step)) + 0.5, height - BOTTOM);
      context.stroke();
    },
  };
}
