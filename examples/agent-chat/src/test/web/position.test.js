// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Position } from '../../main/resources/web/position.js';

const at = (seq) => ({ type: 'agent_thinking', seq });

function greeted(epoch = 'e', seq = 0) {
  const position = new Position();
  assert.deepEqual(position.hello({ epoch, seq }), []);
  return position;
}

test('follows the log and can name its place', () => {
  const position = greeted();
  assert.equal(position.cursor, null);
  assert.deepEqual(position.event(at(1)), [at(1)]);
  assert.deepEqual(position.event(at(2)), [at(2)]);
  assert.equal(position.cursor, 'e:2');
});

test('the first event may be any', () => {
  assert.deepEqual(greeted('e', 41).event(at(17)), [at(17)]);
});

test('drops what it has', () => {
  const position = greeted();
  position.event(at(5));
  assert.deepEqual(position.event(at(5)), []);
  assert.deepEqual(position.event(at(3)), []);
  assert.equal(position.cursor, 'e:5');
});

test('keeps its place over a reconnection in the same epoch', () => {
  const position = greeted();
  position.event(at(5));
  assert.deepEqual(position.hello({ epoch: 'e', seq: 9 }), []);
  assert.deepEqual(position.event(at(6)), [at(6)]);
});

test('a gap that the server names is passed on and accounted for', () => {
  const position = greeted();
  position.event(at(5));
  const gap = { type: 'gap', from: 6, to: 9, reason: 'evicted' };
  assert.deepEqual(position.gap(gap), [gap]);
  assert.equal(position.cursor, 'e:9');
  assert.deepEqual(position.event(at(10)), [at(10)]);
});

test('a jump that nobody explained becomes a gap', () => {
  const position = greeted();
  position.event(at(5));
  assert.deepEqual(position.event(at(9)), [
    { type: 'gap', from: 6, to: 8, reason: 'missing', lifecycle_lost: true },
    at(9),
  ]);
});

test('another epoch is a gap, told once, and numbers begin anew', () => {
  const position = greeted('old');
  position.event(at(5));
  const told = position.hello({ epoch: 'new', seq: 2 });
  assert.deepEqual(told, [{ type: 'gap', reason: 'epoch_changed', lifecycle_lost: true }]);
  assert.deepEqual(position.gap({ type: 'gap', reason: 'epoch_changed' }), [], 'the server says it too');
  assert.deepEqual(position.event(at(1)), [at(1)]);
  assert.equal(position.cursor, 'new:1');
});

test('a cursor that the server does not know begins anew in the same epoch', () => {
  const position = greeted();
  position.event(at(50));
  position.hello({ epoch: 'e', seq: 7 });
  const gap = { type: 'gap', reason: 'unknown_cursor' };
  assert.deepEqual(position.gap(gap), [gap]);
  assert.equal(position.cursor, null);
  assert.deepEqual(position.event(at(4)), [at(4)]);
});

test('a silent server has sent all there was: what is still missing is lost', () => {
  const position = greeted();
  position.event(at(5));
  position.hello({ epoch: 'e', seq: 9 });
  assert.deepEqual(position.caughtUp(), [{ type: 'gap', from: 6, to: 9, reason: 'missing', lifecycle_lost: true }]);
  assert.deepEqual(position.caughtUp(), []);
  assert.deepEqual(position.event(at(10)), [at(10)]);
});

test('a silent server before any event gives a place to come back to', () => {
  const position = greeted('e', 41);
  assert.deepEqual(position.caughtUp(), []);
  assert.equal(position.cursor, 'e:41');
});
