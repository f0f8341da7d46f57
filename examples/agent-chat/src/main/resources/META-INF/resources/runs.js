// SPDX-License-Identifier: Apache-2.0

/**
 * What the page shows, computed from what happened: a pure function from a state and an action to the next state.
 *
 * A state is never changed, and what an action does not touch stays the very same object, so that a view can tell by
 * identity what to draw again.
 *
 * @typedef {{key: string, type: string, seq: number | null, at: string | null, data: object}} Step
 * @typedef {'running' | 'completed' | 'failed' | 'cancelled' | 'unknown'} RunState
 * @typedef {{id: string, state: RunState, question: string | null, agent: string | null, startedAt: string | null,
 *   endedAt: string | null, steps: Step[], result: object | null, partial: boolean}} Run
 * @typedef {{id: string, question: string, state: 'sent' | 'unsure' | 'refused', text: string}} Ask
 * @typedef {{runs: Run[], asks: Ask[], gaps: {key: string, reason: string, count: number | null}[]}} State
 */

/** The most runs that are kept; older finished ones are forgotten first. */
export const MAX_RUNS = 100;

const TERMINALS = new Map([
  ['agent_completed', 'completed'],
  ['agent_failed', 'failed'],
  ['agent_cancelled', 'cancelled'],
]);

const STEPS = new Set(['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', ...TERMINALS.keys()]);

const MESSAGES = new Set(['message_delta', 'message_completed']);

/** @type {State} */
export const INITIAL = Object.freeze({ runs: [], asks: [], gaps: [] });

/**
 * The next state.
 *
 * Actions: {type: 'event', event} and {type: 'gap', gap} as they come from a connection; {type: 'asked', id, question};
 * {type: 'error', error} an error frame; {type: 'disconnected'}; {type: 'dismissed', id} for an ask; {type:
 * 'gap_dismissed', key}.
 *
 * @param {State} state
 * @returns {State}
 */
export function reduce(state, action) {
  switch (action.type) {
    case 'event':
      return onEvent(state, action.event);
    case 'gap':
      return onGap(state, action.gap);
    case 'asked':
      return { ...state, asks: [...state.asks, { id: action.id, question: action.question, state: 'sent', text: '' }] };
    case 'error':
      return onError(state, action.error);
    case 'disconnected':
      return mapAsks(state, (ask) => (ask.state === 'sent' ? { ...ask, state: 'unsure' } : ask));
    case 'dismissed':
      return { ...state, asks: state.asks.filter((ask) => ask.id !== action.id) };
    case 'gap_dismissed':
      return { ...state, gaps: state.gaps.filter((gap) => gap.key !== action.key) };
    default:
      return state;
  }
}

function onEvent(state, event) {
  if (typeof event.run_id !== 'string' || !(STEPS.has(event.type) || MESSAGES.has(event.type))) {
    return state;
  }
  const data = event.data ?? {};
  const index = state.runs.findIndex((run) => run.id === event.run_id);
  const before = index < 0 || event.type === 'agent_started' ? fresh(event) : state.runs[index];
  const after = withEvent(before, event, data);
  if (index >= 0 && after === state.runs[index]) {
    return state;
  }
  const runs = index < 0 ? [...state.runs, after] : replaced(state.runs, index, after);
  const next = { ...state, runs: limited(runs) };
  return event.type === 'agent_started' ? withoutAsk(next, data.question) : next;
}

function fresh(event) {
  return {
    id: event.run_id,
    state: 'running',
    question: null,
    agent: null,
    startedAt: event.timestamp ?? null,
    endedAt: null,
    steps: [],
    result: null,
    partial: event.type !== 'agent_started',
  };
}

function withEvent(run, event, data) {
  const key = event.id ?? `seq-${event.seq}`;
  if (run.steps.some((step) => step.key === key)) {
    return run;
  }
  if (MESSAGES.has(event.type)) {
    return withMessage(run, event, data);
  }
  const step = { key, type: event.type, seq: event.seq ?? null, at: event.timestamp ?? null, data };
  const ended = TERMINALS.get(event.type);
  return {
    ...run,
    state: ended ?? 'running',
    question: data.question ?? run.question,
    agent: data.agent_name ?? run.agent,
    endedAt: ended ? step.at : run.endedAt,
    result: event.type === 'agent_completed' ? (data.result ?? null) : run.result,
    steps: [...run.steps, step],
  };
}

/** The pieces of a message are one step that grows. */
function withMessage(run, event, data) {
  const key = `message-${data.message_id}`;
  const index = run.steps.findIndex((step) => step.key === key);
  const written = index < 0 ? '' : run.steps[index].data.text;
  const complete = event.type === 'message_completed';
  if (index >= 0 && run.steps[index].seq >= event.seq) {
    return run;
  }
  const text = complete ? String(data.text ?? written) : written + String(data.delta ?? '');
  const step = { key, type: event.type, seq: event.seq ?? null, at: event.timestamp ?? null, data: { text } };
  return { ...run, steps: index < 0 ? [...run.steps, step] : replaced(run.steps, index, step) };
}

function onGap(state, gap) {
  const restarted = gap.reason === 'epoch_changed';
  const count = Number.isSafeInteger(gap.from) && Number.isSafeInteger(gap.to) ? gap.to - gap.from + 1 : null;
  const key = `gap-${gap.reason}-${gap.from ?? state.gaps.length}-${gap.to ?? ''}`;
  const step = { key, type: 'gap', seq: null, at: null, data: { reason: gap.reason, count } };
  return {
    ...state,
    runs: state.runs.map((run) =>
      run.state === 'running'
        ? { ...run, state: restarted ? 'unknown' : run.state, partial: true, steps: [...run.steps, step] }
        : run,
    ),
    gaps: [...state.gaps.filter((other) => other.key !== key), { key, reason: gap.reason, count }],
  };
}

/** An error frame answers a question that this tab sent. */
function onError(state, error) {
  const index = state.asks.findIndex((ask) => ask.state === 'sent' && ask.id === error.in_reply_to);
  if (index < 0) {
    return state;
  }
  const text = String(error.message ?? error.code ?? '');
  return { ...state, asks: replaced(state.asks, index, { ...state.asks[index], state: 'refused', text }) };
}

function withoutAsk(state, question) {
  const index = state.asks.findIndex((ask) => ask.state !== 'refused' && ask.question === question);
  return index < 0 ? state : { ...state, asks: state.asks.filter((_, i) => i !== index) };
}

function mapAsks(state, change) {
  const asks = state.asks.map(change);
  return asks.every((ask, i) => ask === state.asks[i]) ? state : { ...state, asks };
}

function limited(runs) {
  if (runs.length <= MAX_RUNS) {
    return runs;
  }
  const oldest = Math.max(0, runs.findIndex((run) => run.state !== 'running'));
  return runs.filter((_, i) => i !== oldest);
}

function replaced(list, index, item) {
  return list.map((old, i) => (i === index ? item : old));
}
