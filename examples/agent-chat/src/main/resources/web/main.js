// SPDX-License-Identifier: Apache-2.0

import { claimClientId, randomId } from './client-id.js';
import { Connection } from './connection.js';
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
  const connection = new Connection(socketAddress(name, claimedId()));
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
    const sent = connection.send({ type: 'ask', data: { question } });
    if (sent) {
      dispatch({ type: 'asked', id: randomId(crypto), question });
    }
    return sent;
  }

  connection.addEventListener('event', ({ detail }) => dispatch({ type: 'event', event: detail }));
  connection.addEventListener('gap', ({ detail }) => dispatch({ type: 'gap', gap: detail }));
  connection.addEventListener('error', ({ detail }) => dispatch({ type: 'error', error: detail }));
  connection.addEventListener('state', ({ detail }) => {
    if (detail.name !== 'live') {
      dispatch({ type: 'disconnected' });
    }
    view.showConnection(detail, Date.now());
  });
  setInterval(() => connection.state.retryAt && view.showConnection(connection.state, Date.now()), 500);

  find('retry').addEventListener('click', () => connection.retryNow());
  const wake = () => connection.state.name === 'reconnecting' && connection.retryNow();
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
  window.addEventListener('pageshow', ({ persisted }) => persisted && connection.retryNow());

  prepareAskForm(ask);
  view.show(state);
  connection.start();
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

function socketAddress(name, clientId) {
  const address = new URL('/ws', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = new URLSearchParams({ user: name, client_id: clientId }).toString();
  return address;
}

function claimedId() {
  let storage = null;
  try {
    storage = window.sessionStorage;
  } catch {
    // Storage can be forbidden altogether.
  }
  const { id, keep } = claimClientId(storage, crypto);
  window.addEventListener('pagehide', keep);
  return id;
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
