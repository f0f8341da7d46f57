// SPDX-License-Identifier: Apache-2.0

/**
 * Where a client stands in its user's log: drops what it already has, and notices what is missing.
 *
 * Every method returns the frames to hand on, in order: the frame itself, nothing, or a gap before it where the server
 * left one out. A gap made here has the reason `missing`.
 */
export class Position {
  #epoch = null;
  #last = null;
  #head = null;
  #expectEpochGap = false;

  /** The cursor to reconnect with; null as long as nothing was received. */
  get cursor() {
    return this.#epoch === null || this.#last === null ? null : `${this.#epoch}:${this.#last}`;
  }

  /** A connection was greeted. */
  hello({ epoch, seq }) {
    const changed = this.#epoch !== null && epoch !== this.#epoch;
    this.#expectEpochGap = changed;
    this.#epoch = epoch;
    this.#head = seq;
    if (!changed) {
      return [];
    }
    this.#last = null;
    return [{ type: 'gap', reason: 'epoch_changed', lifecycle_lost: true }];
  }

  /** The server says that something is missing. */
  gap(frame) {
    if (frame.reason === 'epoch_changed' || frame.reason === 'unknown_cursor') {
      this.#last = null;
      const known = frame.reason === 'epoch_changed' && this.#expectEpochGap;
      this.#expectEpochGap = false;
      return known ? [] : [frame];
    }
    if (Number.isSafeInteger(frame.to) && (this.#last === null || frame.to > this.#last)) {
      this.#last = frame.to;
    }
    return [frame];
  }

  /** An event of the log. */
  event(frame) {
    this.#expectEpochGap = false;
    const before = this.#last;
    if (before !== null && frame.seq <= before) {
      return [];
    }
    this.#last = frame.seq;
    return before !== null && frame.seq > before + 1 ? [missing(before + 1, frame.seq - 1), frame] : [frame];
  }

  /** The server has had nothing to say for a while, so all that was there at the greeting has been sent. */
  caughtUp() {
    const before = this.#last;
    if (this.#head === null || (before !== null && before >= this.#head)) {
      return [];
    }
    this.#last = this.#head;
    return before === null ? [] : [missing(before + 1, this.#head)];
  }
}

function missing(from, to) {
  return { type: 'gap', from, to, reason: 'missing', lifecycle_lost: true };
}
