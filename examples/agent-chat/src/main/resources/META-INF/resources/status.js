// SPDX-License-Identifier: Apache-2.0

const LOST = new Map([
  ['unreachable', 'The server cannot be reached'],
  ['no_answer', 'The server does not answer'],
  ['silent', 'The server fell silent'],
  ['restart', 'The server restarts'],
  ['going_away', 'The server goes away'],
  ['too_many', 'Too much at once'],
  ['too_big', 'The last message was too big'],
  ['overloaded', 'The server has too much to do'],
]);

const REFUSED = new Map([
  ['unauthenticated', 'Not signed in'],
  ['forbidden', 'Not allowed'],
  ['policy', 'Refused by the server'],
  ['protocol', 'The server speaks another protocol'],
  ['unsupported', 'The browser refuses to connect'],
]);

/**
 * What to tell a person about a connection.
 *
 * @param {{name: string, reason: string, text: string, retryAt: number | null}} state
 * @param {number} now as of Date.now()
 * @returns {{label: string, trouble: string, canRetry: boolean}} the state in a word or two; what is wrong, empty if
 *   nothing is; whether there is a use in trying at once
 */
export function describeConnection(state, now) {
  switch (state.name) {
    case 'live':
      return { label: 'Live', trouble: '', canRetry: false };
    case 'draining':
      return { label: 'Live', trouble: 'The server is about to restart.', canRetry: false };
    case 'connecting':
      return state.reason === 'again'
        ? { label: 'Reconnecting', trouble: 'Reconnecting now…', canRetry: false }
        : { label: 'Connecting', trouble: '', canRetry: false };
    case 'reconnecting': {
      const why = withText(LOST.get(state.reason) ?? 'The connection was lost', state.reason === 'restart' ? '' : state.text);
      return { label: 'Reconnecting', trouble: `${why}. Reconnecting in ${seconds(state, now)} s.`, canRetry: true };
    }
    case 'refused': {
      const why = withText(REFUSED.get(state.reason) ?? 'The connection was refused', state.text);
      return { label: 'Refused', trouble: `${why}.`, canRetry: true };
    }
    default:
      return { label: 'Offline', trouble: `${withText('The connection was closed', state.text)}.`, canRetry: true };
  }
}

/** What to tell a person about events that are missing. */
export function describeGap({ reason, count }) {
  if (reason === 'epoch_changed') {
    return 'The server was restarted. Some events could not be replayed: what it did before is no longer known.';
  }
  const what = count === null ? 'Some events' : count === 1 ? 'One event' : `${count} events`;
  return `${what} could not be replayed. What is shown may have steps missing.`;
}

/** The same, said within a run. */
export function describeMissing({ reason, count }) {
  if (reason === 'epoch_changed') {
    return 'The server was restarted; how this went on is not known';
  }
  return count === null ? 'Events may be missing here' : 'Some events could not be replayed here';
}

function seconds({ retryAt }, now) {
  return Math.max(1, Math.ceil((retryAt - now) / 1000));
}

function withText(why, text) {
  return text ? `${why}: ${text}` : why;
}
