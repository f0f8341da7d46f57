// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import * as real from '../../src/main/js/throughline.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const usage = path('usage.ts');
const declarations = path('../../src/main/js/throughline.d.ts');

const program = ts.createProgram([usage, declarations], {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
});
const checker = program.getTypeChecker();

test('the declarations are sound, and a program that uses them is', () => {
  const problems = ts.getPreEmitDiagnostics(program).map((problem) => {
    const { line = 0 } = problem.file?.getLineAndCharacterOfPosition(problem.start) ?? {};
    return `${problem.file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`;
  });
  assert.deepEqual(problems, []);
});

/** The values that the declarations export, by name. */
function declared() {
  const module = checker.getSymbolAtLocation(program.getSourceFile(declarations));
  return new Map(checker.getExportsOfModule(module).filter((it) => it.flags & ts.SymbolFlags.Value).map((it) => [it.name, it]));
}

test('what is declared is what is there', () => {
  assert.deepEqual([...declared().keys()].sort(), Object.keys(real).sort());
});

test('the members of the client that are declared are those that are there', () => {
  const own = checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declared().get('ThroughlineClient')))
    .filter((member) => member.declarations.some((it) => it.getSourceFile().fileName === declarations))
    .map((member) => member.name)
    .filter((name) => !(name in EventTarget.prototype));
  const there = Object.getOwnPropertyNames(real.ThroughlineClient.prototype).filter((name) => name !== 'constructor');
  assert.deepEqual(own.sort(), there.sort());
});
