// SPDX-License-Identifier: Apache-2.0

const NUMBER = new Intl.NumberFormat('en');

/** 1234 → "1,234". */
export function count(value) {
  return Number.isFinite(value) ? NUMBER.format(value) : '?';
}

/** count(1, 'passage') → "1 passage", count 2 → "2 passages". */
export function counted(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Milliseconds as a person says them: "0.4 ms", "12 ms", "3.4 s", "2 min 5 s". */
export function duration(ms) {
  if (!Number.isFinite(ms) || ms < 0) {
    return '';
  }
  if (ms > 0 && ms < 0.1) {
    return '< 0.1 ms';
  }
  if (ms < 999.5) {
    return `${ms < 9.95 ? trimmed(ms) : Math.round(ms)} ms`;
  }
  if (ms < 59_950) {
    return `${trimmed(ms / 1000)} s`;
  }
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The time between two timestamps, empty where one is missing. */
export function between(from, to) {
  return from && to ? duration(Date.parse(to) - Date.parse(from)) : '';
}

/** The time of day on this machine's clock. */
export function timeOfDay(timestamp) {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime())
    ? ''
    : date.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
}

function trimmed(value) {
  return value.toFixed(1).replace(/\.0$/, '');
}
