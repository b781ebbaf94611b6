// The same programs compile with this package's types, as they are: only the name of the package leads elsewhere.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

import { folder, names } from './programs.mjs';
import { root } from '../../tools/project.mjs';

const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  strict: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  paths: { '@huggingface/transformers': [join(root, 'dist/types/index.d.ts')] },
};

const pages = readdirSync(join(root, 'tests/drop-in/pages'))
  .filter((name) => name.endsWith('.js'))
  .map((name) => join(root, 'tests/drop-in/pages', name));
const all = [...names, ...pages.map((path) => basename(path))];

/** Messages by the name of the program. */
const messages = {};
beforeAll(() => {
  const files = [...names.map((name) => join(folder, name)), ...pages];
  const program = ts.createProgram(files, options);
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const { line } = file ? file.getLineAndCharacterOfPosition(start) : { line: -1 };
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    const name = all.find((each) => file?.fileName.endsWith(`/${each}`)) ?? 'elsewhere';
    (messages[name] ??= []).push(`${line + 1}: ${text}`);
  }
});
afterAll(() => expect(messages.elsewhere).toBeUndefined());

test.each(all)('%s', (name) => {
  expect(messages[name] ?? []).toEqual([]);
});
