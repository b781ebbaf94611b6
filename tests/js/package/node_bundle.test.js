// Programs for Node that a tool has put into one file, and entries for browsers in Node.
import { afterAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from '../../../tools/project.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../support/models.mjs';

afterAll(cleanUp);

const program = (entry) => `
  import { pipeline } from '${entry}';
  const model = ${JSON.stringify(bundledModel)};
  (async () => {
    const find = await pipeline('token-classification', model, { threads: 1 });
    console.log(JSON.stringify((await find.redact('Maria Garcia called.')).text));
    await find.dispose();
  })().catch(({ code, retryable, message }) => {
    console.log(JSON.stringify({ code, retryable, message }));
  });`;

/** Puts the program and the package into one file. */
async function bundle(format) {
  const folder = join(temporaryFolder(), 'program');
  mkdirSync(folder);
  const file = join(folder, format === 'esm' ? 'program.mjs' : 'program.cjs');
  await build({
    stdin: { contents: program('./dist/node.js'), resolveDir: root },
    ...{ bundle: true, platform: 'node', format, outfile: file, logLevel: 'silent' },
  });
  return { folder, file };
}

/** What the program prints, started in a folder. */
const run = (file, cwd) =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [file], { cwd }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr));
      else resolve(JSON.parse(stdout));
    });
  });

const install = (folder) => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/deberta-wasm'), 'junction');
};

const nothingFound = {
  code: 'FILE_NOT_FOUND',
  retryable: false,
  message: expect.stringMatching(/has to leave 'deberta-wasm' out, .* dist\/node-worker\.js/),
};

describe.each(['esm', 'cjs'])('a bundle, %s', (format) => {
  test('finds the installed package above it', async () => {
    const { folder, file } = await bundle(format);
    install(dirname(folder));
    expect(await run(file, temporaryFolder())).toBe('[PERSON_1] called.');
  });

  test('says what it needs where it finds nothing, and runs nothing of the working directory', async () => {
    const { file } = await bundle(format);
    const elsewhere = temporaryFolder();
    install(elsewhere);
    expect(await run(file, elsewhere)).toEqual(nothingFound);
  });

  test('does not take another version', async () => {
    const { folder, file } = await bundle(format);
    const other = join(folder, 'node_modules/deberta-wasm');
    mkdirSync(other, { recursive: true });
    symlinkSync(join(root, 'dist'), join(other, 'dist'), 'junction');
    writeFileSync(join(other, 'package.json'), '{ "version": "0.0.1" }');
    expect(await run(file, folder)).toEqual(nothingFound);
  });
});

/** As ncc does. */
test('a worker that was copied without its modules says the same', async () => {
  const { folder, file } = await bundle('esm');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  cpSync(join(root, 'dist/node-worker.js'), join(folder, 'node-worker.js'));
  expect(await run(file, temporaryFolder())).toEqual(nothingFound);
});

test('a bundle finds copies beside it', async () => {
  const { folder, file } = await bundle('esm');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['node-worker.js', 'wasm']) {
    cpSync(join(root, 'dist', name), join(folder, name), { recursive: true });
  }
  expect(await run(file, temporaryFolder())).toBe('[PERSON_1] called.');
});

test.each(['deberta.js', 'deberta-inline.js'])(
  '%s in Node: importing it does nothing, a load says that this is no browser',
  async (entry) => {
    const file = join(temporaryFolder(), 'program.mjs');
    writeFileSync(file, program(join(root, 'dist', entry)));
    expect(await run(file, temporaryFolder())).toEqual({
      code: 'UNSUPPORTED',
      retryable: false,
      message: expect.stringMatching(/this is not a browser/),
    });
  },
);
