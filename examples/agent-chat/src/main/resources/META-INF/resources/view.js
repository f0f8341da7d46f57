// SPDX-License-Identifier: Apache-2.0

import { drawAnswer } from './answer.js';
import { element } from './dom.js';
import { between, timeOfDay } from './format.js';
import { describeConnection, describeGap } from './status.js';
import { drawStep } from './steps.js';

const BADGES = new Map([
  ['running', 'Working'],
  ['completed', 'Done'],
  ['failed', 'Failed'],
  ['cancelled', 'Cancelled'],
  ['unknown', 'Unknown'],
]);

/** What an ask is called that has not become a run yet. */
const ASKS = new Map([
  ['sent', 'Sent; waiting for the agent.'],
  ['unsure', 'The connection was lost; it is not known whether this arrived.'],
  ['refused', 'The server refused this.'],
]);

/**
 * Keeps the page in step with the state; draws only what changed.
 *
 * @param {Document} page
 * @param {{askAgain: (ask: object) => void, dismissAsk: (id: string) => void, dismissGap: (key: string) => void}} actions
 */
export function createView(page, actions) {
  const find = (id) => page.getElementById(id);
  const runs = find('runs');
  const notices = find('notices');
  const drawn = new Map();
  let before = null;

  function showConnection(state, now) {
    const { label, trouble, canRetry } = describeConnection(state, now);
    page.body.dataset.connectionState = state.name;
    find('connection').dataset.connectionState = state.name;
    setText(find('connection-label'), label);
    find('trouble').hidden = trouble === '';
    find('trouble').dataset.connectionState = state.name;
    setText(find('trouble-text'), trouble);
    find('retry').hidden = !canRetry;
    find('ask-button').disabled = state.name !== 'live';
  }

  function show(state) {
    if (state.runs !== before?.runs) {
      showRuns(state.runs);
    }
    if (state.asks !== before?.asks || state.gaps !== before?.gaps) {
      notices.replaceChildren(...state.gaps.map(drawGap), ...state.asks.map(drawAsk).reverse());
    }
    runs.hidden = state.runs.length === 0;
    find('empty').hidden = state.runs.length + state.asks.length > 0;
    before = state;
  }

  function showRuns(list) {
    const kept = new Set(list.map((run) => run.id));
    for (const [id, card] of drawn) {
      if (!kept.has(id)) {
        card.article.remove();
        drawn.delete(id);
      }
    }
    for (const run of list) {
      const card = drawn.get(run.id) ?? addCard(run);
      if (card.run !== run) {
        updateCard(card, run);
        announce(card.run, run);
        card.run = run;
      }
    }
  }

  function addCard(run) {
    const card = { run: null, steps: new Map(), ...emptyCard(run) };
    drawn.set(run.id, card);
    runs.prepend(card.article);
    return card;
  }

  function announce(old, run) {
    if (old?.state !== run.state) {
      setText(find('announcer'), `${BADGES.get(run.state)}: ${run.question ?? 'a question'}`);
    }
  }

  function drawGap(gap) {
    return notice({ class: 'notice gap', 'data-gap-reason': gap.reason }, describeGap(gap), [
      ['Dismiss', () => actions.dismissGap(gap.key)],
    ]);
  }

  function drawAsk(ask) {
    const text = element('span', {}, element('q', {}, ask.question), ' ', [ASKS.get(ask.state), ask.text].filter(Boolean).join(' '));
    const buttons = [
      ['Ask again', () => actions.askAgain(ask)],
      ['Dismiss', () => actions.dismissAsk(ask.id)],
    ];
    return notice({ class: 'notice ask-notice', 'data-ask-state': ask.state }, text, ask.state === 'sent' ? [] : buttons);
  }

  return { show, showConnection };
}

function emptyCard(run) {
  const question = element('h2', { class: 'question' });
  const badge = element('span', { class: 'badge' });
  const when = element('span', { class: 'when' });
  const timeline = element('ol', { class: 'timeline', 'aria-label': 'Steps' });
  const answer = element('div', { class: 'result' });
  const article = element(
    'article',
    { class: 'run', 'data-run-id': run.id },
    element('header', {}, question, element('p', { class: 'meta' }, badge, when)),
    timeline,
    answer,
  );
  return { article, question, badge, when, timeline, answer };
}

function updateCard(card, run) {
  card.article.dataset.runState = run.state;
  card.article.setAttribute('aria-busy', String(run.state === 'running'));
  setText(card.question, run.question ?? 'A question that was asked before');
  setText(card.badge, BADGES.get(run.state));
  setText(card.when, when(run));
  updateSteps(card, run);
  if (card.run?.state !== run.state || card.run?.result !== run.result) {
    card.answer.replaceChildren(...drawAnswer(run));
    offerMore(card.answer);
  }
}

/** Adds the steps that are new and replaces those that grew, and touches nothing else. */
function updateSteps(card, run) {
  const kept = new Set(run.steps.map((step) => step.key));
  for (const [key, { node }] of card.steps) {
    if (!kept.has(key)) {
      node.remove();
      card.steps.delete(key);
    }
  }
  for (const step of run.steps) {
    const shown = card.steps.get(step.key);
    if (shown?.step !== step) {
      const node = drawStep(step, run);
      if (shown) {
        shown.node.replaceWith(node);
      } else {
        card.timeline.append(node);
      }
      card.steps.set(step.key, { node, step });
    }
  }
}

/** Excerpts that do not fit get a button that shows them whole. */
function offerMore(answer) {
  for (const button of answer.querySelectorAll('.more')) {
    const excerpt = button.closest('.passage').querySelector('.excerpt');
    button.hidden = excerpt.scrollHeight <= excerpt.clientHeight + 1;
    button.addEventListener('click', () => {
      const expanded = excerpt.classList.toggle('whole');
      button.setAttribute('aria-expanded', String(expanded));
      setText(button, expanded ? 'Show less' : 'Show all');
    });
  }
}

function when(run) {
  return [timeOfDay(run.startedAt), between(run.startedAt, run.endedAt), run.partial ? 'some steps missing' : '']
    .filter(Boolean)
    .join(' · ');
}

function notice(attributes, text, buttons) {
  const drawnButtons = buttons.map(([label, action]) => {
    const button = element('button', { class: 'quiet', type: 'button' }, label);
    button.addEventListener('click', action);
    return button;
  });
  return element('div', { role: 'status', ...attributes }, element('p', {}, text), element('div', { class: 'actions' }, ...drawnButtons));
}

/** Leaves equal text alone, so that it is not read out again. */
function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
