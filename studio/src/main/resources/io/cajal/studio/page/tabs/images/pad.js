// The canvas to draw on: by mouse, finger or pen, or by keys. What is drawn is kept as ink on a smaller canvas.
import { h } from '/kit/dom.js';
import { t } from '/kit/text.js';
import { greys } from '/tabs/images/paint.js';

const DETAIL = 168;
const UNDONE = 20;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** changed() is called whenever the drawing is another. */
export function pad(changed) {
  const ink = document.createElement('canvas');
  const pen = ink.getContext('2d', { willReadFrequently: true });
  const shown = h('canvas', {
    id: 'pad', tabindex: 0, role: 'application', 'aria-label': t('images.pad'), 'aria-describedby': 'pad-keys', width: 28, height: 28,
  });
  const cursor = h('span', { class: 'cursor', hidden: true });
  const status = h('span', { class: 'visually-hidden', role: 'status' });
  const root = h('div', { class: 'pad' }, shown, cursor, status);
  const state = { colour: false, centre: true, guest: false, width: 1, eraser: false, tint: '#c0392b', undo: [] };
  const point = { x: 0, y: 0, down: false };

  const paper = () => (state.colour ? '#fff' : '#000');
  const tone = () => (state.eraser ? paper() : state.colour ? state.tint : '#fff');

  function show() {
    const { width, height } = ink;
    if (shown.width !== width || shown.height !== height) Object.assign(shown, { width, height });
    const image = pen.getImageData(0, 0, width, height);
    if (!state.colour) {
      const pixels = new Uint32Array(image.data.buffer);
      const table = greys();
      for (let i = 0; i < pixels.length; i++) pixels[i] = table[pixels[i] & 255];
    }
    shown.getContext('2d').putImageData(image, 0, 0);
    cursor.style.left = 100 * point.x / width + '%';
    cursor.style.top = 100 * point.y / height + '%';
    cursor.classList.toggle('down', point.down);
  }

  function clear() {
    pen.fillStyle = paper();
    pen.fillRect(0, 0, ink.width, ink.height);
    state.centre = true;
    state.guest = false;
  }

  function remember() {
    state.undo.push({ image: pen.getImageData(0, 0, ink.width, ink.height), centre: state.centre, guest: state.guest });
    if (state.undo.length > UNDONE) state.undo.shift();
  }

  function line(x0, y0, x1, y1, pressure = 1) {
    pen.strokeStyle = tone();
    pen.lineWidth = ink.width / 11 * state.width * pressure;
    pen.lineCap = pen.lineJoin = 'round';
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(x1 + 0.01, y1);
    pen.stroke();
  }

  function begin() {
    remember();
    if (state.guest) clear();
  }

  const done = () => { show(); changed(); };

  const at = event => {
    const box = shown.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * ink.width, (event.clientY - box.top) / box.height * ink.height];
  };
  const pressure = event => (event.pointerType === 'pen' && event.pressure > 0 ? 0.5 + event.pressure : 1);
  let last = null;
  shown.addEventListener('pointerdown', event => {
    if (event.button > 0 && event.button !== 5) return;
    event.preventDefault();
    shown.focus({ focusVisible: false });
    shown.setPointerCapture(event.pointerId);
    begin();
    last = at(event);
    line(...last, ...last, pressure(event));
    done();
  });
  shown.addEventListener('pointermove', event => {
    if (!last) return;
    for (const part of event.getCoalescedEvents?.().length ? event.getCoalescedEvents() : [event]) {
      const next = at(part);
      line(...last, ...next, pressure(part));
      last = next;
    }
    done();
  });
  for (const end of ['pointerup', 'pointercancel']) shown.addEventListener(end, () => { last = null; });

  function move([across, down], far) {
    const step = ink.width / 28 * (far ? 3 : 1);
    const next = [Math.max(0, Math.min(ink.width, point.x + across * step)), Math.max(0, Math.min(ink.height, point.y + down * step))];
    if (point.down) line(point.x, point.y, ...next);
    [point.x, point.y] = next;
    if (point.down) changed();
  }

  shown.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (KEYS[event.key]) move(KEYS[event.key], event.shiftKey);
    else if (event.key === ' ') {
      point.down = !point.down;
      if (point.down) { begin(); line(point.x, point.y, point.x, point.y); changed(); }
      status.textContent = t(point.down ? 'images.pen-down' : 'images.pen-up');
    } else if (event.key === 'Delete' || event.key === 'Backspace') actions.clear();
    else if (event.key === 'z') actions.undo();
    else return;
    event.preventDefault();
    cursor.hidden = false;
    show();
  });
  shown.addEventListener('focus', () => { cursor.hidden = !shown.matches(':focus-visible'); });
  shown.addEventListener('blur', () => { cursor.hidden = true; point.down = false; });

  const actions = {
    root,
    state,
    /** For a network that sees pictures of so many channels, rows and columns. */
    fit([channels, rows, columns]) {
      const times = Math.max(1, Math.round(DETAIL / Math.max(rows, columns)));
      const colour = channels === 3;
      const same = ink.width === columns * times && ink.height === rows * times && state.colour === colour;
      if (same) return;
      Object.assign(ink, { width: columns * times, height: rows * times });
      root.style.aspectRatio = `${columns} / ${rows}`;
      [point.x, point.y] = [ink.width / 2, ink.height / 2];
      state.colour = colour;
      state.undo = [];
      clear();
      show();
    },
    clear() { remember(); clear(); done(); },
    undo() {
      const before = state.undo.pop();
      if (!before) return;
      pen.putImageData(before.image, 0, 0);
      state.centre = before.centre;
      state.guest = before.guest;
      done();
    },
    /** Puts a picture of 0 … 1 there as it is. A guest leaves when somebody begins to draw. */
    put(values, [channels, rows, columns], guest = false) {
      remember();
      const small = document.createElement('canvas');
      Object.assign(small, { width: columns, height: rows });
      const image = small.getContext('2d').createImageData(columns, rows);
      for (let i = 0; i < rows * columns; i++) {
        for (let c = 0; c < 3; c++) image.data[4 * i + c] = Math.round(255 * values[(channels === 3 ? c : 0) * rows * columns + i]);
        image.data[4 * i + 3] = 255;
      }
      small.getContext('2d').putImageData(image, 0, 0);
      pen.imageSmoothingEnabled = false;
      pen.drawImage(small, 0, 0, ink.width, ink.height);
      state.centre = false;
      state.guest = guest;
      done();
    },
    /** Puts a photograph there, cut to the canvas; dark on light becomes light on dark, as digits are learned. */
    photograph(bitmap) {
      remember();
      const times = Math.max(ink.width / bitmap.width, ink.height / bitmap.height);
      pen.imageSmoothingEnabled = true;
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(bitmap, (ink.width - times * bitmap.width) / 2, (ink.height - times * bitmap.height) / 2,
        times * bitmap.width, times * bitmap.height);
      if (!state.colour) {
        const image = pen.getImageData(0, 0, ink.width, ink.height);
        const { data } = image;
        let sum = 0;
        for (let i = 0; i < data.length; i += 4) {
          data[i] = 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
          sum += data[i];
        }
        const turned = sum > 127.5 * data.length / 4;
        for (let i = 0; i < data.length; i += 4) data[i] = data[i + 1] = data[i + 2] = turned ? 255 - data[i] : data[i];
        pen.putImageData(image, 0, 0);
      }
      state.centre = true;
      state.guest = false;
      done();
    },
    /** What the studio wants to know of it. */
    message() {
      const { data } = pen.getImageData(0, 0, ink.width, ink.height);
      const channels = state.colour ? 3 : 1;
      const bytes = new Uint8Array(ink.width * ink.height * channels);
      for (let i = 0, j = 0; j < bytes.length; i += 4) for (let c = 0; c < channels; c++) bytes[j++] = data[i + c];
      let text = '';
      for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
      return { channels, width: ink.width, height: ink.height, pixels: btoa(text), centre: state.centre };
    },
    isBlank() {
      const { data } = pen.getImageData(0, 0, ink.width, ink.height);
      const none = state.colour ? 255 : 0;
      for (let i = 0; i < data.length; i += 4) if (data[i] !== none || data[i + 1] !== none) return false;
      return true;
    },
    show,
  };
  return actions;
}
