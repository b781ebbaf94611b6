// The examples that are programs: the Node server, and the scripts for Deno and Bun.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../support/models.mjs';
import { installPackage } from '../support/package.mjs';
import { run, start } from '../support/programs.mjs';
import { runtime } from '../support/runtimes.mjs';

const letter = 'Write to Ada Lovelace at ada@example.org.';
const redacted = 'Write to [PERSON_1] at [EMAIL_1].';

let folder;
beforeAll(async () => {
  folder = temporaryFolder();
  await installPackage(folder);
});
afterAll(cleanUp);

/** The example's folder, where users have it: beside the installed package. */
function example(name, { without = [] } = {}) {
  const to = join(folder, name);
  const source = join(root, 'examples', name);
  const unwanted = without.map((file) => join(source, file));
  cpSync(source, to, { recursive: true, filter: (path) => !unwanted.includes(path) });
  return to;
}

describe('the Node server', () => {
  let server, upstream, url, notes;
  /** What the upstream service was sent, and what it answers. */
  const seen = [];
  let reply = { status: 200, body: { text: 'Dear [PERSON_1], is [EMAIL_1] yours?' } };
  beforeAll(async () => {
    upstream = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push(body);
      response.writeHead(reply.status).end(JSON.stringify(reply.body));
    });
    await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    notes = join(temporaryFolder(), 'notes.jsonl');
    server = start(process.execPath, ['server.js'], {
      cwd: example('node-server'),
      env: {
        PORT: '0',
        MODEL: bundledModel,
        NOTES: notes,
        UPSTREAM: `http://127.0.0.1:${upstream.address().port}/`,
      },
    });
    [, url] = await server.printed(/listening at (\S+)/);
  });
  afterAll(async () => {
    upstream.closeAllConnections();
    upstream.close();
    await server.stop('SIGKILL');
  });

  async function post(path, body) {
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${url}${path}`, { method: 'POST', body: content });
    return [response.status, await response.json()];
  }

  test('stores the text redacted', async () => {
    expect(await post('/notes', { text: letter })).toEqual([200, { text: redacted }]);
    expect(readFileSync(notes, 'utf8')).toBe(`${JSON.stringify({ text: redacted })}\n`);
  });

  test('forwards the text redacted, and restores the answer', async () => {
    const answer = { text: 'Dear Ada Lovelace, is ada@example.org yours?' };
    expect(await post('/ask', { text: letter })).toEqual([200, answer]);
    expect(seen.map((body) => JSON.parse(body))).toEqual([{ text: redacted }]);
  });

  test('answers many at once', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `Ask user${i}@example.org`);
    const answers = await Promise.all(texts.map((text) => post('/notes', { text })));
    for (const answer of answers) expect(answer).toEqual([200, { text: 'Ask [EMAIL_1]' }]);
  });

  test('what is wrong is answered by a status, and stores and forwards nothing', async () => {
    const before = [readFileSync(notes, 'utf8'), seen.length];
    for (const [path, body, status] of [
      ['/notes', 'not JSON', 400],
      ['/notes', 'null', 400],
      ['/notes', { text: 7 }, 400],
      ['/ask', { text: 'a'.repeat(100_001) }, 413],
      ['/other', { text: letter }, 404],
      ['/toString', { text: letter }, 404],
    ]) {
      const [found, { error }] = await post(path, body);
      expect([path, found, typeof error]).toEqual([path, status, 'string']);
    }
    expect((await fetch(`${url}/notes`)).status).toBe(404);
    expect([readFileSync(notes, 'utf8'), seen.length]).toEqual(before);
  });

  test('an upstream service that fails is a 502', async () => {
    reply = { status: 500, body: {} };
    expect(await post('/ask', { text: letter })).toEqual([
      502,
      { error: 'the service answered 500' },
    ]);
  });

  test('ends when it is told to, and has logged no text', async () => {
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(server.stderr()).toBe('');
    expect(server.stdout()).toMatch(/^listening at \S+\n$/);
  });
});

describe.each([
  // Its import map names the published package; here it is the one that is installed.
  ['deno', ['run', '--allow-read', '--allow-env', '--allow-sys', 'redact.js'], ['deno.json']],
  ['bun', ['redact.js'], []],
])('the script for %s', (name, args, without) => {
  let program, options;
  beforeAll(async () => {
    program = await runtime(name);
    options = { cwd: example(name, { without }), env: { MODEL: bundledModel, NO_COLOR: '1' } };
  });

  test('redacts an argument', async () => {
    const result = await run(program, [...args, letter], options);
    expect(result).toEqual({ status: 0, stdout: `${redacted}\n`, stderr: '' });
  });

  test('redacts standard input', async () => {
    const result = await run(program, args, { ...options, input: letter });
    expect(result).toEqual({ status: 0, stdout: `${redacted}\n`, stderr: '' });
  });

  test('its README has the command', () => {
    const readme = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8');
    expect(readme).toContain(`${name} ${args.join(' ')} `);
    expect(existsSync(join(root, 'examples', name, 'redact.js'))).toBe(true);
  });
});
