// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { ThroughlineClient } from '../../src/main/js/throughline.js';

const DEADLINE_MS = 30_000;

/** A client that checks what it is promised: each connection's events are contiguous, or a gap says what is missing. */
export class Follower {
  events = [];
  gaps = [];
  errors = [];
  states = [];
  #last = null;
  #broken = [];

  constructor(url, user, options) {
    const address = new URL(url);
    address.searchParams.set('user', user);
    this.client = new ThroughlineClient(address, { backoff: { min: 1, max: 20 }, storage: null, ...options });
    this.client.addEventListener('state', ({ detail }) => this.states.push(detail));
    this.client.addEventListener('error', ({ detail }) => this.errors.push(detail));
    this.client.addEventListener('gap', ({ detail }) => {
      this.gaps.push(detail);
      this.#expect(detail.from);
      this.#last = detail.to ?? null;
    });
    this.client.addEventListener('event', ({ detail }) => {
      this.events.push(detail);
      this.#expect(detail.seq);
      this.#last = detail.seq;
    });
    this.client.connect();
  }

  #expect(seq) {
    if (this.#last !== null && seq !== this.#last + 1) {
      this.#broken.push(`${seq} after ${this.#last}`);
    }
  }

  get seqs() {
    return this.events.map((event) => event.seq);
  }

  types() {
    return this.events.map((event) => event.type);
  }

  async state(name) {
    await this.until(() => this.client.state.name === name, `it is ${name}`);
  }

  /** Waits for the next of the client's events after which something holds. */
  async until(holds, what) {
    const stop = new AbortController();
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not within ${DEADLINE_MS} ms: ${what}`)), DEADLINE_MS);
      const check = () => {
        if (holds()) {
          clearTimeout(timer);
          resolve();
        }
      };
      for (const type of ['state', 'event', 'gap', 'error', 'message']) {
        this.client.addEventListener(type, check, { signal: stop.signal });
      }
      check();
    }).finally(() => stop.abort());
  }

  /** Ends it; nothing may have been wrong. */
  close() {
    this.client.close();
    assert.deepEqual(this.#broken, [], 'events were out of line');
    assert.deepEqual(this.errors, []);
  }
}
