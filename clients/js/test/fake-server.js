// SPDX-License-Identifier: Apache-2.0

import { ThroughlineClient } from '../src/main/js/throughline.js';

/** A clock that is moved by hand, and sockets that are answered by hand. */
export class FakeServer {
  time = 1_000_000;
  sockets = [];
  #timers = new Map();
  #next = 1;

  /** The options that make a client use this. */
  get options() {
    const server = this;
    return {
      WebSocket: class {
        sent = [];
        readyState = 0;
        closedWith = null;

        constructor(address, protocol) {
          this.address = new URL(address);
          this.protocol = protocol;
          server.sockets.push(this);
        }

        send(text) {
          this.sent.push(JSON.parse(text));
        }

        close(code) {
          this.closedWith = code;
          this.readyState = 2;
        }
      },
      setTimeout: (action, ms) => {
        if (!(ms >= 0 && ms <= 2 ** 31 - 1)) {
          throw new RangeError(`setTimeout cannot wait ${ms} ms`);
        }
        this.#timers.set(this.#next, { action, at: this.time + ms });
        return this.#next++;
      },
      clearTimeout: (timer) => this.#timers.delete(timer),
      now: () => this.time,
      random: () => 0.5,
      storage: null,
      clientId: 'c1',
    };
  }

  get socket() {
    return this.sockets.at(-1);
  }

  get timers() {
    return this.#timers.size;
  }

  get query() {
    return Object.fromEntries(this.socket.address.searchParams);
  }

  /** What clients sent on the newest socket, of one type. */
  sent(type) {
    return this.socket.sent.filter((frame) => frame.type === type);
  }

  acks() {
    return this.sent('ack').map((frame) => frame.seq);
  }

  /** Lets time pass; what is due runs in order. */
  pass(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) {
        break;
      }
      this.#timers.delete(due[0]);
      this.time = due[1].at;
      due[1].action();
    }
    this.time = end;
  }

  /** Opens the socket, which says nothing yet. */
  accept() {
    this.socket.readyState = 1;
    this.socket.onopen({});
  }

  say(frame) {
    this.socket.onmessage({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  hello(more = {}) {
    if (this.socket.readyState === 0) {
      this.accept();
    }
    this.say({ type: 'hello', protocol: 'throughline.v1', epoch: 'e', seq: 0, resumed: false, heartbeat_ms: 25_000, ...more });
  }

  /** Sends events of one run, one for each number. */
  events(...numbers) {
    numbers.forEach((seq) => this.say({ type: 'agent_thinking', id: `i${seq}`, seq, run_id: 'r', data: { thought: `${seq}` } }));
  }

  drop(code = 1006, reason = '') {
    this.socket.readyState = 3;
    this.socket.onclose({ code, reason });
  }
}

/** A client of a fake server, connecting, and all that it says. */
export function start(options = {}) {
  const server = new FakeServer();
  const client = new ThroughlineClient('ws://localhost:8080/ws?user=alice', { ...server.options, ...options });
  const seen = [];
  for (const type of ['state', 'hello', 'event', 'message', 'gap', 'error']) {
    client.addEventListener(type, ({ detail }) => seen.push([type, detail]));
  }
  client.connect();
  const of = (type) => seen.filter(([name]) => name === type).map(([, detail]) => detail);
  const seqs = () => of('event').map((event) => event.seq);
  return { server, client, seen, of, seqs };
}

/** The same, greeted. */
export function live(hello, options) {
  const all = start(options);
  all.server.hello(hello);
  return all;
}
