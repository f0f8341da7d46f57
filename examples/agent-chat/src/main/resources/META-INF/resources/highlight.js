// SPDX-License-Identifier: Apache-2.0

const WORD = /[\p{L}\p{N}]+/gu;
const ENDINGS = /(?:ations?|ions?|ings?|ers?|ed|es|e|s|ly)$/u;
const SHORTEST = 3;

/**
 * Cuts a text into pieces, some of them marked since they are words that were searched for, inflected or not.
 *
 * The search compares real stems; this is a rough likeness of it, near enough for drawing.
 *
 * @param {string} text
 * @param {string} query the words that were searched for, with spaces between them
 * @returns {{text: string, marked: boolean}[]} pieces that together are the text
 */
export function highlight(text, query) {
  const wanted = new Set((query.match(WORD) ?? []).filter((word) => word.length >= SHORTEST).map(stem));
  const pieces = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (wanted.has(stem(word))) {
      if (index > end) {
        pieces.push({ text: text.slice(end, index), marked: false });
      }
      pieces.push({ text: word, marked: true });
      end = index + word.length;
    }
  }
  if (end < text.length) {
    pieces.push({ text: text.slice(end), marked: false });
  }
  return pieces;
}

function stem(word) {
  const small = word.toLowerCase().replace(/(?:ies|y)$/u, 'i');
  const short = small.replace(ENDINGS, '');
  return (short.length >= SHORTEST ? short : small).replace(/([b-df-hj-np-tv-z])\1$/u, '$1');
}
