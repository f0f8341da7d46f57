// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunGapError } from '../src/main/js/throughline.js';
import { live } from './fake-server.js';

const event = (type, seq, run_id = 'r') => ({ type, seq, run_id, data: {} });

async function collect(events) {
  const types = [];
  for await (const frame of events) {
    types.push(frame.type);
  }
  return types;
}

/** Counts a client's listeners by what it does with them. */
function counting(client) {
  let count = 0;
  const add = client.addEventListener.bind(client);
  client.addEventListener = (type, listener, options) => {
    count += 1;
    options?.signal?.addEventListener('abort', () => (count -= 1));
    add(type, listener, options);
  };
  return () => count;
}

for (const terminal of ['agent_completed', 'agent_failed', 'agent_cancelled']) {
  test(`a run's events end with ${terminal}, and what came before they were read is among them`, async () => {
    const { server, client } = live();
    const events = client.run('r');
    server.say(event('agent_started', 1));
    server.say(event('agent_started', 2, 'other'));
    server.say(event(terminal, 3, 'other'));
    const reading = collect(events);
    await Promise.resolve();
    server.say(event('agent_thinking', 4));
    server.say(event(terminal, 5));
    server.say(event('agent_thinking', 6));
    assert.deepEqual(await reading, ['agent_started', 'agent_thinking', terminal]);
  });
}

test('a run goes on over a lost connection', async () => {
  const { server, client } = live();
  const reading = collect(client.run('r'));
  server.say(event('agent_started', 1));
  server.drop();
  server.pass(1_000);
  server.hello({ seq: 2, resumed: true });
  server.say(event('agent_completed', 2));
  assert.deepEqual(await reading, ['agent_started', 'agent_completed']);
});

test('lost progress is among the events', async () => {
  const { server, client } = live();
  const reading = collect(client.run('r'));
  server.say(event('agent_started', 1));
  server.say({ type: 'gap', from: 2, to: 5, reason: 'evicted', lifecycle_lost: false });
  server.say(event('agent_completed', 6));
  assert.deepEqual(await reading, ['agent_started', 'gap', 'agent_completed']);
});

test('a gap that may hide the end is thrown, after what came before it', async () => {
  const { server, client } = live();
  const events = client.run('r');
  server.say(event('agent_started', 1));
  server.say(event('agent_thinking', 3));
  assert.equal((await events.next()).value.type, 'agent_started');
  await assert.rejects(events.next(), (error) => error instanceof RunGapError && error.gap.reason === 'missing');
  assert.equal((await events.next()).done, true);
});

test('so is the loss of a whole epoch', async () => {
  const { server, client } = live();
  server.events(1);
  const reading = collect(client.run('r'));
  server.drop();
  server.pass(1_000);
  server.hello({ epoch: 'new', seq: 0 });
  await assert.rejects(reading, RunGapError);
});

test('it ends when the client goes offline', async () => {
  for (const end of [({ client }) => client.close(), ({ server }) => server.drop(1000)]) {
    const all = live();
    const reading = collect(all.client.run('r'));
    all.server.say(event('agent_started', 1));
    end(all);
    assert.deepEqual(await reading, ['agent_started']);
  }
});

test('who stops reading leaves nothing behind', async () => {
  const { server, client } = live();
  const listeners = counting(client);
  for await (const frame of endless(client, server)) {
    assert.equal(frame.type, 'agent_started');
    break;
  }
  assert.equal(listeners(), 0, 'break');

  const unread = client.run('r');
  assert.equal(listeners(), 3);
  await unread.return();
  assert.equal(listeners(), 0, 'returned before it was read');

  const waiting = client.run('r');
  const next = waiting.next();
  await waiting.return();
  assert.deepEqual(await next, { value: undefined, done: true });
  assert.equal(listeners(), 0, 'returned while it waited');

  const ended = client.run('r');
  server.say(event('agent_completed', 2));
  assert.equal(listeners(), 0, 'the run ended, read or not');
  assert.deepEqual(await collect(ended), ['agent_completed']);
});

function endless(client, server) {
  const events = client.run('r');
  server.say(event('agent_started', 1));
  return events;
}
