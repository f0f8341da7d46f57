// SPDX-License-Identifier: Apache-2.0

/** The subprotocol of the wire protocol's version 1. */
export const SUBPROTOCOL = 'throughline.v1.json';

const PROTOCOL = 'throughline.v1';
const ID_KEY = 'throughline.client_id';
const GREETING_MS = 10_000;
const STABLE_MS = 5_000;
const SLACK_MS = 1_000;
const OVERLOAD_MS = 5_000;
const ACK_EVENTS = 32;
const ACK_MS = 250;
const RENEWAL_MARGIN_MS = 10_000;
const SHORTEST_RENEWAL_MS = 1_000;
/** What setTimeout can wait at most; it fires at once when told to wait longer. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

const CURSOR = /^(open|earliest|live|([\w-]+):(\d{1,16}))$/;
const TERMINAL = /^agent_(completed|failed|cancelled)$/;
/** Names of this client's own DOM events, which no event of the log may pose as. */
const OWN = /^(state|event|hello|gap|error)$/;

const REASONS = {
  1001: 'going_away',
  1008: 'policy',
  1009: 'too_big',
  1012: 'restart',
  1013: 'overloaded',
  4401: 'unauthenticated',
  4403: 'forbidden',
  4408: 'silent',
  4429: 'too_many',
};

/** Thrown by the events of a run when its end may be among events that were lost; `gap` is the gap. */
export class RunGapError extends Error {
  constructor(gap) {
    super(`Events of this run may be lost (${gap.reason}). Reload what you show.`);
    this.name = 'RunGapError';
    this.gap = gap;
  }
}

/**
 * A connection to a user's log that keeps itself alive, resumes where it was, and tells what is missing.
 *
 * What it offers is described in throughline.d.ts, and its rules in the README beside it.
 */
export class ThroughlineClient extends EventTarget {
  #url;
  #options;
  #clientId;
  #state = { name: 'offline', reason: 'not_started', text: '', retryAt: null };
  #page = null;

  /** Stands for one attempt to connect and what came of it: {socket, greeted}; null when there is none. */
  #link = null;
  #timers = new Map();
  #attempt = 0;
  #denied = false;
  #quietMs = 0;
  #drainWait = null;

  #epoch = null;
  #last = null;
  #head = 0;
  #toldGap = null;

  #ackTo = 0;
  #acked = 0;
  #unacked = 0;

  constructor(url, options = {}) {
    super();
    this.#options = {
      WebSocket: globalThis.WebSocket,
      cursor: 'open',
      ack: 'auto',
      setTimeout: (action, ms) => setTimeout(action, ms),
      clearTimeout: (timer) => clearTimeout(timer),
      now: () => Date.now(),
      random: () => Math.random(),
      ...options,
      backoff: { min: 500, max: 20_000, ...options.backoff },
    };
    const { WebSocket, cursor, token, ack, backoff } = this.#options;
    this.#url = new URL(url, globalThis.location?.href);
    this.#url.protocol = this.#url.protocol.replace('http', 'ws');
    const place = CURSOR.exec(cursor);
    if (!place) {
      throw new TypeError(`cursor is ${cursor}. Give 'open', 'earliest', 'live' or '<epoch>:<seq>'.`);
    }
    if (typeof WebSocket !== 'function') {
      throw new TypeError('There is no WebSocket here. Give a class in options.WebSocket, such as that of the package ws.');
    }
    if (token && typeof token !== 'function') {
      throw new TypeError('token is no function. Give one that returns a token or a promise of it.');
    }
    if (!['auto', 'manual'].includes(ack)) {
      throw new TypeError(`ack is ${ack}. Give 'auto' or 'manual'.`);
    }
    if (!(backoff.min > 0 && backoff.max >= backoff.min)) {
      throw new RangeError('backoff needs a min above 0 and a max not below it, in milliseconds.');
    }
    if (place[2]) {
      this.#epoch = place[2];
      this.#last = +place[3];
    }
    this.#clientId = options.clientId;
  }

  get state() {
    return this.#state;
  }

  get clientId() {
    return this.#clientId ?? null;
  }

  get cursor() {
    return this.#last === null ? null : `${this.#epoch}:${this.#last}`;
  }

  connect() {
    if (!this.#link) {
      this.#denied = false;
      this.#watchPage();
      this.#open();
    }
  }

  close() {
    this.#flush();
    this.#leave(1000);
    this.#page?.abort();
    this.#page = null;
    this.#storeId();
    this.#become('offline', 'stopped');
  }

  send(type, data, { id } = {}) {
    return this.#write({ type, id, data });
  }

  ack(seq) {
    const good = Number.isSafeInteger(seq) && seq > this.#ackTo && this.#last !== null && seq <= this.#last;
    if (good) {
      this.#ackTo = seq;
      this.#flush();
    }
    return good;
  }

  run(runId) {
    const stop = new AbortController();
    const { signal } = stop;
    const queue = [];
    let wake = () => {};
    const put = (item, last) => {
      queue.push(item);
      if (last) {
        stop.abort();
      }
      wake();
    };
    this.addEventListener('event', ({ detail }) => detail.run_id === runId && put(detail, TERMINAL.test(detail.type)), { signal });
    this.addEventListener('gap', ({ detail }) => {
      const lost = detail.lifecycle_lost !== false;
      put(lost ? new RunGapError(detail) : detail, lost);
    }, { signal });
    this.addEventListener('state', ({ detail }) => {
      if (detail.name === 'offline') {
        stop.abort();
        wake();
      }
    }, { signal });
    const events = (async function* () {
      try {
        for (;;) {
          while (queue.length) {
            const item = queue.shift();
            if (item instanceof RunGapError) {
              throw item;
            }
            yield item;
          }
          if (signal.aborted) {
            return;
          }
          await new Promise((resolve) => (wake = resolve));
        }
      } finally {
        stop.abort();
      }
    })();
    const finish = events.return.bind(events);
    // The generator's own would wait for the next event, and leave the listeners where it was never asked for one.
    events.return = (value) => {
      stop.abort();
      queue.length = 0;
      wake();
      return finish(value);
    };
    return events;
  }

  #open() {
    this.#leave(1000);
    const link = (this.#link = { socket: null, greeted: false });
    this.#become('connecting', this.#attempt || this.#epoch ? 'again' : 'first');
    if (link !== this.#link) {
      return;
    }
    if (this.#options.token) {
      this.#proof().then((token) => {
        if (link === this.#link) {
          token === null ? this.#lost('no_token') : this.#dial(token);
        }
      });
    } else {
      this.#dial();
    }
  }

  #dial(token) {
    const link = this.#link;
    const address = new URL(this.#url);
    address.searchParams.set('client_id', this.#clientId);
    // Where nothing came after a greeting, only the earliest leaves out nothing for certain.
    const cursor = this.cursor ?? (this.#epoch ? 'earliest' : this.#options.cursor);
    if (cursor !== 'live') {
      address.searchParams.set('cursor', cursor);
    }
    let socket;
    try {
      socket = link.socket = new this.#options.WebSocket(address.href, SUBPROTOCOL);
    } catch (e) {
      this.#refuse('unsupported', e.message);
      return;
    }
    const mine = (action) => (event) => link === this.#link && action(event);
    socket.onopen = mine(() => token && socket.send(JSON.stringify({ type: 'auth', token })));
    socket.onmessage = mine(({ data }) => this.#receive(data));
    socket.onclose = mine(({ code, reason }) => this.#closed(code, reason));
    socket.onerror = () => {};
    this.#after('greeting', GREETING_MS, () => this.#lost('no_answer'));
  }

  /** Asks for a token; null where there is none, which is told as an error. */
  async #proof() {
    const link = this.#link;
    try {
      const token = await this.#options.token();
      if (token && typeof token === 'string') {
        return token;
      }
      throw new TypeError('token() gave no text');
    } catch (e) {
      if (link === this.#link) {
        this.#fault('token_failed', String(e?.message ?? e));
      }
      return null;
    }
  }

  #receive(data) {
    const link = this.#link;
    const frame = parse(data);
    if (!frame) {
      this.#fault('unreadable_frame', 'A frame could not be read.');
    } else if (link.greeted) {
      this.#handle(frame);
    } else {
      this.#greet(frame);
    }
    // Hearing nothing for two heartbeats means that nobody is there any more, whatever the socket says.
    if (link === this.#link && link.greeted && this.#quietMs) {
      this.#after('quiet', this.#quietMs, () => this.#lost('silent'));
    }
  }

  #greet(frame) {
    const { type, protocol, epoch, seq, next, heartbeat_ms: beat } = frame;
    if (type !== 'hello' || protocol !== PROTOCOL) {
      this.#refuse('protocol', type === 'hello' ? String(protocol) : '');
      return;
    }
    const link = this.#link;
    const fresh = !this.#epoch;
    const reason = !fresh && epoch !== this.#epoch ? 'epoch_changed' : seq < this.#last ? 'unknown_cursor' : null;
    link.greeted = true;
    this.#cancel('greeting');
    this.#denied = false;
    this.#drainWait = null;
    this.#quietMs = beat > 0 ? beat * 2 + SLACK_MS : 0;
    this.#after('stable', STABLE_MS, () => (this.#attempt = 0));
    this.#renewBefore(frame.auth_expires_in_ms);
    this.#epoch = epoch;
    this.#head = seq;
    this.#acked = 0;
    if (reason) {
      this.#forget();
    }
    if (this.#last === null) {
      this.#last = Number.isSafeInteger(next) ? next - 1 : seq === 0 || (fresh && this.#options.cursor === 'live') ? seq : null;
    }
    this.#become('live', 'greeted');
    this.#emit('hello', frame);
    if (link === this.#link && reason) {
      this.#toldGap = reason;
      this.#emit('gap', { type: 'gap', reason, lifecycle_lost: true });
    } else if (frame.resumed) {
      this.#flush();
    }
  }

  #handle(frame) {
    const { type } = frame;
    const told = this.#toldGap;
    this.#toldGap = null;
    if (Number.isSafeInteger(frame.seq)) {
      this.#event(frame);
    } else if (type === 'gap') {
      if (Number.isSafeInteger(frame.to)) {
        this.#gap(frame);
      } else if (frame.reason !== told) {
        this.#forget();
        this.#emit('gap', frame);
      }
    } else if (type === 'message' || type === 'error') {
      this.#emit(type, frame);
    } else if (type === 'drain') {
      this.#drain(frame.reconnect_after_ms);
    } else if (type === 'auth_renewed') {
      this.#renewBefore(frame.auth_expires_in_ms);
    }
  }

  #event(frame) {
    const { seq, type } = frame;
    if (this.#last !== null && seq <= this.#last) {
      return;
    }
    if (this.#reach(seq)) {
      this.#last = seq;
      this.#emit('event', frame);
      if (!OWN.test(type)) {
        this.#emit(type, frame);
      }
      this.#handled(seq, TERMINAL.test(type));
    }
  }

  #gap(frame) {
    if (this.#reach(frame.from)) {
      this.#last = Math.max(frame.to, this.#last);
      this.#emit('gap', frame);
      this.#handled(this.#last);
    }
  }

  /** Reports what is missing before `seq`; false when the client was closed over that. */
  #reach(seq) {
    const link = this.#link;
    const from = (this.#last ?? this.#head) + 1;
    if (seq > from) {
      this.#gap({ type: 'gap', from, to: seq - 1, reason: 'missing', lifecycle_lost: true });
    }
    return link === this.#link;
  }

  /** Nobody knows what is missing: numbers begin anew, and what was handled counts for nothing. */
  #forget() {
    this.#ackTo = this.#acked = this.#unacked = 0;
    this.#last = null;
  }

  #handled(seq, now) {
    if (this.#options.ack === 'auto') {
      this.#ackTo = seq;
      this.#unacked += 1;
      if (now || this.#unacked >= ACK_EVENTS) {
        this.#flush();
      } else if (this.#link) {
        this.#after('ack', ACK_MS, () => this.#flush());
      }
    }
  }

  #flush() {
    if (this.#ackTo > this.#acked && this.#write({ type: 'ack', seq: this.#ackTo })) {
      this.#acked = this.#ackTo;
      this.#unacked = 0;
      this.#cancel('ack');
    }
  }

  #write(frame) {
    const socket = this.#link?.greeted && this.#link.socket;
    const open = !!socket && socket.readyState === 1;
    if (open) {
      socket.send(JSON.stringify(frame));
    }
    return open;
  }

  #renewBefore(ms) {
    if (this.#options.token && ms > 0) {
      const wait = Math.max(SHORTEST_RENEWAL_MS, ms / 2, Math.min(ms * 0.8, ms - RENEWAL_MARGIN_MS));
      this.#after('renewal', wait, async () => {
        const link = this.#link;
        const token = await this.#proof();
        if (token && link === this.#link) {
          this.#write({ type: 'auth', token });
        }
      });
    }
  }

  /** The server is about to go, and closes when it has said all: stay until then, and away for as long as it asks. */
  #drain(ms) {
    this.#drainWait = ms >= 0 ? ms : this.#delay();
    this.#flush();
    this.#become('draining', 'restart');
  }

  #closed(code, text) {
    const reason = REASONS[code] ?? (this.#link.greeted ? 'lost' : 'unreachable');
    const retriedDenial = this.#denied;
    this.#denied = code === 4401;
    this.#link.socket = null;
    if (code === 1000) {
      this.#leave();
      this.#become('offline', 'closed', text);
    } else if (code === 1008 || code === 4403 || (code === 4401 && (!this.#options.token || retriedDenial))) {
      this.#refuse(reason, text);
    } else {
      this.#lost(reason, text, code === 1013 || code === 4429 ? OVERLOAD_MS : 0);
    }
  }

  #refuse(reason, text) {
    this.#leave(1000);
    this.#become('refused', reason, text);
  }

  #lost(reason, text, more = 0) {
    this.#leave(4000);
    const now = this.#options.now();
    const wait = more + (this.#drainWait ?? this.#delay());
    this.#drainWait = null;
    this.#attempt += 1;
    this.#after('retry', wait, () => this.#open());
    this.#become('reconnecting', reason, text, now + wait);
  }

  /** Exponential backoff with full jitter, so that a server that comes back is not met by all its clients at once. */
  #delay() {
    const { min, max } = this.#options.backoff;
    return Math.round(this.#options.random() * Math.min(max, min * 2 ** this.#attempt));
  }

  /** Forgets the socket; what it still says is not heard. */
  #leave(code) {
    const socket = this.#link?.socket;
    this.#link = null;
    [...this.#timers.keys()].forEach((name) => this.#cancel(name));
    if (socket && code) {
      socket.close(code);
    }
  }

  #after(name, ms, action) {
    this.#cancel(name);
    const { setTimeout } = this.#options;
    this.#timers.set(name, setTimeout(() => {
      this.#timers.delete(name);
      action();
    }, Math.min(ms, LONGEST_TIMEOUT_MS)));
  }

  #cancel(name) {
    const { clearTimeout } = this.#options;
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #become(name, reason, text = '', retryAt = null) {
    this.#state = { name, reason, text, retryAt };
    this.#emit('state', this.#state);
  }

  #fault(code, message) {
    this.#emit('error', { type: 'error', code, message });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Claims the tab's id, and follows the page's life while the client is to be connected. */
  #watchPage() {
    this.#claimId();
    if (this.#page || !globalThis.addEventListener) {
      return;
    }
    this.#page = new AbortController();
    const { signal } = this.#page;
    const wake = () => this.#state.name === 'reconnecting' && this.#open();
    addEventListener('online', wake, { signal });
    addEventListener('pagehide', () => this.#storeId(), { signal });
    addEventListener('pageshow', () => { this.#claimId(); wake(); }, { signal });
    globalThis.document?.addEventListener('visibilitychange', () => document.hidden || wake(), { signal });
  }

  /**
   * Takes the id out of the tab's storage while the page lives, since browsers copy the storage to a duplicated tab, and
   * two tabs must not have one id.
   */
  #claimId() {
    const { clientId, storage = tabStorage() } = this.#options;
    if (!clientId) {
      const stored = attempt(() => storage.getItem(ID_KEY));
      attempt(() => storage.removeItem(ID_KEY));
      this.#clientId ??= stored || randomId();
    }
  }

  #storeId() {
    const { clientId, storage = tabStorage() } = this.#options;
    if (!clientId && this.#clientId) {
      attempt(() => storage.setItem(ID_KEY, this.#clientId));
    }
  }
}

/** Storage can be missing, switched off or full; then an id lasts as long as the client. */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

function tabStorage() {
  return attempt(() => globalThis.sessionStorage);
}

/** 128 random bits; crypto.randomUUID is missing where a page comes over plain http from another machine. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function parse(data) {
  const frame = attempt(() => JSON.parse(data));
  return typeof frame?.type === 'string' ? frame : null;
}
