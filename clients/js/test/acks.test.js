// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { live } from './fake-server.js';

const terminal = (type, seq) => ({ type, seq, run_id: 'r', data: {} });
const upTo = (n) => Array.from({ length: n }, (_, i) => i + 1);

test('acknowledges a quarter of a second after the last event', () => {
  const { server } = live();
  server.events(1);
  server.pass(249);
  server.events(2);
  server.pass(249);
  assert.deepEqual(server.acks(), []);
  server.pass(1);
  assert.deepEqual(server.acks(), [2]);
  server.pass(10_000);
  assert.deepEqual(server.acks(), [2], 'once');
});

test('acknowledges every 32 events of a stream without a pause', () => {
  const { server } = live();
  server.events(...upTo(100));
  assert.deepEqual(server.acks(), [32, 64, 96]);
  server.pass(250);
  assert.deepEqual(server.acks(), [32, 64, 96, 100]);
});

for (const type of ['agent_completed', 'agent_failed', 'agent_cancelled']) {
  test(`acknowledges ${type} at once`, () => {
    const { server } = live();
    server.events(1);
    server.say(terminal(type, 2));
    assert.deepEqual(server.acks(), [2]);
  });
}

test('acknowledges at once what was handled when the server drains, and when it is closed', () => {
  const { server, client } = live();
  server.events(1);
  server.say({ type: 'drain', reconnect_after_ms: 1_000 });
  assert.deepEqual(server.acks(), [1]);
  server.events(2);
  client.close();
  assert.deepEqual(server.acks(), [1, 2]);
});

test('acknowledges a gap that it was told', () => {
  const { server } = live();
  server.say({ type: 'gap', from: 1, to: 6, reason: 'evicted', lifecycle_lost: false });
  server.pass(250);
  assert.deepEqual(server.acks(), [6]);
});

test('an event counts as handled when its listeners have run, not before', () => {
  const { server, client } = live();
  const before = [];
  client.addEventListener('agent_completed', () => before.push(server.acks()));
  server.say(terminal('agent_completed', 1));
  assert.deepEqual(before, [[]]);
  assert.deepEqual(server.acks(), [1]);
});

test('what was handled and not acknowledged is so after resuming, and not where the log began anew', () => {
  const { server } = live();
  server.events(1, 2);
  server.drop();
  server.pass(1_000);
  server.hello({ seq: 2, resumed: true });
  assert.deepEqual(server.acks(), [2]);

  server.events(3);
  server.drop();
  server.pass(1_000);
  server.hello({ epoch: 'new', seq: 9, resumed: false });
  server.pass(1_000);
  assert.deepEqual(server.acks(), []);
  server.events(4);
  server.pass(250);
  assert.deepEqual(server.acks(), [4]);
});

test('by hand: only what was received, only forwards', () => {
  const { server, client } = live(undefined, { ack: 'manual' });
  server.events(1, 2, 3);
  server.say(terminal('agent_completed', 4));
  server.pass(10_000);
  assert.deepEqual(server.acks(), []);
  assert.deepEqual([client.ack(2), client.ack(2), client.ack(1), client.ack(5), client.ack(1.5), client.ack('3'), client.ack()], [
    true, false, false, false, false, false, false,
  ]);
  assert.deepEqual(server.acks(), [2]);
});

test('by hand, while there is no connection: told when it has resumed', () => {
  const { server, client } = live(undefined, { ack: 'manual' });
  server.events(1, 2);
  server.drop();
  assert.equal(client.ack(1), true);
  server.pass(1_000);
  server.hello({ seq: 2, resumed: true });
  assert.deepEqual(server.acks(), [1]);
});
