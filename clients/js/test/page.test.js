// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ThroughlineClient } from '../src/main/js/throughline.js';
import { FakeServer } from './fake-server.js';

const KEY = 'throughline.client_id';
let page;

/** The parts of a page's global scope that the client looks for, which Node has not. */
beforeEach(() => {
  page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.document = Object.assign(new EventTarget(), { hidden: false });
});

afterEach(() => {
  delete globalThis.addEventListener;
  delete globalThis.document;
});

function storage() {
  const items = new Map();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
}

function connected(tab) {
  const server = new FakeServer();
  const client = new ThroughlineClient('ws://h/ws', { ...server.options, clientId: undefined, storage: tab });
  client.connect();
  return { server, client, id: server.query.client_id };
}

test('a tab keeps its id over a reload', () => {
  const tab = storage();
  const { client, id } = connected(tab);
  assert.match(id, /^[\da-f]{32}$/);
  assert.equal(client.clientId, id);
  page.dispatchEvent(new Event('pagehide'));
  assert.equal(connected(tab).id, id);
});

test('a duplicated tab gets an id of its own', () => {
  const tab = storage();
  const { id } = connected(tab);
  assert.notEqual(connected(tab).id, id, 'the copy finds the storage as the living page left it');
});

test('a page that comes back from the cache takes its id out again', () => {
  const tab = storage();
  const { id, client } = connected(tab);
  page.dispatchEvent(new Event('pagehide'));
  assert.equal(tab.items.get(KEY), id);
  page.dispatchEvent(new Event('pageshow'));
  assert.equal(tab.items.size, 0);
  assert.equal(client.clientId, id);
});

test('a client that is closed gives the id to the next of the same tab', () => {
  const tab = storage();
  const { client, id } = connected(tab);
  client.close();
  assert.equal(connected(tab).id, id);
});

test('an id lasts over reconnections, and as long as the client where nothing can be kept', () => {
  const broken = { getItem: () => assert.fail(), setItem: () => assert.fail(), removeItem: () => assert.fail() };
  for (const tab of [storage(), null, broken]) {
    const { server, client, id } = connected(tab);
    server.hello();
    server.drop();
    server.pass(1_000);
    assert.equal(server.query.client_id, id);
    client.close();
    client.connect();
    assert.equal(server.query.client_id, id);
  }
});

test('ids are random', () => {
  assert.equal(new Set(Array.from({ length: 1000 }, () => connected(null).id)).size, 1000);
});

test('an id that was given is used, and kept nowhere', () => {
  const tab = storage();
  const server = new FakeServer();
  const client = new ThroughlineClient('ws://h/ws', { ...server.options, storage: tab });
  assert.equal(client.clientId, 'c1');
  client.connect();
  client.close();
  assert.equal(server.query.client_id, 'c1');
  assert.equal(tab.items.size, 0);
});

const WAKES = [
  ['is online again', () => page.dispatchEvent(new Event('online'))],
  ['is looked at again', () => document.dispatchEvent(new Event('visibilitychange'))],
  ['comes back from the cache', () => page.dispatchEvent(new Event('pageshow'))],
];
for (const [what, wake] of WAKES) {
  test(`does not wait any longer when the page ${what}`, () => {
    const { server, client } = connected(null);
    wake();
    assert.equal(server.sockets.length, 1, 'while connecting');
    server.hello();
    wake();
    assert.equal(server.sockets.length, 1, 'while live');
    server.drop();
    wake();
    assert.equal(server.sockets.length, 2);
    server.drop(4403);
    wake();
    assert.equal(server.sockets.length, 2, 'when refused');
    client.close();
    client.connect();
    server.drop();
    client.close();
    wake();
    assert.equal(server.sockets.length, 3, 'when closed');
  });
}

test('a page that is hidden is in no hurry', () => {
  const { server } = connected(null);
  server.drop();
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(server.sockets.length, 1);
});
