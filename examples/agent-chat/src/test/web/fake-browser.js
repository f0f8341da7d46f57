// SPDX-License-Identifier: Apache-2.0

/** A clock that is moved by hand and sockets that are answered by hand. */
export class FakeBrowser {
  time = 1_000_000;
  sockets = [];
  #timers = new Map();
  #next = 1;

  environment = {
    open: (address, protocol) => {
      const socket = { address: new URL(address), protocol, sent: [], closedWith: null };
      socket.send = (text) => socket.sent.push(JSON.parse(text));
      socket.close = (code) => (socket.closedWith = code);
      this.sockets.push(socket);
      return socket;
    },
    setTimeout: (action, ms) => {
      this.#timers.set(this.#next, { action, at: this.time + ms });
      return this.#next++;
    },
    clearTimeout: (timer) => this.#timers.delete(timer),
    now: () => this.time,
    random: () => 0.5,
  };

  get socket() {
    return this.sockets.at(-1);
  }

  get timers() {
    return this.#timers.size;
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

  say(frame) {
    this.socket.onmessage({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  hello(more = {}) {
    this.say({ type: 'hello', protocol: 'throughline.v1', epoch: 'e', seq: 0, resumed: false, heartbeat_ms: 25_000, ...more });
  }

  drop(code = 1006, reason = '') {
    this.socket.onclose({ code, reason });
  }
}
