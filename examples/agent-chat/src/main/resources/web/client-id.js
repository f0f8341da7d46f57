// SPDX-License-Identifier: Apache-2.0

const KEY = 'throughline.client_id';

/**
 * A random id for this tab that survives reloading it.
 *
 * The id is taken out of the storage while the page lives and put back when it goes, since the browser copies the
 * storage to a duplicated tab, and two tabs must not have one id.
 *
 * @param {Storage} storage the tab's sessionStorage
 * @param {Crypto} crypto
 * @returns {{id: string, keep: () => void}} the id, and what to call when the page goes
 */
export function claimClientId(storage, crypto) {
  let id = null;
  try {
    id = storage.getItem(KEY);
    storage.removeItem(KEY);
  } catch {
    // Storage can be switched off; then an id lasts as long as the page.
  }
  if (!id) {
    id = randomId(crypto);
  }
  return {
    id,
    keep() {
      try {
        storage.setItem(KEY, id);
      } catch {
        // As above.
      }
    },
  };
}

/** 128 random bits; crypto.randomUUID is missing where a page comes over plain http from another machine. */
export function randomId(crypto) {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
