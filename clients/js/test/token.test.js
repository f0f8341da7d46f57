// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { live, start } from './fake-server.js';

/** Lets promises settle that are settled already. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function withToken(token) {
  let asked = 0;
  const all = start({
    token: async () => {
      asked += 1;
      return token ? token(asked) : `token-${asked}`;
    },
  });
  await settled();
  return { ...all, asked: () => asked };
}

async function greeted(hello) {
  const all = await withToken();
  all.server.hello(hello);
  return all;
}

test('the token is the first frame, and never in the URL', async () => {
  const { server } = await withToken();
  assert.deepEqual(server.socket.sent, []);
  server.accept();
  assert.deepEqual(server.socket.sent, [{ type: 'auth', token: 'token-1' }]);
  assert.doesNotMatch(server.socket.address.href, /token/);
});

test('the socket waits for the token', async () => {
  let give;
  const { server, client } = start({ token: () => new Promise((resolve) => (give = resolve)) });
  await settled();
  server.pass(60_000);
  assert.equal(client.state.name, 'connecting');
  assert.equal(server.sockets.length, 0);
  give('late');
  await settled();
  server.accept();
  assert.deepEqual(server.socket.sent, [{ type: 'auth', token: 'late' }]);
});

test('a token that comes after closing is of no use', async () => {
  let give;
  const { server, client } = start({ token: () => new Promise((resolve) => (give = resolve)) });
  client.close();
  give('late');
  await settled();
  assert.equal(server.sockets.length, 0);
  assert.equal(client.state.name, 'offline');
});

for (const [what, token] of [['fails', () => Promise.reject(new Error('no login'))], ['gives nothing', () => undefined]]) {
  test(`a callback that ${what} is told, and asked again later`, async () => {
    const { server, client, of, asked } = await withToken(token);
    assert.equal(client.state.name, 'reconnecting');
    assert.equal(client.state.reason, 'no_token');
    assert.deepEqual(of('error').map((error) => error.code), ['token_failed']);
    server.pass(60_000);
    await settled();
    assert.equal(asked(), 2);
    assert.equal(server.sockets.length, 0);
  });
}

test('a token that is refused is asked for once more; a second refusal in a row is final', async () => {
  const { server, client, asked } = await withToken();
  server.accept();
  server.drop(4401, 'expired');
  assert.equal(client.state.name, 'reconnecting');
  assert.equal(client.state.reason, 'unauthenticated');
  server.pass(1_000);
  await settled();
  server.accept();
  assert.deepEqual(server.socket.sent, [{ type: 'auth', token: 'token-2' }]);
  server.drop(4401, 'expired');
  assert.deepEqual(client.state, { name: 'refused', reason: 'unauthenticated', text: 'expired', retryAt: null });
  server.pass(3_600_000);
  assert.equal(asked(), 2);
  client.connect();
  await settled();
  server.accept();
  server.drop(4401);
  assert.equal(client.state.name, 'reconnecting', 'who logged in again begins anew');
});

test('a refusal after a greeting is the first', async () => {
  const { server, client } = await greeted();
  for (let i = 0; i < 5; i++) {
    server.drop(4401, 'expired');
    assert.equal(client.state.name, 'reconnecting');
    server.pass(60_000);
    await settled();
    server.hello();
  }
});

const RENEWALS = [
  ['an hour: at four fifths', 3_600_000, 2_880_000],
  ['30 s: ten seconds before', 30_000, 20_000],
  ['12 s: no room for ten seconds', 12_000, 6_000],
  ['a moment: not more often than every second', 5, 1_000],
  ['a year: as late as a timer can be', 365 * 86_400_000, 2 ** 31 - 1],
];
for (const [what, lifetime, wait] of RENEWALS) {
  test(`renews a token of ${what}`, async () => {
    const { server } = await greeted({ auth_expires_in_ms: lifetime, heartbeat_ms: 0 });
    server.pass(wait - 1);
    await settled();
    assert.equal(server.sent('auth').length, 1);
    server.pass(1);
    await settled();
    assert.deepEqual(server.sent('auth').map((frame) => frame.token), ['token-1', 'token-2']);
    assert.equal(server.sockets.length, 1);
  });
}

test('each renewal plans the next', async () => {
  const { server } = await greeted({ auth_expires_in_ms: 100_000, heartbeat_ms: 0 });
  for (let i = 0; i < 3; i++) {
    server.pass(80_000);
    await settled();
    server.say({ type: 'auth_renewed', auth_expires_in_ms: 100_000 });
  }
  assert.deepEqual(server.sent('auth').map((frame) => frame.token), ['token-1', 'token-2', 'token-3', 'token-4']);
  server.drop();
  server.pass(1);
  assert.equal(server.timers, 1, 'a lost connection has nothing to renew');
});

test('a renewal that comes after the connection was lost is not sent on the next', async () => {
  let give;
  let asked = 0;
  const all = start({ token: () => (++asked === 2 ? new Promise((resolve) => (give = resolve)) : 'good') });
  await settled();
  all.server.hello({ auth_expires_in_ms: 100_000, heartbeat_ms: 0 });
  all.server.pass(80_000);
  all.server.drop();
  all.server.pass(1_000);
  await settled();
  all.server.hello();
  give('old');
  await settled();
  assert.deepEqual(all.server.sent('auth').map((frame) => frame.token), ['good']);
});

test('without a callback nothing is renewed', () => {
  const { server } = live({ auth_expires_in_ms: 1_000, heartbeat_ms: 0 });
  server.pass(60_000);
  assert.deepEqual(server.socket.sent, []);
});
