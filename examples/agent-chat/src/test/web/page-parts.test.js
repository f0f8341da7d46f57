// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { between, count, counted, duration, timeOfDay } from '../../main/resources/META-INF/resources/format.js';
import { highlight } from '../../main/resources/META-INF/resources/highlight.js';
import { describeConnection, describeGap, describeMissing } from '../../main/resources/META-INF/resources/status.js';

test('durations as a person says them', () => {
  const said = [0, 0.02, 0.44, 9.94, 9.96, 12.4, 999, 1000, 3440, 59_949, 59_999, 125_000, NaN, undefined, -1].map(duration);
  assert.deepEqual(said, [
    '0 ms', '< 0.1 ms', '0.4 ms', '9.9 ms', '10 ms', '12 ms', '999 ms', '1 s', '3.4 s', '59.9 s', '1 min 0 s', '2 min 5 s', '', '', '',
  ]);
  assert.equal(between('2026-11-22T17:00:00.000Z', '2026-11-22T17:00:01.500Z'), '1.5 s');
  assert.equal(between(null, '2026-11-22T17:00:01.500Z'), '');
  assert.equal(between('nonsense', '2026-11-22T17:00:01.500Z'), '');
  assert.equal(timeOfDay('nonsense'), '');
  assert.match(timeOfDay('2026-11-22T17:05:00Z'), /\d.?:.?05/);
});

test('counts', () => {
  assert.deepEqual([count(1234567), count(undefined)], ['1,234,567', '?']);
  assert.deepEqual([counted(0, 'hit'), counted(1, 'hit'), counted(1200, 'hit')], ['0 hits', '1 hit', '1,200 hits']);
});

test('words that were searched for are marked, inflected or not', () => {
  const marked = (text, query) => highlight(text, query).filter((piece) => piece.marked).map((piece) => piece.text);
  assert.deepEqual(
    marked('Clients resume; resuming a client that resumed. The result: reconnected, reconnections.', 'client resume reconnect'),
    ['Clients', 'resume', 'resuming', 'client', 'resumed', 'reconnected', 'reconnections'],
  );
  assert.deepEqual(marked('delivery, deliveries, delivered', 'delivery'), ['delivery', 'deliveries']);
  assert.deepEqual(marked('stop stopping', 'stopped'), ['stop', 'stopping']);
  assert.deepEqual(marked('Öffnet früh', 'FRÜH'), ['früh']);
  assert.deepEqual(marked('a b of', 'a b of'), [], 'short words are everywhere');
  assert.deepEqual(marked('anything', ''), []);
  assert.deepEqual(marked('', 'anything'), []);
});

test('the pieces are always the whole text', () => {
  const text = '<b>Resume</b> & "resumes"\n\uD83D\uDE00 resume';
  assert.equal(highlight(text, 'resume').map((piece) => piece.text).join(''), text);
});

test('a connection in words', () => {
  const say = (name, reason, text = '', retryAt = null) => describeConnection({ name, reason, text, retryAt }, 1_000);
  assert.deepEqual(say('live', 'greeted'), { label: 'Live', trouble: '', canRetry: false });
  assert.deepEqual(say('connecting', 'first'), { label: 'Connecting', trouble: '', canRetry: false });
  assert.equal(say('connecting', 'again').label, 'Reconnecting');
  assert.equal(say('reconnecting', 'restart', '', 3_400).trouble, 'The server restarts. Reconnecting in 3 s.');
  assert.equal(say('reconnecting', 'restart', 'service restart', 3_400).trouble, 'The server restarts. Reconnecting in 3 s.');
  assert.equal(say('draining', 'restart').trouble, 'The server is about to restart.');
  assert.equal(say('reconnecting', 'lost', '', 900).trouble, 'The connection was lost. Reconnecting in 1 s.');
  assert.deepEqual(say('refused', 'unauthenticated', 'no such user'), {
    label: 'Refused',
    trouble: 'Not signed in: no such user.',
    canRetry: true,
  });
  assert.equal(say('offline', 'closed').trouble, 'The connection was closed.');
});

test('a gap in words', () => {
  assert.equal(
    describeGap({ reason: 'evicted', count: 29 }),
    '29 events could not be replayed. What is shown may have steps missing.',
  );
  assert.match(describeGap({ reason: 'missing', count: 1 }), /^One event could/);
  assert.match(describeGap({ reason: 'unknown_cursor', count: null }), /^Some events could/);
  assert.match(describeGap({ reason: 'epoch_changed', count: null }), /restarted/);
  assert.match(describeMissing({ reason: 'epoch_changed', count: null }), /restarted/);
  assert.match(describeMissing({ reason: 'evicted', count: 2 }), /could not be replayed/);
});
