// SPDX-License-Identifier: Apache-2.0

// Not run: it is to compile, and each line that is expected to be an error is to be one.

import { RunGapError, SUBPROTOCOL, ThroughlineClient, type ThroughlineFrame } from 'throughline-client';

const client = new ThroughlineClient('/ws', {
  token: async () => 'secret',
  WebSocket,
  cursor: localStorage.getItem('cursor') ?? 'open',
  ack: 'manual',
  backoff: { max: 60_000 },
  storage: sessionStorage,
});
new ThroughlineClient(new URL('wss://example.org/ws'));
// @ts-expect-error the URL is missing
new ThroughlineClient();
// @ts-expect-error there is no such way
new ThroughlineClient('/ws', { ack: 'sometimes' });
// @ts-expect-error tokens are asked for
new ThroughlineClient('/ws', { token: 'secret' });

client.addEventListener('state', ({ detail }) => {
  const at: number | null = detail.retryAt;
  if (detail.name === 'refused') {
    console.log(detail.reason, detail.text, at);
  }
  // @ts-expect-error there is no such state
  console.log(detail.name === 'connected');
});
client.addEventListener('tool_executing', ({ detail }) => {
  const tool: string = detail.data.tool_name;
  const run: string = detail.run_id;
  console.log(tool, run, detail.seq + 1);
  // @ts-expect-error it has no thought
  console.log(detail.data.thought);
});
client.addEventListener('agent_failed', ({ detail }) => console.log(detail.data.error.message));
client.addEventListener('gap', ({ detail }) => console.log(detail.reason, detail.from, detail.lifecycle_lost));
client.addEventListener('price_changed', ({ detail }: CustomEvent) => console.log(detail), { once: true });
client.addEventListener('event', ({ detail }) => client.ack(detail.seq));

client.connect();
const sent: boolean = client.send('ask', { question: 'Why?' }, { id: 'q1' });
const place: string | null = client.cursor;
console.log(sent, place, client.clientId, SUBPROTOCOL);

async function follow(run: string): Promise<ThroughlineFrame[]> {
  const seen: ThroughlineFrame[] = [];
  try {
    for await (const frame of client.run(run)) {
      if (frame.type !== 'gap') {
        seen.push(frame as ThroughlineFrame);
      }
    }
  } catch (e) {
    if (e instanceof RunGapError) {
      console.log(e.gap.reason);
    }
  }
  return seen;
}
void follow('r1').then(() => client.close());
