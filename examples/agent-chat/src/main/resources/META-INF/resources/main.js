// SPDX-License-Identifier: Apache-2.0

import { ThroughlineClient } from '/throughline/throughline.js';
import { INITIAL, reduce } from './runs.js';
import { createView } from './view.js';

const LAST_NAME = 'throughline.user';
const NAMES = ['ada', 'alan', 'barbara', 'edsger', 'grace', 'katherine', 'ken', 'margaret'];

const find = (id) => document.getElementById(id);
const user = (new URLSearchParams(location.search).get('user') ?? '').trim();

if (user === '') {
  welcome();
} else {
  chat(user);
}

/** Asks for a name; the form then leads back here with it in the address. */
function welcome() {
  const name = find('name');
  name.value = remembered() ?? NAMES[Math.floor(Math.random() * NAMES.length)];
  find('welcome').hidden = false;
  find('welcome-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (name.value.trim() !== '') {
      location.assign(`?${new URLSearchParams({ user: name.value.trim() })}`);
    }
  });
  name.select();
}

function chat(name) {
  remember(name);
  document.title = `${name} · ${document.title}`;
  find('user').textContent = name;
  find('session').hidden = false;
  find('ask').hidden = false;

  let state = INITIAL;
  let drawing = false;
  let asked = 0;
  // A loaded page shows what was asked before as well, so it wants more than the runs that are open.
  const client = new ThroughlineClient(`/ws?${new URLSearchParams({ user: name })}`, { cursor: 'earliest' });
  const view = createView(document, {
    askAgain: (again) => ask(again.question) && dispatch({ type: 'dismissed', id: again.id }),
    dismissAsk: (id) => dispatch({ type: 'dismissed', id }),
    dismissGap: (key) => dispatch({ type: 'gap_dismissed', key }),
  });

  /** Many events can come in one go; they are drawn together, soon, whether or not the page is in front. */
  function dispatch(action) {
    state = reduce(state, action);
    if (!drawing) {
      drawing = true;
      setTimeout(() => {
        drawing = false;
        view.show(state);
      });
    }
  }

  function ask(question) {
    asked += 1;
    const id = `ask-${asked}`;
    const sent = client.send('ask', { question }, { id });
    if (sent) {
      dispatch({ type: 'asked', id, question });
    }
    return sent;
  }

  client.addEventListener('event', ({ detail }) => dispatch({ type: 'event', event: detail }));
  client.addEventListener('gap', ({ detail }) => dispatch({ type: 'gap', gap: detail }));
  client.addEventListener('error', ({ detail }) => dispatch({ type: 'error', error: detail }));
  client.addEventListener('state', ({ detail }) => {
    if (detail.name !== 'live' && detail.name !== 'draining') {
      dispatch({ type: 'disconnected' });
    }
    view.showConnection(detail, Date.now());
  });
  setInterval(() => client.state.retryAt && view.showConnection(client.state, Date.now()), 500);

  find('retry').addEventListener('click', () => client.connect());

  prepareAskForm(ask);
  view.show(state);
  client.connect();
  find('question').focus({ preventScroll: true });
}

function prepareAskForm(ask) {
  const form = find('ask-form');
  const question = find('question');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = question.value.trim();
    if (text !== '' && ask(text)) {
      question.value = '';
      fit();
    }
  });
  question.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const fit = () => {
    question.style.height = 'auto';
    question.style.height = `${question.scrollHeight}px`;
  };
  question.addEventListener('input', fit);
  for (const suggestion of document.querySelectorAll('.suggestion')) {
    suggestion.addEventListener('click', () => {
      question.value = suggestion.textContent;
      fit();
      form.requestSubmit();
    });
  }
}

function remember(name) {
  try {
    localStorage.setItem(LAST_NAME, name);
  } catch {
    // Then the field is filled with another name next time.
  }
}

function remembered() {
  try {
    return localStorage.getItem(LAST_NAME);
  } catch {
    return null;
  }
}
