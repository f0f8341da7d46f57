// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INITIAL, MAX_RUNS, reduce } from '../../main/resources/META-INF/resources/runs.js';

let seq = 0;

function event(type, run, data = {}, more = {}) {
  seq += 1;
  return {
    type: 'event',
    event: { type, id: `e${seq}`, seq, run_id: run, timestamp: `2026-11-22T17:00:${String(seq % 60).padStart(2, '0')}Z`, data, ...more },
  };
}

function play(...actions) {
  return actions.reduce(reduce, INITIAL);
}

const started = (run, question = 'Why?') => event('agent_started', run, { agent_name: 'Librarian', question });

test('a run goes through its five events', () => {
  const result = { answer: 'So.', passages: [] };
  const state = play(
    started('r1'),
    event('agent_thinking', 'r1', { thought: 'Hm.' }),
    event('tool_executing', 'r1', { tool_name: 'search', tool_call_id: 'c1', arguments: { query: 'why' } }),
    event('tool_completed', 'r1', { tool_name: 'search', tool_call_id: 'c1', status: 'ok', result: { hits: 3 } }),
    event('agent_completed', 'r1', { result }),
  );
  const [run] = state.runs;
  assert.equal(state.runs.length, 1);
  assert.equal(run.state, 'completed');
  assert.equal(run.question, 'Why?');
  assert.equal(run.agent, 'Librarian');
  assert.equal(run.result, result);
  assert.equal(run.partial, false);
  assert.deepEqual(
    run.steps.map((step) => step.type),
    ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'],
  );
  assert.equal(run.startedAt, run.steps[0].at);
  assert.equal(run.endedAt, run.steps[4].at);
});

test('failed and cancelled runs keep what their last event says', () => {
  const failed = play(started('r'), event('agent_failed', 'r', { error: { code: 'x', message: 'broke' } })).runs[0];
  assert.equal(failed.state, 'failed');
  assert.equal(failed.steps.at(-1).data.error.message, 'broke');
  assert.equal(failed.result, null);

  const cancelled = play(started('r'), event('agent_cancelled', 'r', { reason: 'bored' })).runs[0];
  assert.equal(cancelled.state, 'cancelled');
  assert.equal(cancelled.steps.at(-1).data.reason, 'bored');
});

test('several runs at once do not mix, and stand in the order in which they began', () => {
  const state = play(
    started('a', 'A?'),
    started('b', 'B?'),
    event('agent_thinking', 'a', { thought: '1' }),
    event('agent_completed', 'b', { result: {} }),
    event('agent_thinking', 'a', { thought: '2' }),
  );
  assert.deepEqual(
    state.runs.map((run) => [run.id, run.state, run.steps.length]),
    [['a', 'running', 3], ['b', 'completed', 2]],
  );
});

test('what an event does not touch stays the same object', () => {
  const before = play(started('a'), started('b'), { type: 'asked', id: 'q', question: 'C?' });
  const after = reduce(before, event('agent_thinking', 'a', { thought: '1' }));
  assert.equal(after.runs[1], before.runs[1]);
  assert.equal(after.asks, before.asks);
  assert.equal(after.gaps, before.gaps);
  assert.notEqual(after.runs[0], before.runs[0]);
  assert.equal(after.runs[0].steps[0], before.runs[0].steps[0]);
  assert.equal(before.runs[0].steps.length, 1, 'the former state is left alone');
});

test('the same event twice counts once', () => {
  const begin = started('a');
  const thought = event('agent_thinking', 'a', { thought: '1' });
  const once = play(begin, thought);
  assert.equal(reduce(once, thought), once);
});

test('events of no run, of unknown types and without data do no harm', () => {
  const state = play(started('a'));
  assert.equal(reduce(state, { type: 'event', event: { type: 'agent_thinking', seq: 9 } }), state);
  assert.equal(reduce(state, event('message', undefined, { text: 'x' })), state);
  assert.equal(reduce(state, event('something_new', 'a')), state);
  assert.equal(reduce(state, { type: 'something_new' }), state);
  assert.equal(reduce(state, event('agent_completed', 'a', undefined)).runs[0].state, 'completed');
  assert.equal(reduce(state, event('agent_completed', 'a', {}, { data: null })).runs[0].result, null);
});

test('a run whose beginning is gone is shown as far as it is known', () => {
  const [run] = play(event('tool_executing', 'r', { tool_name: 'search' })).runs;
  assert.equal(run.partial, true);
  assert.equal(run.question, null);
  assert.equal(run.state, 'running');
});

test('a run that is replayed from its beginning begins anew', () => {
  const begin = started('r');
  const thought = event('agent_thinking', 'r', { thought: '1' });
  const gap = { type: 'gap', gap: { reason: 'unknown_cursor' } };
  const state = [begin, thought, gap, { ...begin, event: { ...begin.event } }].reduce(reduce, INITIAL);
  assert.equal(state.runs[0].steps.length, 1);
  assert.equal(state.runs[0].partial, false);
});

test('a gap is shown on its own and in every run under way', () => {
  const state = play(started('a'), event('agent_completed', 'a'), started('b'), {
    type: 'gap',
    gap: { from: 12, to: 40, reason: 'evicted', lifecycle_lost: false },
  });
  assert.deepEqual(state.gaps.map(({ reason, count }) => [reason, count]), [['evicted', 29]]);
  assert.equal(state.runs[0].steps.at(-1).type, 'agent_completed');
  assert.equal(state.runs[1].steps.at(-1).type, 'gap');
  assert.equal(state.runs[1].partial, true);
  assert.equal(state.runs[1].state, 'running');
  assert.deepEqual(reduce(state, { type: 'gap_dismissed', key: state.gaps[0].key }).gaps, []);
});

test('after a restart nobody knows how runs under way ended, unless they go on', () => {
  const restarted = play(started('a'), event('agent_completed', 'a'), started('b'), {
    type: 'gap',
    gap: { reason: 'epoch_changed' },
  });
  assert.deepEqual(restarted.runs.map((run) => run.state), ['completed', 'unknown']);
  assert.equal(restarted.gaps[0].count, null);
  assert.equal(reduce(restarted, event('agent_thinking', 'b')).runs[1].state, 'running');
});

test('an ask is shown until its run begins', () => {
  const asked = play({ type: 'asked', id: '1', question: 'Why?' }, { type: 'asked', id: '2', question: 'How?' });
  assert.deepEqual(asked.asks.map((ask) => ask.state), ['sent', 'sent']);
  const state = reduce(asked, started('r', 'How?'));
  assert.deepEqual(state.asks.map((ask) => ask.question), ['Why?']);
});

test('an ask on its way when the connection is lost may or may not have arrived', () => {
  const state = play({ type: 'asked', id: '1', question: 'Why?' }, { type: 'disconnected' });
  assert.equal(state.asks[0].state, 'unsure');
  assert.equal(reduce(state, { type: 'disconnected' }), state);
  assert.deepEqual(reduce(state, started('r', 'Why?')).asks, [], 'it did arrive');
  assert.deepEqual(reduce(state, { type: 'dismissed', id: '1' }).asks, []);
});

test('an error answers the ask that it names', () => {
  const error = { code: 'busy', message: 'Too many at once', in_reply_to: '2' };
  const state = play({ type: 'asked', id: '1', question: 'A' }, { type: 'asked', id: '2', question: 'B' }, { type: 'error', error });
  assert.deepEqual(state.asks.map((ask) => [ask.state, ask.text]), [['sent', ''], ['refused', 'Too many at once']]);
  assert.equal(reduce(INITIAL, { type: 'error', error }), INITIAL);
  assert.equal(reduce(state, { type: 'error', error: { code: 'x', message: 'of nothing that was asked' } }), state);
});

test('the pieces of a message are one step that grows', () => {
  const first = event('message_delta', 'r', { message_id: 'm', delta: 'Hel' });
  const state = play(started('r'), first, event('message_delta', 'r', { message_id: 'm', delta: 'lo' }));
  assert.equal(state.runs[0].steps.length, 2);
  assert.equal(state.runs[0].steps[1].data.text, 'Hello');
  assert.equal(reduce(state, first), state, 'an old piece again');
  const done = reduce(state, event('message_completed', 'r', { message_id: 'm', text: 'Hello!' }));
  assert.equal(done.runs[0].steps[1].data.text, 'Hello!');
  assert.equal(done.runs[0].steps.length, 2);
});

test('old runs are forgotten, finished ones first', () => {
  let state = play(started('open'));
  for (let i = 0; i < MAX_RUNS + 5; i++) {
    state = [started(`r${i}`), event('agent_completed', `r${i}`)].reduce(reduce, state);
  }
  assert.equal(state.runs.length, MAX_RUNS);
  assert.equal(state.runs[0].id, 'open');
  assert.equal(state.runs.at(-1).id, `r${MAX_RUNS + 4}`);
});
