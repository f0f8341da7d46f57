// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket as PackageWebSocket } from 'ws';
import { ThroughlineClient } from '../../src/main/js/throughline.js';
import { Cable } from './cable.js';
import { Follower } from './follower.js';

const {
  THROUGHLINE_URL: URL_OF_SERVER,
  THROUGHLINE_FORGETFUL_URL: URL_OF_FORGETFUL,
  THROUGHLINE_GUARDED_URL: URL_OF_GUARDED,
} = process.env;
const upTo = (n) => Array.from({ length: n }, (_, i) => i + 1);
let users = 0;

const HOUR = 3_600_000;

/** Gives tokens one after another, and the last one for ever; a renewal is not waited for where it is due soon or very late. */
function tokens(...given) {
  let asked = 0;
  return {
    asked: () => asked,
    token: async () => given[Math.min(asked++, given.length - 1)],
    setTimeout: (action, ms) => setTimeout(action, (ms > 1_000 && ms < 2_000) || ms > HOUR / 2 ? 0 : ms),
  };
}

async function withCable(url, body) {
  const cable = await Cable.to(url);
  const followers = [];
  users += 1;
  const user = `user-${process.pid}-${users}`;
  const followAt = (address) => (options) => {
    const follower = new Follower(address, user, options);
    followers.push(follower);
    return follower;
  };
  try {
    await body({ cable, user, follow: followAt(cable.url), followDirectly: followAt(url) });
    followers.forEach((follower) => follower.close());
  } finally {
    followers.forEach((follower) => follower.client.close());
    cable.close();
  }
}

for (const [name, WebSocket] of [['ws', PackageWebSocket], ['Node\'s own WebSocket', globalThis.WebSocket]]) {
  const scenario = (what, body, url = URL_OF_SERVER) =>
    test(`${name}: ${what}`, { skip: !WebSocket && 'this Node has none' }, () =>
      withCable(url, ({ cable, user, follow, followDirectly }) =>
        body({
          cable,
          user,
          follow: (options) => follow({ WebSocket, ...options }),
          followDirectly: () => followDirectly({ WebSocket }),
        })));

  scenario('a run from its beginning to its end', async ({ follow }) => {
    const follower = follow();
    const { client } = follower;
    const begun = new Promise((resolve) => client.addEventListener('agent_started', ({ detail }) => resolve(client.run(detail.run_id))));
    await follower.state('live');
    assert.equal(client.send('think', { times: 3, wait: true }), true);
    const events = await begun;
    const types = [];
    client.send('go_on');
    for await (const frame of events) {
      types.push(frame.type);
    }
    assert.deepEqual(types, ['agent_thinking', 'agent_thinking', 'agent_thinking', 'agent_completed']);
    assert.deepEqual(follower.types(), ['agent_started', ...types]);
    assert.deepEqual(follower.seqs, upTo(5));
    assert.deepEqual(follower.gaps, []);
  });

  scenario('cut again and again in mid-run, nothing is lost and nothing comes twice', async ({ cable, follow }) => {
    const follower = follow();
    await follower.state('live');
    let cuts = 0;
    follower.client.addEventListener('event', ({ detail }) => {
      if (detail.seq % 97 === 0) {
        cuts += 1;
        cable.cut();
      }
    });
    follower.client.send('think', { times: 1_000 });
    await follower.until(() => follower.types().at(-1) === 'agent_completed', 'the run ends');
    assert.deepEqual(follower.seqs, upTo(1_002));
    assert.deepEqual(follower.gaps, []);
    assert.equal(cuts, 10);
    assert.ok(follower.states.some((state) => state.name === 'reconnecting'));
  });

  scenario('what was sent while it was away follows', async ({ cable, follow, followDirectly }) => {
    const [away, present] = [follow(), followDirectly()];
    await Promise.all([away.state('live'), present.state('live')]);
    present.client.send('think', { times: 2 });
    await Promise.all([away, present].map((it) => it.until(() => it.events.length === 4, 'the first run ends')));
    cable.down();
    await away.state('reconnecting');
    present.client.send('think', { times: 5 });
    await present.until(() => present.events.length === 11, 'the second run ends');
    assert.equal(away.events.length, 4);
    cable.up();
    await away.until(() => away.events.length === 11, 'it gets the second run');
    assert.deepEqual(away.seqs, upTo(11));
    assert.deepEqual(away.gaps, []);
  });

  scenario('one that had got nothing but the greeting misses nothing either', async ({ cable, follow, followDirectly }) => {
    const present = followDirectly();
    await present.state('live');
    present.client.send('think', { times: 2 });
    await present.until(() => present.events.length === 4, 'a run was there before');
    const late = follow();
    await late.state('live');
    cable.down();
    await late.state('reconnecting');
    present.client.send('think', { times: 2 });
    await present.until(() => present.events.length === 8, 'a run happens meanwhile');
    cable.up();
    await late.until(() => late.events.length === 4, 'it gets the run of meanwhile');
    assert.deepEqual(late.seqs, [5, 6, 7, 8]);
    assert.deepEqual(late.gaps, []);
  });

  scenario('a page loaded in mid-run gets the open run from its beginning, and no finished one', async ({ follow }) => {
    const first = follow();
    await first.state('live');
    first.client.send('think', { times: 3 });
    await first.until(() => first.events.length === 5, 'a run ends');
    first.client.send('think', { times: 3, wait: true });
    await first.until(() => first.events.length === 9, 'a run is under way');
    const loaded = follow();
    await loaded.until(() => loaded.events.length === 4, 'it has caught up');
    first.client.send('go_on');
    await loaded.until(() => loaded.types().at(-1) === 'agent_completed', 'the run ends');
    assert.deepEqual(loaded.seqs, [6, 7, 8, 9, 10]);
    const everything = follow({ cursor: 'earliest' });
    await everything.until(() => everything.events.length === 10, 'it got everything');
    assert.deepEqual(everything.seqs, upTo(10));
  });

  scenario('a page loaded in the middle of several runs follows each of them to its end', async ({ follow }) => {
    const first = follow();
    await first.state('live');
    for (const times of [2, 40]) {
      first.client.send('think', { times, wait: true });
    }
    await first.until(() => first.events.length === 44, 'two runs are under way');
    const loaded = follow();
    const runs = new Map();
    loaded.client.addEventListener('agent_started', ({ detail }) => runs.set(detail.run_id, loaded.client.run(detail.run_id)));
    await loaded.until(() => loaded.events.length === 44, 'it has caught up');
    assert.equal(runs.size, 2);
    first.client.send('go_on');
    first.client.send('go_on');
    const lengths = [];
    for (const events of runs.values()) {
      const types = [];
      for await (const { type } of events) {
        types.push(type);
      }
      assert.equal(types.at(-1), 'agent_completed');
      lengths.push(types.length);
    }
    assert.deepEqual(lengths.sort((a, b) => a - b), [3, 41]);
    assert.deepEqual(loaded.seqs, upTo(46));
  });

  scenario('the server learns what was handled, by each client', async ({ follow }) => {
    const [automatic, manual] = [follow({ clientId: 'automatic' }), follow({ clientId: 'manual', ack: 'manual' })];
    await Promise.all([automatic.state('live'), manual.state('live')]);
    automatic.client.send('receipt');
    await manual.until(() => manual.events.length === 1, 'the message is there');
    automatic.client.send('think', { times: 1 });
    await automatic.until(() => automatic.types().at(-1) === 'agent_completed', 'a run ends');
    assert.deepEqual(automatic.types(), ['message', 'agent_started', 'agent_thinking', 'agent_completed']);
    assert.equal(manual.client.ack(1), true);
    await automatic.until(() => automatic.events.length === 5, 'the receipt is complete');
    assert.deepEqual(automatic.events[4].data, { handled_by: 2 });
  });

  scenario('a cursor of another log is a gap, and open runs follow', async ({ follow }) => {
    const first = follow();
    await first.state('live');
    first.client.send('think', { times: 1, wait: true });
    await first.until(() => first.events.length === 2, 'a run is under way');
    const other = follow({ cursor: 'of-another-life:7' });
    await other.until(() => other.events.length === 2, 'it has the open run');
    first.client.send('go_on');
    await other.until(() => other.events.length === 3, 'the run ends');
    assert.deepEqual(other.gaps, [{ type: 'gap', reason: 'epoch_changed', lifecycle_lost: true }]);
    assert.deepEqual(other.seqs, [1, 2, 3]);
  });

  scenario('who is nobody is refused', async ({ cable }) => {
    const address = new URL(cable.url);
    const nobody = new ThroughlineClient(address, { WebSocket, storage: null });
    const refused = new Promise((resolve) => nobody.addEventListener('state', ({ detail }) => detail.name === 'refused' && resolve(detail)));
    nobody.connect();
    assert.equal((await refused).reason, 'unauthenticated');
  });

  scenario('who is signed out stays out', async ({ follow }) => {
    const follower = follow();
    await follower.state('live');
    follower.client.send('sign_out');
    await follower.state('offline');
    assert.equal(follower.client.state.reason, 'closed');
  });

  scenario('a log that forgets tells each gap exactly', async ({ follow }) => {
    const [away, present] = [follow(), follow()];
    await Promise.all([away.state('live'), present.state('live')]);
    present.client.send('think', { times: 1 });
    await Promise.all([away, present].map((it) => it.until(() => it.events.length === 3, 'a run ends')));
    away.client.close();
    present.client.send('think', { times: 300 });
    await present.until(() => present.seqs.at(-1) === 305, 'a long run ends');
    away.client.connect();
    await away.until(() => away.seqs.at(-1) === 305, 'it has caught up');
    assert.ok(away.gaps.length > 0);
    assert.ok(away.gaps.every((gap) => gap.reason === 'evicted' && gap.from <= gap.to));
    const missing = away.gaps.reduce((sum, gap) => sum + gap.to - gap.from + 1, 0);
    assert.equal(away.events.length + missing, 305);
  }, URL_OF_FORGETFUL);

  scenario('a token is renewed over the open connection, again and again', async ({ user, follow }) => {
    const { token, ...options } = tokens(...Array(9).fill(`${user}/${HOUR}`), `${user}/60000`);
    let renewed;
    const last = new Promise((resolve) => (renewed = resolve));
    const follower = follow({
      ...options,
      token: () => {
        if (options.asked() === 9) {
          renewed();
        }
        return token();
      },
    });
    await follower.state('live');
    follower.client.send('think', { times: 3, wait: true });
    await last;
    follower.client.send('go_on');
    await follower.until(() => follower.types().at(-1) === 'agent_completed', 'the run ends');
    assert.deepEqual(follower.seqs, upTo(5));
    assert.deepEqual(follower.states.map((state) => state.name), ['connecting', 'live']);
  }, URL_OF_GUARDED);

  scenario('a renewal that is refused leaves the time that there was; then a new token is asked for', async ({ user, follow }) => {
    const options = tokens(`${user}/3000`, 'wrong', `${user}/60000`);
    const follower = follow(options);
    await follower.state('live');
    await follower.until(() => follower.errors.length === 1, 'the renewal is refused');
    assert.equal(follower.errors.pop().code, 'auth_refused');
    assert.equal(follower.client.send('think', { times: 1, wait: true }), true);
    await follower.state('reconnecting');
    assert.equal(follower.client.state.reason, 'unauthenticated');
    await follower.state('live');
    follower.client.send('go_on');
    await follower.until(() => follower.types().at(-1) === 'agent_completed', 'the run ends');
    assert.equal(options.asked(), 3);
    assert.deepEqual(follower.seqs, upTo(3));
    assert.deepEqual(follower.gaps, []);
  }, URL_OF_GUARDED);

  scenario('who has no good token any more is refused when the last one is over', async ({ user, follow }) => {
    const options = tokens(`${user}/3000`, 'wrong');
    const follower = follow(options);
    await follower.state('refused');
    assert.equal(follower.client.state.reason, 'unauthenticated');
    assert.deepEqual(follower.errors.splice(0).map((error) => error.code), ['auth_refused']);
    assert.deepEqual(
      follower.states.map((state) => state.name),
      ['connecting', 'live', 'reconnecting', 'connecting', 'refused'],
    );
    assert.equal(options.asked(), 3);
  }, URL_OF_GUARDED);

  scenario('a token of another user ends it', async ({ user, follow }) => {
    const follower = follow(tokens(`${user}/3000`, `${user}-other/3000`));
    await follower.state('refused');
    assert.equal(follower.client.state.reason, 'forbidden');
  }, URL_OF_GUARDED);

  scenario('a wrong token is asked for once more, and then it is over', async ({ follow }) => {
    const options = tokens('wrong');
    const follower = follow(options);
    await follower.state('refused');
    assert.equal(follower.client.state.reason, 'unauthenticated');
    assert.equal(options.asked(), 2);
  }, URL_OF_GUARDED);
}
