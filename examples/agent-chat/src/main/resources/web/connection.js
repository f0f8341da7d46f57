// SPDX-License-Identifier: Apache-2.0

import { Position } from './position.js';

export const SUBPROTOCOL = 'throughline.v1.json';

const PROTOCOL = 'throughline.v1';
const FIRST_CURSOR = 'earliest';
const GREETING_MS = 10_000;
const SHORTEST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 20_000;
const DELAY_WHEN_TOO_MANY_MS = 5_000;
const STABLE_MS = 5_000;

/** Close codes after which trying again by oneself would not help. */
const REFUSALS = new Map([
  [1008, 'policy'],
  [4401, 'unauthenticated'],
  [4403, 'forbidden'],
]);

const REASONS = new Map([
  [1001, 'going_away'],
  [1009, 'too_big'],
  [1012, 'restart'],
  [4408, 'silent'],
  [4429, 'too_many'],
]);

/** A message of this connection to the page; `detail` is the frame or the state. */
export class ConnectionEvent extends Event {
  constructor(type, detail) {
    super(type);
    this.detail = detail;
  }
}

/**
 * A connection to a user's log that keeps itself alive.
 *
 * Events: `state` {name, reason, text, retryAt}, `hello`, `event`, `message` (for this connection alone), `gap`, `error`.
 * The names of states: `connecting`, `live`, `reconnecting` (at `retryAt`, a time as of Date.now()), `refused` and
 * `offline` (both until retryNow() is called).
 */
export class Connection extends EventTarget {
  #url;
  #environment;
  #position = new Position();
  #socket = null;
  #greeted = false;
  #attempt = 0;
  #state = { name: 'offline', reason: 'not_started', text: '', retryAt: null };
  #timers = new Map();
  #quietMs = null;
  #drainUntil = null;

  /**
   * @param {string | URL} url where the socket is, with the user and client_id already in its query
   * @param environment what stands in for the browser in tests
   */
  constructor(url, environment = {}) {
    super();
    this.#url = new URL(url);
    this.#environment = {
      open: (address, protocol) => new WebSocket(address, protocol),
      setTimeout: (action, ms) => setTimeout(action, ms),
      clearTimeout: (timer) => clearTimeout(timer),
      now: () => Date.now(),
      random: () => Math.random(),
      ...environment,
    };
  }

  get state() {
    return this.#state;
  }

  /** Connects; does nothing when it is connected or connecting. */
  start() {
    if (this.#socket === null) {
      this.#connect();
    }
  }

  /** Ends the connection until start() or retryNow(). */
  stop() {
    this.#leave(1000);
    this.#become('offline', 'stopped');
  }

  /** Does not wait any longer for the next attempt. */
  retryNow() {
    if (this.#socket === null) {
      this.#connect();
    }
  }

  /** Sends a frame; false when there is no live connection to send it on. */
  send(frame) {
    if (this.#state.name !== 'live') {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #connect() {
    this.#leave(1000);
    this.#become('connecting', this.#attempt === 0 ? 'first' : 'again');
    const address = new URL(this.#url);
    address.searchParams.set('cursor', this.#position.cursor ?? FIRST_CURSOR);
    const socket = this.#environment.open(address.href, SUBPROTOCOL);
    this.#socket = socket;
    this.#greeted = false;
    socket.onmessage = ({ data }) => this.#socket === socket && this.#receive(data);
    socket.onclose = ({ code, reason }) => this.#socket === socket && this.#closed(code, reason);
    this.#after('greeting', GREETING_MS, () => this.#lost('no_answer'));
  }

  #receive(data) {
    const frame = parse(data);
    if (frame === null) {
      this.#emit('error', { type: 'error', code: 'unreadable_frame', message: 'A frame could not be read.' });
    } else if (!this.#greeted) {
      this.#greet(frame);
    } else {
      this.#watch();
      this.#handle(frame);
    }
  }

  #greet(frame) {
    if (frame.type !== 'hello' || frame.protocol !== PROTOCOL) {
      this.#leave(1000);
      this.#become('refused', 'protocol', frame.type === 'hello' ? String(frame.protocol) : '');
      return;
    }
    this.#greeted = true;
    this.#cancel('greeting');
    this.#quietMs = frame.heartbeat_ms > 0 ? frame.heartbeat_ms * 2 + 1000 : null;
    this.#drainUntil = null;
    this.#watch();
    this.#after('stable', STABLE_MS, () => (this.#attempt = 0));
    this.#become('live', 'greeted');
    this.#emit('hello', frame);
    this.#emitAll(this.#position.hello(frame));
  }

  #handle(frame) {
    switch (frame.type) {
      case 'gap':
        this.#emitAll(this.#position.gap(frame));
        break;
      case 'heartbeat':
        this.#emitAll(this.#position.caughtUp());
        break;
      case 'error':
        this.#emit('error', frame);
        break;
      case 'drain':
        this.#drain(frame);
        break;
      default:
        if (Number.isSafeInteger(frame.seq)) {
          this.#emitAll(this.#position.event(frame));
        } else if (frame.type === 'message') {
          this.#emit('message', frame);
        }
    }
  }

  /** The server is about to go: leave when it says, unless it closes before. */
  #drain({ reconnect_after_ms: ms }) {
    const wait = ms >= 0 ? ms : this.#delay();
    this.#drainUntil = this.#environment.now() + wait;
    this.#after('drain', wait, () => {
      this.#leave(1000);
      this.#connect();
    });
  }

  #closed(code, text) {
    this.#leave();
    if (REFUSALS.has(code)) {
      this.#become('refused', REFUSALS.get(code), text);
    } else if (code === 1000) {
      this.#become('offline', 'closed', text);
    } else {
      this.#retry(REASONS.get(code) ?? (this.#greeted ? 'lost' : 'unreachable'), text);
    }
  }

  #lost(reason) {
    this.#leave(4000);
    this.#retry(reason, '');
  }

  #retry(reason, text) {
    const now = this.#environment.now();
    let wait = this.#drainUntil === null ? this.#delay() : Math.max(0, this.#drainUntil - now);
    if (reason === 'too_many') {
      wait += DELAY_WHEN_TOO_MANY_MS;
    }
    this.#drainUntil = null;
    this.#attempt += 1;
    this.#after('retry', wait, () => this.#connect());
    this.#become('reconnecting', reason, text, now + wait);
  }

  /** Longer from one failure to the next, and never the same for all clients of a server that comes back. */
  #delay() {
    const longest = Math.min(LONGEST_DELAY_MS, SHORTEST_DELAY_MS * 2 ** Math.min(this.#attempt, 16));
    return Math.round(longest / 2 + this.#environment.random() * (longest / 2));
  }

  /** Hearing nothing for two heartbeats means that nobody is there any more, whatever the socket says. */
  #watch() {
    if (this.#quietMs !== null) {
      this.#after('quiet', this.#quietMs, () => this.#lost('silent'));
    }
  }

  /** Forgets the socket; what it still says is not heard. */
  #leave(code) {
    const socket = this.#socket;
    this.#socket = null;
    [...this.#timers.keys()].forEach((name) => this.#cancel(name));
    if (socket !== null && code !== undefined) {
      socket.close(code);
    }
  }

  #after(name, ms, action) {
    this.#cancel(name);
    const timer = this.#environment.setTimeout(() => {
      this.#timers.delete(name);
      action();
    }, ms);
    this.#timers.set(name, timer);
  }

  #cancel(name) {
    if (this.#timers.has(name)) {
      this.#environment.clearTimeout(this.#timers.get(name));
      this.#timers.delete(name);
    }
  }

  #become(name, reason, text = '', retryAt = null) {
    this.#state = { name, reason, text, retryAt };
    this.#emit('state', this.#state);
  }

  #emitAll(frames) {
    frames.forEach((frame) => this.#emit(frame.type === 'gap' ? 'gap' : 'event', frame));
  }

  #emit(type, detail) {
    this.dispatchEvent(new ConnectionEvent(type, detail));
  }
}

function parse(data) {
  try {
    const frame = JSON.parse(data);
    return frame !== null && typeof frame === 'object' && typeof frame.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}
