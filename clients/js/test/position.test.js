// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { live, start } from './fake-server.js';

const MISSING = { type: 'gap', reason: 'missing', lifecycle_lost: true };

function reconnected(all, hello) {
  all.server.drop();
  all.server.pass(1_000);
  all.server.hello(hello);
}

test('follows the log and can name its place', () => {
  const { server, client, seqs } = live();
  assert.equal(client.cursor, 'e:0');
  server.events(1, 2);
  assert.deepEqual(seqs(), [1, 2]);
  assert.equal(client.cursor, 'e:2');
});

test('the first event of a loaded page may be any that is no newer than the head', () => {
  const { server, client, of, seqs } = live({ seq: 41 });
  assert.equal(client.cursor, null);
  server.events(17);
  assert.deepEqual(seqs(), [17]);
  assert.deepEqual(of('gap'), []);
});

test('the greeting says where it begins', () => {
  const { server, client, of, seqs } = live({ seq: 41, next: 17 });
  assert.equal(client.cursor, 'e:16');
  server.events(18);
  assert.deepEqual(of('gap'), [{ ...MISSING, from: 17, to: 17 }]);
  assert.deepEqual(seqs(), [18]);
});

test('a first event beyond the head shows that one is missing', () => {
  const { server, of } = live({ seq: 41 });
  server.events(44);
  assert.deepEqual(of('gap'), [{ ...MISSING, from: 42, to: 43 }]);
});

test('drops what it has', () => {
  const { server, client, seqs } = live({ seq: 9 });
  server.events(5, 5, 3, 6);
  assert.deepEqual(seqs(), [5, 6]);
  assert.equal(client.cursor, 'e:6');
});

test('a jump that nobody explained becomes a gap, before the event and before a gap', () => {
  const { server, of, seen } = live();
  server.events(1, 4);
  assert.deepEqual(seen.slice(-2).map(([type]) => type), ['gap', 'event']);
  server.say({ type: 'gap', from: 7, to: 8, reason: 'evicted', lifecycle_lost: false });
  assert.deepEqual(of('gap').map(({ reason, from, to }) => [reason, from, to]), [
    ['missing', 2, 3],
    ['missing', 5, 6],
    ['evicted', 7, 8],
  ]);
});

test('a gap that the server names is passed on and accounted for', () => {
  const { server, client, of } = live();
  server.events(1);
  const gap = { type: 'gap', from: 2, to: 9, reason: 'evicted', lifecycle_lost: false };
  server.say(gap);
  assert.equal(client.cursor, 'e:9');
  server.events(10);
  assert.deepEqual(of('gap'), [gap]);
});

test('reconnects at its place in the log', () => {
  const all = live();
  all.server.events(1, 2);
  reconnected(all, { seq: 3, resumed: true });
  assert.deepEqual(all.server.query, { user: 'alice', client_id: 'c1', cursor: 'e:2' });
  all.server.events(2, 3);
  assert.deepEqual(all.seqs(), [1, 2, 3]);
  assert.deepEqual(all.of('gap'), []);
});

test('where only the greeting came, what it said is the place; where it did not say, nothing may be left out', () => {
  const told = live({ seq: 41, next: 42 });
  reconnected(told, { seq: 45, resumed: true });
  assert.equal(told.server.query.cursor, 'e:41');

  const empty = live({ seq: 0 });
  reconnected(empty, { seq: 5 });
  assert.equal(empty.server.query.cursor, 'e:0');

  const untold = live({ seq: 41 });
  reconnected(untold, { seq: 45 });
  assert.equal(untold.server.query.cursor, 'earliest');
});

test('before any greeting it asks for what it was told to ask for', () => {
  for (const cursor of ['open', 'earliest', 'live', 'e:7']) {
    const { server } = start({ cursor });
    const asked = cursor === 'live' ? undefined : cursor;
    assert.equal(server.query.cursor, asked);
    server.drop();
    server.pass(1_000);
    assert.equal(server.query.cursor, asked);
  }
});

test('live begins at the head', () => {
  const all = live({ seq: 41 }, { cursor: 'live' });
  assert.equal(all.client.cursor, 'e:41');
  reconnected(all, { seq: 42, resumed: true });
  assert.equal(all.server.query.cursor, 'e:41');
});

test('a cursor that was kept resumes', () => {
  const { server, of, seqs } = live({ seq: 9, resumed: true }, { cursor: 'e:7' });
  server.events(8, 9);
  assert.deepEqual(seqs(), [8, 9]);
  assert.deepEqual(of('gap'), []);
});

for (const next of [undefined, 1]) {
  test(`another epoch is a gap, told once, and numbers begin anew (next: ${next})`, () => {
    const all = live();
    all.server.events(1, 2, 3, 4, 5);
    reconnected(all, { epoch: 'new', seq: 2, next });
    all.server.say({ type: 'gap', reason: 'epoch_changed', lifecycle_lost: true });
    assert.deepEqual(all.of('gap'), [{ type: 'gap', reason: 'epoch_changed', lifecycle_lost: true }]);
    all.server.events(1, 2);
    assert.deepEqual(all.seqs(), [1, 2, 3, 4, 5, 1, 2]);
    assert.equal(all.client.cursor, 'new:2');
  });
}

test('another epoch is a gap even if the server forgets to say so', () => {
  const all = live();
  all.server.events(1, 2);
  reconnected(all, { epoch: 'new', seq: 0 });
  all.server.events(1);
  assert.deepEqual(all.of('gap').map((gap) => gap.reason), ['epoch_changed']);
  assert.deepEqual(all.seqs(), [1, 2, 1]);
});

test('so is a head that went backwards in the same epoch', () => {
  const all = live();
  all.server.events(1, 2, 3);
  reconnected(all, { seq: 2, next: 2 });
  all.server.say({ type: 'gap', reason: 'unknown_cursor', lifecycle_lost: true });
  all.server.events(2);
  assert.deepEqual(all.of('gap').map((gap) => gap.reason), ['unknown_cursor']);
  assert.deepEqual(all.seqs(), [1, 2, 3, 2]);
});

test('a cursor that the server does not know begins anew, and open runs come again', () => {
  const all = live();
  all.server.events(1, 2, 3);
  reconnected(all, { seq: 3 });
  all.server.say({ type: 'gap', reason: 'unknown_cursor', lifecycle_lost: true });
  assert.equal(all.client.cursor, null);
  all.server.events(2, 3);
  assert.deepEqual(all.seqs(), [1, 2, 3, 2, 3]);
});

test('a heartbeat says nothing about the log', () => {
  const all = live();
  all.server.events(1);
  reconnected(all, { seq: 3, resumed: true });
  all.server.say({ type: 'heartbeat' });
  all.server.events(2, 3);
  assert.deepEqual(all.seqs(), [1, 2, 3]);
});

test('a listener that closes the client at a gap gets the event after it when it comes back', () => {
  const all = live();
  all.server.events(1);
  all.client.addEventListener('gap', () => all.client.close(), { once: true });
  all.server.events(4);
  assert.deepEqual(all.seqs(), [1]);
  assert.equal(all.client.cursor, 'e:3');
});
