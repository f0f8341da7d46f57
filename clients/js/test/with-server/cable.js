// SPDX-License-Identifier: Apache-2.0

import { connect, createServer } from 'node:net';
import { once } from 'node:events';

/** What lies between client and server, to be cut: the sockets of both ends are reset. */
export class Cable {
  #ends = new Set();
  #down = false;

  static async to(url) {
    const cable = new Cable();
    const { hostname, port } = new URL(url);
    cable.listener = createServer((near) => {
      if (cable.#down) {
        near.resetAndDestroy();
        return;
      }
      const far = connect(Number(port), hostname);
      for (const [from, into] of [[near, far], [far, near]]) {
        cable.#ends.add(from);
        from.on('error', () => {});
        from.on('close', () => {
          cable.#ends.delete(from);
          into.destroy();
        });
        from.pipe(into);
      }
    });
    cable.listener.listen(0, '127.0.0.1');
    await once(cable.listener, 'listening');
    cable.url = `ws://127.0.0.1:${cable.listener.address().port}/ws`;
    return cable;
  }

  cut() {
    this.#ends.forEach((end) => end.resetAndDestroy());
  }

  down() {
    this.#down = true;
    this.cut();
  }

  up() {
    this.#down = false;
  }

  close() {
    this.cut();
    this.listener.close();
  }
}
