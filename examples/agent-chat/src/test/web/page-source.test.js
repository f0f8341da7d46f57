// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const WEB = new URL('../../main/resources/META-INF/resources/', import.meta.url);
const files = readdirSync(WEB).map((name) => ({ name, text: readFileSync(new URL(name, WEB), 'utf8') }));
const CLIENT = new URL('../../../../../clients/js/src/main/js/throughline.js', import.meta.url);
const page = files.find(({ name }) => name === 'index.html').text;

test('data can never become markup', () => {
  for (const { name, text } of files.filter((file) => file.name.endsWith('.js'))) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function/, name);
  }
});

test('nothing is fetched from elsewhere', () => {
  for (const { name, text } of files) {
    const addresses = (text.match(/(?:https?|wss?):\/\/[^\s'"`)]+/g) ?? []).filter((url) => url !== 'http://www.w3.org/2000/svg');
    assert.deepEqual(addresses, [], name);
    assert.doesNotMatch(text, /@import|url\(/, name);
  }
});

test('the page keeps its own content security policy', () => {
  assert.match(page, /default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=|javascript:/i);
  assert.doesNotMatch(page.replaceAll('<script type="module" src="main.js"></script>', ''), /<script/);
});

test('every file that the page and its modules name is there', () => {
  const names = new Set(files.map(({ name }) => name));
  const named = [...page.matchAll(/(?:src|href)="([\w.-]+\.\w+)"/g)].map((match) => match[1]);
  for (const { text } of files.filter((file) => file.name.endsWith('.js'))) {
    named.push(...[...text.matchAll(/from '\.\/([^']+)'/g)].map((match) => match[1]));
  }
  assert.ok(named.length > 10);
  assert.deepEqual(named.filter((name) => !names.has(name)), []);
  assert.match(files.find(({ name }) => name === 'main.js').text, /from '\/throughline\/throughline\.js'/);
  assert.ok(existsSync(CLIENT), 'the client, which is served from the class path');
});

test('every element that the code looks for is on the page', () => {
  const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
  for (const { name, text } of files.filter((file) => file.name.endsWith('.js'))) {
    for (const [, id] of text.matchAll(/find\('([^']+)'\)/g)) {
      assert.ok(ids.has(id), `${name} looks for #${id}`);
    }
    for (const [, mark] of text.matchAll(/mark: '([^']+)'/g)) {
      assert.ok(ids.has(`icon-${mark}`), `${name} draws icon-${mark}`);
    }
  }
});
