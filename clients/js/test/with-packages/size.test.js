// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { minify } from 'terser';

const MOST_BYTES = 5_120;

test('minified and compressed it has at most 5 KB', async (t) => {
  const source = readFileSync(new URL('../../src/main/js/throughline.js', import.meta.url), 'utf8');
  const { code } = await minify(source, { module: true, compress: true, mangle: true });
  const { length } = gzipSync(code, { level: 9 });
  t.diagnostic(`${length} bytes`);
  assert.ok(length > 1_000, 'something was minified');
  assert.ok(length <= MOST_BYTES, `it has ${length} bytes`);
});

test('it imports nothing', () => {
  const source = readFileSync(new URL('../../src/main/js/throughline.js', import.meta.url), 'utf8');
  assert.doesNotMatch(source, /\bimport\b|\brequire\(/);
});
