// The experiment of this page, and the line to its engine. The engine computes; what it has sent is kept here, and
// whoever draws is told by on(): 'catalogue', 'opened', 'spec', 'frame', 'view', 'large', 'why', 'value', 'export',
// 'kept'.
import { notice } from '/kit/dom.js';
import { live } from '/kit/live.js';
import { get } from '/kit/place.js';
import { t } from '/kit/text.js';
import { defaults, readAddress, writeAddress } from '/tabs/playground/spec.js';

const TEXT = new TextDecoder();
/** Milliseconds between two seeks while a slider is drawn. */
const SEEK_EVERY = 50;
/** Milliseconds after which a step that was not reached is no longer awaited. */
const AIM_FOR = 2000;

/** A frame: its header, each map with its bytes. */
function readFrame(view) {
  const length = view.getUint32(0, true);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const frame = JSON.parse(TEXT.decode(bytes.subarray(4, 4 + length)));
  let at = 4 + length;
  for (const map of frame.maps) {
    const count = map.size * map.size;
    map.planes = Array.from({ length: map.planes ?? 1 }, () => bytes.subarray(at, at += count));
  }
  return frame;
}

/** Puts new points of a curve behind those that are there. */
function joined(curve, sent) {
  if (!sent) return { id: '', points: [] };
  const points = sent.from === 0 ? sent.points : [...curve.points.slice(0, sent.from), ...sent.points];
  return { id: sent.id, points };
}

export function lab() {
  const listeners = new Map();
  const tell = (name, value) => (listeners.get(name) ?? []).forEach(listener => listener(value));
  const ending = new AbortController();
  const nothing = { id: '', points: [] };
  const me = {
    ...readAddress(), signal: ending.signal, catalogue: null, opened: null, frame: null, curve: nothing,
    otherCurve: nothing, compared: null, large: null, target: null, aim: null,
    /** Calls listener(value) from now on, until the function that this gives is called. */
    on(name, listener) {
      listeners.set(name, [...listeners.get(name) ?? [], listener]);
      return () => listeners.set(name, listeners.get(name).filter(other => other !== listener));
    },
  };
  let line;
  let fresh = false;
  let waiting = false;
  let asked = '';
  let firstStep = me.view.step;
  let sought = 0;
  let kept = '';
  let opening = 0;

  function open(spec, step) {
    opening++;
    line.say({ do: 'open', spec, ...(step ? { step } : {}) });
  }

  const ask = () => JSON.stringify({
    do: 'frame', maps: 'all',
      ...(me.large?.unit === undefined ? {} : { large: { layer: me.large.layer, unit: me.large.unit } }),
    curve: { id: me.curve.id, points: me.curve.points.length },
    ...(me.compared === null ? {} : { otherCurve: { id: me.otherCurve.id, points: me.otherCurve.points.length } }),
  });

  /** Once for each picture of the screen: draws what has come, asks for more. */
  function pull(now) {
    if (ending.signal.aborted) return;
    if (me.target !== null && now - sought > SEEK_EVERY) {
      line.say({ do: 'seek', step: me.target });
      me.target = null;
      sought = now;
    }
    if (me.aim !== null && me.target === null && now - sought > AIM_FOR && me.frame && !me.frame.playing) {
      me.aim = null; // it stopped on the way
      fresh = true;
    }
    if (fresh) {
      fresh = false;
      tell('frame', me.frame);
      keep();
    }
    const want = ask();
    if (me.opened && opening === 0 && (!waiting || want !== asked)) {
      asked = want;
      waiting = true;
      line.say(JSON.parse(want));
    }
    requestAnimationFrame(pull);
  }

  function took(frame) {
    if (opening > 0) return; // of an experiment that is given up
    waiting = false;
    fresh = true;
    me.frame = frame;
    if (frame.step === me.aim) me.aim = null;
    me.curve = joined(me.curve, frame.curve);
    me.otherCurve = joined(me.otherCurve, frame.other?.curve);
    me.spec.edits = me.branch()?.edits ?? [];
  }

  /** Puts what is seen into the address, when it stands still. */
  function keep() {
    if (!me.frame || me.frame.playing) return;
    me.view.step = me.frame.step;
    const now = JSON.stringify([me.spec, me.view]);
    if (now === kept) return;
    kept = now;
    writeAddress(me.spec, me.view);
    tell('kept');
  }

  function opened(message) {
    opening = Math.max(0, opening - 1);
    if (opening > 0) return;
    me.opened = message;
    me.aim = null;
    me.spec = message.spec;
    me.frame = null;
    me.compared = null;
    me.curve = nothing;
    me.otherCurve = nothing;
    waiting = false;
    fresh = false;
    tell('opened', message);
    tell('spec', me.spec);
  }

  function said(message) {
    if (message.catalogue) {
      me.catalogue = message.catalogue;
      tell('catalogue', me.catalogue);
    }
    if (message.opened) opened(message.opened);
    for (const name of ['why', 'value', 'export']) if (message[name]) tell(name, message[name]);
  }

  /** An error: back to what stood before. A link that cannot be opened gives the default experiment. */
  function wrong(text) {
    notice(t('play.wrong', { text }));
    waiting = false;
    opening = 0;
    if (me.opened) {
      me.spec = me.opened.spec;
      tell('spec', me.spec);
    } else {
      me.spec = defaults();
      open(me.spec);
    }
  }

  /** Says what makes all earlier wishes to go to a step idle, but for one that is still to be sent. */
  function say(message) {
    if (me.target !== null) line.say({ do: 'seek', step: me.target });
    me.target = null;
    me.aim = null;
    line.say(message);
  }

  return Object.assign(me, {
    branch: () => me.frame?.branches.find(branch => branch.id === me.frame.branch),
    /** The learning rate as it was last set, before any schedule. */
    rate: () => me.spec.edits.findLast(edit => edit.set === 'rate')?.value ?? me.spec.optimizer.rate,
    penaltyRate: () => me.spec.edits.findLast(edit => edit.set === 'penalty-rate')?.value ?? me.spec.penalty.rate,
    /** Opens a changed experiment at its first step: write(spec) changes a copy of the present one. */
    change(write) {
      const next = structuredClone(me.spec);
      next.optimizer.rate = me.rate();
      next.penalty.rate = me.penaltyRate();
      next.edits = [];
      write(next);
      me.spec = next;
      open(next);
    },
    see(write) {
      write(me.view);
      kept = '';
      tell('view', me.view);
      keep();
    },
    /** Sets a rate: from here on, if something has been learned already. */
    setRate(set, value) {
      if (me.frame?.step > 0 || me.spec.edits.length > 0) me.edit({ set, value });
      else me.change(spec => { (set === 'rate' ? spec.optimizer : spec.penalty).rate = value; });
    },
    edit: edit => say({ do: 'edit', ...edit }),
    /** To another step; where it goes stands in aim until it is there. */
    seek(step) {
      me.target = step;
      me.aim = step;
    },
    play: () => say({ do: 'play', speed: me.view.speed }),
    pause: () => say({ do: 'pause' }),
    step: () => say({ do: 'step', epochs: 1 }),
    take(id) {
      if (me.compared === id) me.compare(null);
      say({ do: 'branch', take: id });
    },
    drop(id) {
      if (me.compared === id) me.compare(null);
      line.say({ do: 'branch', drop: id });
    },
    compare(id) {
      me.compared = id;
      me.otherCurve = nothing;
      line.say({ do: 'compare', branch: id });
      tell('compared', id);
    },
    why: place => line.say({ do: 'why', ...place }),
    value: (x, y) => line.say({ do: 'value', x, y }),
    export: what => line.say({ do: 'export', what }),
    enlarge(what) {
      me.large = what;
      tell('large', what);
    },
    tell,
    start() {
      line = live('playground', {
        opened: () => {
          opening = 0;
          open(me.spec, me.frame?.step ?? firstStep);
        },
        said, wrong, bytes: view => took(readFrame(view)), lost: () => { waiting = false; },
      });
      requestAnimationFrame(pull);
      addEventListener('hashchange', () => { if ([null, 'playground'].includes(get('tab'))) me.reread(); },
        { signal: me.signal });
    },
    /** Another link was opened in this page. */
    reread() {
      Object.assign(me, readAddress());
      tell('view', me.view);
      open(me.spec, me.view.step);
    },
    end() {
      ending.abort();
      line.end();
    },
  });
}
