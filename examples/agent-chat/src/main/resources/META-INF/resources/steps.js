// SPDX-License-Identifier: Apache-2.0

import { element, icon } from './dom.js';
import { between, count, counted, duration } from './format.js';
import { describeMissing } from './status.js';

const LONGEST_ARGUMENTS = 200;

/** Draws one step of a run: the item of its timeline. */
export function drawStep(step, run) {
  const { mark, title, detail } = describe(step);
  return element(
    'li',
    { class: `step step-${mark}`, 'data-event-type': step.type, 'data-seq': step.seq, 'data-key': step.key },
    element('span', { class: 'dot' }, icon(mark)),
    element('div', { class: 'what' }, element('p', { class: 'title' }, ...title), detail),
    element('span', { class: 'offset' }, offset(step, run)),
  );
}

function describe({ type, data }) {
  switch (type) {
    case 'agent_started':
      return { mark: 'started', title: [strong(data.agent_name ?? 'The agent'), ' started'], detail: null };
    case 'agent_thinking':
      return { mark: 'thinking', title: [String(data.thought ?? '')], detail: null };
    case 'tool_executing':
      return { mark: 'tool', title: ['Using ', strong(data.tool_name ?? 'a tool')], detail: detail(argumentsOf(data)) };
    case 'tool_completed':
      return toolCompleted(data);
    case 'agent_completed':
      return { mark: 'done', title: ['Completed'], detail: null };
    case 'agent_failed':
      return { mark: 'failed', title: ['Failed'], detail: detail(data.error?.message ?? data.error?.code) };
    case 'agent_cancelled':
      return { mark: 'cancelled', title: ['Cancelled'], detail: detail(data.reason) };
    case 'gap':
      return { mark: 'gap', title: [describeMissing(data)], detail: null };
    default:
      return { mark: 'message', title: [String(data.text ?? '')], detail: null };
  }
}

function toolCompleted(data) {
  const result = data.result ?? {};
  const took = duration(result.took_ms ?? data.duration_ms);
  if (data.status === 'error') {
    const message = data.error?.message ?? data.error?.code ?? data.error;
    return { mark: 'failed', title: [strong(data.tool_name ?? 'The tool'), ' failed'], detail: detail(message) };
  }
  const found = Number.isFinite(result.hits)
    ? [strong(counted(result.hits, 'hit')), took ? ` in ${took}` : '']
    : [strong(data.tool_name ?? 'The tool'), ' completed', took ? ` in ${took}` : ''];
  const kept = Number.isFinite(result.passages_returned) ? `the best ${count(result.passages_returned)} kept` : null;
  return { mark: 'found', title: found, detail: result.hits > 0 ? detail(kept) : null };
}

function argumentsOf(data) {
  const { query, ...others } = data.arguments ?? {};
  if (typeof query === 'string') {
    return query;
  }
  const text = Object.keys(others).length > 0 ? JSON.stringify(others) : '';
  return text.length > LONGEST_ARGUMENTS ? `${text.slice(0, LONGEST_ARGUMENTS)}…` : text;
}

function detail(text) {
  return text ? element('p', { class: 'detail' }, typeof text === 'string' ? text : JSON.stringify(text)) : null;
}

function strong(text) {
  return element('strong', {}, String(text));
}

function offset(step, run) {
  const since = between(run.startedAt, step.at);
  return since && step.at !== run.startedAt ? `+${since}` : '';
}
