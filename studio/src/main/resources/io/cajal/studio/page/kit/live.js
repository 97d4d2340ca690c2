// A conversation with the studio over a WebSocket. It comes back by itself when the studio was away.
import { notice } from '/kit/dom.js';
import { t } from '/kit/text.js';

const SHORTEST = 500;
const LONGEST = 8000;

/**
 * Opens /live/NAME. The handlers: opened() each time the line stands, said(message) for objects, bytes(DataView) for
 * frames, lost() when it breaks. Errors of the studio, {"error": …}, are shown unless wrong(message) is given.
 */
export function live(name, { opened = () => {}, said = () => {}, bytes = () => {}, lost = () => {}, wrong = notice }) {
  let socket;
  let ended = false;
  let wait = SHORTEST;
  const connect = () => {
    socket = new WebSocket(`ws://${location.host}/live/${name}`);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => { wait = SHORTEST; opened(); };
    socket.onmessage = event => {
      if (typeof event.data !== 'string') return bytes(new DataView(event.data));
      const message = JSON.parse(event.data);
      if (message.error) wrong(message.error);
      else said(message);
    };
    socket.onclose = () => {
      if (ended) return;
      if (wait === SHORTEST) notice(t('live.lost'));
      lost();
      setTimeout(connect, wait);
      wait = Math.min(2 * wait, LONGEST);
    };
  };
  connect();
  return {
    /** False when the line is not open, and nothing was said. */
    say(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    end() { ended = true; socket.close(); },
  };
}

/** Asks once: ask('/api/runs'), or with a body for POST. Errors of the studio are thrown with their line. */
export async function ask(path, body) {
  const answer = await fetch(path, body === undefined ? {} : {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const type = answer.headers.get('Content-Type') ?? '';
  const content = type.includes('json') ? await answer.json() : await answer.arrayBuffer();
  if (!answer.ok) throw new Error(content.error ?? answer.statusText);
  return content;
}
