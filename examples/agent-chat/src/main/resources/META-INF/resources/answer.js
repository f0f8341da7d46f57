// SPDX-License-Identifier: Apache-2.0

import { element } from './dom.js';
import { count, counted, duration } from './format.js';
import { highlight } from './highlight.js';

/** Draws what a run has come to: its answer, or that it is still sought; nothing where none will come. */
export function drawAnswer(run) {
  switch (run.state) {
    case 'completed':
      return completed(run);
    case 'running':
      return [1, 2, 3].map((n) => element('div', { class: `ghost ghost-${n}` }));
    default:
      return [];
  }
}

function completed(run) {
  const result = run.result ?? {};
  const passages = Array.isArray(result.passages) ? result.passages : [];
  const query = run.steps.map((step) => step.data.result?.query).find((text) => typeof text === 'string') ?? '';
  return [
    element('p', { class: 'text' }, String(result.answer ?? '')),
    element('ol', { class: 'passages' }, ...passages.map((passage) => drawPassage(passage, query))),
    element('p', { class: 'sum' }, summary(result, passages.length)),
  ];
}

function drawPassage(passage, query) {
  const file = String(passage.file ?? '');
  const cut = file.lastIndexOf('/') + 1;
  const text = element('p', { class: 'excerpt' });
  for (const piece of highlight(String(passage.text ?? ''), query)) {
    text.append(piece.marked ? element('mark', {}, piece.text) : piece.text);
  }
  return element(
    'li',
    { class: 'passage', 'data-file': file, 'data-line': passage.line, 'data-score': passage.score },
    passage.heading ? element('p', { class: 'heading' }, String(passage.heading)) : null,
    text,
    element(
      'div',
      { class: 'foot' },
      element(
        'p',
        { class: 'source' },
        element('bdi', { class: 'file' }, file.slice(0, cut), element('strong', {}, file.slice(cut))),
        passage.line ? element('span', { class: 'line' }, `line ${count(passage.line)}`) : null,
      ),
      element('button', { class: 'more quiet', type: 'button', 'aria-expanded': 'false', hidden: '' }, 'Show all'),
    ),
  );
}

function summary(result, shown) {
  const parts = [];
  if (Number.isFinite(result.hits)) {
    parts.push(shown < result.hits ? `${count(shown)} of ${counted(result.hits, 'matching passage')}` : counted(shown, 'matching passage'));
  }
  if (Number.isFinite(result.documents)) {
    parts.push(`in ${counted(result.documents, 'document')}`);
  }
  if (Number.isFinite(result.took_ms)) {
    parts.push(`searched in ${duration(result.took_ms)}`);
  }
  return parts.join(' · ');
}
