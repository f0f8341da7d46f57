// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../../main/resources/web/connection.js';
import { FakeBrowser } from './fake-browser.js';

const URL_OF_SOCKET = 'ws://localhost:8080/ws?user=alice&client_id=c1';

function start() {
  const browser = new FakeBrowser();
  const connection = new Connection(URL_OF_SOCKET, browser.environment);
  const seen = [];
  for (const type of ['state', 'hello', 'event', 'message', 'gap', 'error']) {
    connection.addEventListener(type, ({ detail }) => seen.push([type, detail]));
  }
  connection.start();
  const of = (type) => seen.filter(([name]) => name === type).map(([, detail]) => detail);
  return { browser, connection, seen, of };
}

function live(more) {
  const all = start();
  all.browser.hello(more);
  return all;
}

test('connects with the subprotocol, its own query and the first cursor', () => {
  const { browser, connection } = start();
  assert.equal(browser.socket.protocol, 'throughline.v1.json');
  assert.equal(browser.socket.address.pathname, '/ws');
  assert.deepEqual(Object.fromEntries(browser.socket.address.searchParams), {
    user: 'alice',
    client_id: 'c1',
    cursor: 'earliest',
  });
  assert.equal(connection.state.name, 'connecting');
  connection.start();
  assert.equal(browser.sockets.length, 1, 'starting twice connects once');
});

test('is live once greeted, and hands events on', () => {
  const { browser, connection, of } = live();
  assert.equal(connection.state.name, 'live');
  assert.equal(of('hello')[0].epoch, 'e');
  browser.say({ type: 'agent_started', seq: 1, run_id: 'r' });
  browser.say({ type: 'agent_started', seq: 1, run_id: 'r' });
  browser.say({ type: 'gap', from: 2, to: 3, reason: 'evicted' });
  browser.say({ type: 'agent_thinking', seq: 4, run_id: 'r' });
  browser.say({ type: 'message', data: { for: 'this connection alone' } });
  browser.say({ type: 'error', code: 'x', message: 'y' });
  browser.say({ type: 'from_the_future', whatever: 1 });
  assert.deepEqual(of('event').map((event) => event.seq), [1, 4]);
  assert.equal(of('gap').length, 1);
  assert.equal(of('message').length, 1);
  assert.deepEqual(of('error').map((error) => error.code), ['x']);
});

test('sends only while live', () => {
  const { browser, connection } = start();
  const ask = { type: 'ask', data: { question: 'Why?' } };
  assert.equal(connection.send(ask), false);
  browser.hello();
  assert.equal(connection.send(ask), true);
  assert.deepEqual(browser.socket.sent, [ask]);
  browser.drop();
  assert.equal(connection.send(ask), false);
});

test('reconnects by itself at its place in the log', () => {
  const { browser, connection, of } = live();
  browser.say({ type: 'agent_started', seq: 7, run_id: 'r' });
  browser.drop(1012);
  assert.equal(connection.state.name, 'reconnecting');
  assert.equal(connection.state.reason, 'restart');
  assert.equal(connection.state.retryAt, browser.time + 375);
  browser.pass(374);
  assert.equal(browser.sockets.length, 1);
  browser.pass(1);
  assert.equal(browser.sockets.length, 2);
  assert.equal(browser.socket.address.searchParams.get('cursor'), 'e:7');
  assert.equal(browser.socket.address.searchParams.get('client_id'), 'c1');
  browser.hello({ seq: 8, resumed: true });
  browser.say({ type: 'agent_completed', seq: 8, run_id: 'r' });
  assert.deepEqual(of('event').map((event) => event.seq), [7, 8]);
});

test('a changed epoch is a gap even if the server forgets to say so', () => {
  const { browser, of } = live();
  browser.say({ type: 'agent_started', seq: 7, run_id: 'r' });
  browser.drop();
  browser.pass(1000);
  browser.hello({ epoch: 'other', seq: 1 });
  browser.say({ type: 'agent_started', seq: 1, run_id: 's' });
  assert.deepEqual(of('gap').map((gap) => gap.reason), ['epoch_changed']);
  assert.deepEqual(of('event').map((event) => event.seq), [7, 1]);
});

test('waits longer from failure to failure, up to a bound, and short again after a stable connection', () => {
  const { browser, connection } = start();
  const waits = [];
  for (let i = 0; i < 9; i++) {
    browser.drop();
    waits.push(connection.state.retryAt - browser.time);
    browser.pass(waits.at(-1));
  }
  assert.deepEqual(waits, [375, 750, 1500, 3000, 6000, 12000, 15000, 15000, 15000]);
  assert.equal(connection.state.reason, 'again');
  browser.hello();
  browser.drop();
  assert.equal(connection.state.retryAt - browser.time, 15000, 'greeting alone proves nothing');
  browser.pass(15_000);
  browser.hello();
  browser.pass(5_000);
  browser.drop();
  assert.equal(connection.state.retryAt - browser.time, 375);
});

test('can be told to try at once', () => {
  const { browser, connection } = live();
  browser.drop();
  connection.retryNow();
  assert.equal(browser.sockets.length, 2);
  connection.retryNow();
  browser.pass(9_000);
  assert.equal(browser.sockets.length, 2, 'one attempt at a time');
});

test('gives a server that never greets some seconds', () => {
  const { browser, connection } = start();
  browser.pass(9_999);
  assert.equal(connection.state.name, 'connecting');
  browser.pass(1);
  assert.equal(connection.state.name, 'reconnecting');
  assert.equal(connection.state.reason, 'no_answer');
  assert.equal(browser.socket.closedWith, 4000);
});

test('notices a server that fell silent, by its heartbeat', () => {
  const { browser, connection } = live({ heartbeat_ms: 1000 });
  for (let i = 0; i < 10; i++) {
    browser.pass(2_900);
    browser.say({ type: 'heartbeat' });
  }
  assert.equal(connection.state.name, 'live');
  browser.pass(3_000);
  assert.equal(connection.state.name, 'reconnecting');
  assert.equal(connection.state.reason, 'silent');
});

test('without a heartbeat, silence says nothing', () => {
  const { browser, connection } = live({ heartbeat_ms: 0 });
  browser.pass(3_600_000);
  assert.equal(connection.state.name, 'live');
});

test('a heartbeat shows what never came', () => {
  const { browser, of } = live();
  browser.say({ type: 'agent_started', seq: 1, run_id: 'r' });
  browser.drop();
  browser.pass(1000);
  browser.hello({ seq: 3 });
  browser.say({ type: 'heartbeat' });
  assert.deepEqual(of('gap'), [{ type: 'gap', from: 2, to: 3, reason: 'missing', lifecycle_lost: true }]);
});

for (const [code, reason] of [[1008, 'policy'], [4401, 'unauthenticated'], [4403, 'forbidden']]) {
  test(`close code ${code} is a refusal that waiting would not change`, () => {
    const { browser, connection } = live();
    browser.drop(code, 'because');
    assert.deepEqual(connection.state, { name: 'refused', reason, text: 'because', retryAt: null });
    browser.pass(3_600_000);
    assert.equal(browser.sockets.length, 1);
    connection.retryNow();
    assert.equal(browser.sockets.length, 2);
  });
}

for (const [code, reason] of [[1001, 'going_away'], [1006, 'lost'], [1009, 'too_big'], [1011, 'lost'], [4408, 'silent']]) {
  test(`after close code ${code} it comes back`, () => {
    const { browser, connection } = live();
    browser.drop(code);
    assert.equal(connection.state.name, 'reconnecting');
    assert.equal(connection.state.reason, reason);
  });
}

test('a server that cannot be reached is told from a connection that was lost', () => {
  const { browser, connection } = start();
  browser.drop();
  assert.equal(connection.state.reason, 'unreachable');
});

test('too many messages make it wait longer', () => {
  const { browser, connection } = live();
  browser.drop(4429);
  assert.equal(connection.state.retryAt - browser.time, 5_375);
});

test('an orderly end is the end', () => {
  const { browser, connection } = live();
  browser.drop(1000, 'signed out');
  assert.deepEqual(connection.state, { name: 'offline', reason: 'closed', text: 'signed out', retryAt: null });
  browser.pass(60_000);
  assert.equal(browser.sockets.length, 1);
});

test('stopping leaves no timer and hears nothing more', () => {
  const { browser, connection, of } = live();
  connection.stop();
  assert.equal(browser.socket.closedWith, 1000);
  assert.equal(connection.state.name, 'offline');
  assert.equal(browser.timers, 0);
  browser.say({ type: 'agent_started', seq: 1, run_id: 'r' });
  browser.drop();
  assert.equal(connection.state.name, 'offline');
  assert.deepEqual(of('event'), []);
});

test('a draining server is left when it says', () => {
  const { browser, connection } = live();
  browser.say({ type: 'drain', reconnect_after_ms: 4_000 });
  assert.equal(connection.state.name, 'live');
  browser.pass(3_999);
  assert.equal(browser.sockets.length, 1);
  browser.pass(1);
  assert.equal(browser.sockets[0].closedWith, 1000);
  assert.equal(browser.sockets.length, 2);
});

test('a draining server that closes early is not troubled before its time', () => {
  const { browser, connection } = live();
  browser.say({ type: 'drain', reconnect_after_ms: 4_000 });
  browser.pass(1_000);
  browser.drop(1012);
  assert.equal(connection.state.retryAt - browser.time, 3_000);
});

test('who does not greet properly is refused', () => {
  for (const frame of [{ type: 'agent_started', seq: 1 }, { type: 'hello', protocol: 'throughline.v9', epoch: 'e', seq: 0 }]) {
    const { browser, connection } = start();
    browser.say(frame);
    assert.equal(connection.state.name, 'refused');
    assert.equal(connection.state.reason, 'protocol');
    assert.equal(browser.socket.closedWith, 1000);
  }
});

test('frames that cannot be read are told and survived', () => {
  const { browser, connection, of } = live();
  for (const frame of ['', '{', 'null', '[]', '42', '{"seq":1}']) {
    browser.say(frame);
  }
  assert.deepEqual(new Set(of('error').map((error) => error.code)), new Set(['unreadable_frame']));
  assert.equal(of('error').length, 6);
  assert.equal(connection.state.name, 'live');
});
