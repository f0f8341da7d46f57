// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ThroughlineClient } from '../src/main/js/throughline.js';
import { FakeServer, live, start } from './fake-server.js';

test('connects with the subprotocol, its own query and the first cursor', () => {
  const { server, client } = start();
  assert.equal(server.socket.protocol, 'throughline.v1.json');
  assert.equal(server.socket.address.pathname, '/ws');
  assert.deepEqual(server.query, { user: 'alice', client_id: 'c1', cursor: 'open' });
  assert.equal(client.state.name, 'connecting');
  client.connect();
  assert.equal(server.sockets.length, 1, 'connecting twice connects once');
});

test('an address of the web is one of a socket', () => {
  for (const [given, opened] of [['https://example.org/ws', 'wss:'], ['http://localhost/ws', 'ws:'], ['wss://h/ws', 'wss:']]) {
    const server = new FakeServer();
    new ThroughlineClient(given, server.options).connect();
    assert.equal(server.socket.address.protocol, opened);
  }
});

test('wrong options are refused at once, in words', () => {
  const { options } = new FakeServer();
  const make = (url, more) => () => new ThroughlineClient(url, { ...options, ...more });
  assert.throws(make('/ws'), TypeError, 'there is no page that it could be relative to');
  assert.throws(make('ws://h/', { WebSocket: undefined }), /options\.WebSocket/);
  assert.throws(make('ws://h/', { cursor: 'newest' }), /cursor is newest/);
  assert.throws(make('ws://h/', { cursor: 'e:' }), /cursor is e:/);
  assert.throws(make('ws://h/', { ack: 'never' }), /ack is never/);
  assert.throws(make('ws://h/', { token: 'secret' }), /token is no function/);
  assert.throws(make('ws://h/', { backoff: { min: 0 } }), /backoff/);
  assert.throws(make('ws://h/', { backoff: { min: 500, max: 499 } }), /backoff/);
  assert.throws(make('ws://h/', { backoff: { max: NaN } }), /backoff/);
});

test('is live once greeted, and hands frames on', () => {
  const { server, client, of, seqs } = live();
  assert.equal(client.state.name, 'live');
  assert.equal(of('hello')[0].epoch, 'e');
  server.events(1);
  server.say({ type: 'message', data: { for: 'this connection alone' } });
  server.say({ type: 'error', code: 'x', message: 'y' });
  server.say({ type: 'from_the_future', whatever: 1 });
  assert.deepEqual(seqs(), [1]);
  assert.equal(of('message').length, 1);
  assert.deepEqual(of('error').map((error) => error.code), ['x']);
});

test('each event comes under its own type too, unless that is a name of the client itself', () => {
  const { server, client, of } = live();
  const typed = [];
  for (const type of ['agent_thinking', 'price_changed', 'message']) {
    client.addEventListener(type, ({ detail }) => typed.push([type, detail.seq]));
  }
  server.events(1);
  server.say({ type: 'price_changed', seq: 2, data: {} });
  server.say({ type: 'message', seq: 3, data: {} });
  const states = of('state').length;
  server.say({ type: 'state', seq: 4, data: {} });
  server.say({ type: 'event', seq: 5, data: {} });
  assert.deepEqual(typed, [['agent_thinking', 1], ['price_changed', 2], ['message', 3]]);
  assert.equal(of('state').length, states);
  assert.deepEqual(of('event').map((event) => event.seq), [1, 2, 3, 4, 5]);
});

test('sends only while there is a connection', () => {
  const { server, client } = start();
  assert.equal(client.send('ask', { question: 'Why?' }), false);
  server.hello();
  assert.equal(client.send('ask', { question: 'Why?' }, { id: 'q1' }), true);
  assert.equal(client.send('ping'), true);
  assert.deepEqual(server.socket.sent, [{ type: 'ask', id: 'q1', data: { question: 'Why?' } }, { type: 'ping' }]);
  server.socket.readyState = 2;
  assert.equal(client.send('ask'), false, 'the socket is closing');
  server.drop();
  assert.equal(client.send('ask'), false);
});

test('waits longer from failure to failure, up to a bound, and short again after a stable connection', () => {
  const { server, client } = start();
  const waits = [];
  for (let i = 0; i < 9; i++) {
    server.drop();
    waits.push(client.state.retryAt - server.time);
    server.pass(waits.at(-1));
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 10000, 10000, 10000]);
  assert.equal(client.state.reason, 'again');
  server.hello();
  server.drop();
  assert.equal(client.state.retryAt - server.time, 10000, 'greeting alone proves nothing');
  server.pass(10_000);
  server.hello();
  server.pass(5_000);
  server.drop();
  assert.equal(client.state.retryAt - server.time, 250);
});

test('the jitter is full: from nothing to the whole wait, between the bounds that were given', () => {
  for (const [random, expected] of [[0, 0], [0.999999, 3000]]) {
    const { server, client } = start({ random: () => random, backoff: { min: 3_000, max: 3_000 } });
    server.drop();
    assert.equal(client.state.retryAt - server.time, expected);
  }
});

test('a thousand failures do not overflow', () => {
  const { server, client } = start();
  for (let i = 0; i < 1_100; i++) {
    server.drop();
    server.pass(client.state.retryAt - server.time);
  }
  server.drop();
  assert.equal(client.state.retryAt - server.time, 10_000);
});

test('can be told to try at once', () => {
  const { server, client } = live();
  server.drop();
  client.connect();
  assert.equal(server.sockets.length, 2);
  client.connect();
  server.pass(9_000);
  assert.equal(server.sockets.length, 2, 'one attempt at a time');
});

test('gives a server that never greets some seconds', () => {
  const { server, client } = start();
  server.pass(9_999);
  assert.equal(client.state.name, 'connecting');
  server.pass(1);
  assert.equal(client.state.name, 'reconnecting');
  assert.equal(client.state.reason, 'no_answer');
  assert.equal(server.socket.closedWith, 4000);
});

test('notices a server that fell silent, by its heartbeat', () => {
  const { server, client } = live({ heartbeat_ms: 1000 });
  for (let i = 0; i < 10; i++) {
    server.pass(2_900);
    server.say({ type: 'heartbeat' });
  }
  assert.equal(client.state.name, 'live');
  server.pass(3_000);
  assert.equal(client.state.name, 'reconnecting');
  assert.equal(client.state.reason, 'silent');
  assert.equal(server.socket.closedWith, 4000);
});

test('without a heartbeat, silence says nothing; with one beyond what a timer can wait, neither', () => {
  for (const heartbeat_ms of [0, 2 ** 40]) {
    const { server, client } = live({ heartbeat_ms });
    server.pass(3_600_000);
    assert.equal(client.state.name, 'live');
  }
});

for (const [code, reason] of [[1008, 'policy'], [4401, 'unauthenticated'], [4403, 'forbidden']]) {
  test(`close code ${code} is a refusal that waiting would not change`, () => {
    const { server, client } = live();
    server.drop(code, 'because');
    assert.deepEqual(client.state, { name: 'refused', reason, text: 'because', retryAt: null });
    server.pass(3_600_000);
    assert.equal(server.sockets.length, 1);
    client.connect();
    assert.equal(server.sockets.length, 2);
  });
}

const RECONNECTS = [
  [1001, 'going_away'], [1002, 'lost'], [1005, 'lost'], [1006, 'lost'], [1009, 'too_big'], [1011, 'lost'],
  [1012, 'restart'], [4408, 'silent'],
];
for (const [code, reason] of RECONNECTS) {
  test(`after close code ${code} it comes back`, () => {
    const { server, client } = live();
    server.drop(code);
    assert.equal(client.state.name, 'reconnecting');
    assert.equal(client.state.reason, reason);
    assert.equal(client.state.retryAt - server.time, 250);
  });
}

for (const [code, reason] of [[1013, 'overloaded'], [4429, 'too_many']]) {
  test(`after close code ${code} it takes its time`, () => {
    const { server, client } = live();
    server.drop(code);
    assert.equal(client.state.reason, reason);
    assert.equal(client.state.retryAt - server.time, 5_250);
  });
}

test('a server that cannot be reached is told from a connection that was lost', () => {
  const { server, client } = start();
  server.drop();
  assert.equal(client.state.reason, 'unreachable');
});

test('an orderly end is the end', () => {
  const { server, client } = live();
  server.drop(1000, 'signed out');
  assert.deepEqual(client.state, { name: 'offline', reason: 'closed', text: 'signed out', retryAt: null });
  server.pass(60_000);
  assert.equal(server.sockets.length, 1);
});

test('closing leaves no timer and hears nothing more', () => {
  const { server, client, seqs } = live();
  client.close();
  assert.equal(server.socket.closedWith, 1000);
  assert.equal(client.state.name, 'offline');
  assert.equal(server.timers, 0);
  server.events(1);
  server.drop();
  assert.equal(client.state.name, 'offline');
  assert.deepEqual(seqs(), []);
});

for (const moment of ['connecting', 'live']) {
  test(`a listener may close the client as soon as it is ${moment}`, () => {
    const server = new FakeServer();
    const client = new ThroughlineClient('ws://h/ws', server.options);
    client.addEventListener('state', ({ detail }) => detail.name === moment && client.close());
    client.connect();
    if (moment === 'live') {
      server.hello();
    }
    assert.equal(client.state.name, 'offline');
    assert.equal(server.timers, 0);
    assert.equal(server.sockets.length, moment === 'live' ? 1 : 0);
  });
}

test('a socket that cannot even be made is a refusal', () => {
  const { client } = start({
    WebSocket: class {
      constructor() {
        throw new Error('not from a secure page');
      }
    },
  });
  assert.deepEqual(client.state, { name: 'refused', reason: 'unsupported', text: 'not from a secure page', retryAt: null });
});

test('a draining server is heard until it closes, and left alone for as long as it says from then on', () => {
  const { server, client, seqs } = live();
  server.say({ type: 'drain', reconnect_after_ms: 4_000 });
  assert.deepEqual(client.state, { name: 'draining', reason: 'restart', text: '', retryAt: null });
  server.pass(10_000);
  assert.equal(server.sockets.length, 1, 'a run may take longer than the wait after it');
  server.events(1);
  assert.equal(client.send('ask'), true);
  server.drop(1012);
  assert.equal(client.state.retryAt - server.time, 4_000);
  server.pass(3_999);
  assert.equal(server.sockets.length, 1);
  server.pass(1);
  assert.equal(server.sockets.length, 2);
  assert.equal(server.query.cursor, 'e:1');
  assert.deepEqual(seqs(), [1]);
  server.hello();
  server.drop();
  assert.equal(client.state.retryAt - server.time, 500, 'the next loss is an ordinary one');
});

test('who does not greet properly is refused', () => {
  for (const frame of [{ type: 'agent_started', seq: 1 }, { type: 'hello', protocol: 'throughline.v9', epoch: 'e', seq: 0 }]) {
    const { server, client } = start();
    server.say(frame);
    assert.equal(client.state.name, 'refused');
    assert.equal(client.state.reason, 'protocol');
    assert.equal(server.socket.closedWith, 1000);
  }
});

test('frames that cannot be read are told and survived', () => {
  const { server, client, of } = live();
  for (const frame of ['', '{', 'null', '[]', '42', '{"seq":1}']) {
    server.say(frame);
  }
  assert.deepEqual(new Set(of('error').map((error) => error.code)), new Set(['unreadable_frame']));
  assert.equal(of('error').length, 6);
  assert.equal(client.state.name, 'live');
});
