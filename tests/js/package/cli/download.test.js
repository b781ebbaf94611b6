// deberta-wasm download: dist/cli.js in a process of its own.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { root } from '../../../../tools/project.mjs';
import { serve } from '../../../../tools/serve.mjs';
import { answer, cli } from '../../../support/cli.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../../support/models.mjs';

afterAll(cleanUp);

const fixtures = join(root, 'tests/fixtures');

describe('download', () => {
  let folder, hub;
  beforeAll(async () => {
    folder = temporaryFolder();
    cpSync(bundledModel, join(folder, 'ada/pii/resolve/main'), { recursive: true });
    const two = join(folder, 'ada/two/resolve/main');
    mkdirSync(two, { recursive: true });
    cpSync(join(fixtures, 'checkpoints/v1_bf16'), two, { recursive: true });
    cpSync(join(fixtures, 'golden/v1_bf16/config.json'), join(two, 'config.json'));
    const tf = join(folder, 'ada/tf/resolve/main');
    cpSync(join(fixtures, 'golden/v1_seq_single/config.json'), join(tf, 'config.json'));
    cpSync(join(fixtures, 'checkpoints/v1_seq_single/tf_model.h5'), join(tf, 'tf_model.h5'));
    hub = await serve(folder);
  });
  afterAll(() => hub.close());

  test('into a folder, which then is a model', async () => {
    const to = join(temporaryFolder(), 'pii');
    const args = ['download', 'ada/pii', '--to', to, '--remote-host', hub.url];
    const { status, stdout, stderr } = await cli([...args, '--include', 'README.md']);
    expect([status, stdout]).toEqual([0, `${to}\n`]);
    expect(stderr).toMatch(/^config\.json: [\d.]+ kB$/m);
    const files = readdirSync(to).sort();
    expect(files).toEqual(readdirSync(bundledModel).filter((name) => name !== 'scores.json'));
    for (const file of files) {
      expect(readFileSync(join(to, file)).equals(readFileSync(join(bundledModel, file)))).toBe(
        true,
      );
    }
  });

  test('into the cache, from where it runs without the server', async () => {
    const cache = ['--cache-dir', temporaryFolder()];
    const env = { HF_ENDPOINT: hub.url.replace(/\/$/, '') };
    const { status, stdout } = await cli(['download', 'ada/pii', ...cache], { env });
    expect([status, stdout]).toEqual([0, 'ada/pii\n']);
    const args = ['run', 'redact', 'ada/pii', 'Ask ada@example.org', '--threads=1', ...cache];
    expect(await answer([...args, '--local-files-only'], { env })).toBe('Ask [EMAIL_1]\n');
  });

  test('all files of a checkpoint of several', async () => {
    const to = temporaryFolder();
    const { status } = await cli(['download', 'ada/two', '--to', to, '--remote-host', hub.url]);
    expect(status).toBe(0);
    expect(readdirSync(to).sort()).toEqual([
      'config.json',
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
      'model.safetensors.index.json',
    ]);
  });

  test('a file of TensorFlow, as it is', async () => {
    const to = temporaryFolder();
    const { status } = await cli(['download', 'ada/tf', '--to', to, '--remote-host', hub.url]);
    expect([status, readdirSync(to).sort()]).toEqual([0, ['config.json', 'tf_model.h5']]);
    const [mine, theirs] = [to, join(fixtures, 'checkpoints/v1_seq_single')].map((from) =>
      readFileSync(join(from, 'tf_model.h5')),
    );
    expect(mine.equals(theirs)).toBe(true);
    const facts = JSON.parse(await answer(['info', to, '--json']));
    expect(facts).toMatchObject({
      weights: { format: 'tensorflow', files: [{ name: 'tf_model.h5', bytes: mine.length }] },
      heads: ['sequence-classification'],
    });
  });

  test('info and convert read from the Hub, too', async () => {
    const hubOptions = ['--remote-host', hub.url, '--cache-dir', temporaryFolder()];
    const facts = JSON.parse(await answer(['info', 'ada/pii', '--json', ...hubOptions]));
    expect(facts.heads).toEqual(['token-classification']);
    const to = join(temporaryFolder(), 'a.safetensors');
    await answer(['convert', 'ada/pii', to, ...hubOptions]);
    expect(existsSync(to)).toBe(true);
  });

  test('what is not there is an error, and leaves nothing', async () => {
    const to = join(temporaryFolder(), 'to');
    const { status, stderr } = await cli([
      ...['download', 'ada/none', '--to', to, '--remote-host', hub.url],
    ]);
    expect([status, existsSync(to)]).toEqual([1, false]);
    expect(stderr).toBe("deberta-wasm: FILE_NOT_FOUND: 'ada/none' has no file config.json\n");
  });

  test('HF_TOKEN goes to the Hub, and nowhere else', async () => {
    const seen = new Set();
    const closed = createServer((request, response) => {
      seen.add(request.headers.authorization);
      response.writeHead(404).end();
    });
    await new Promise((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const env = { HF_TOKEN: 'hf_secret', HF_ENDPOINT: `http://127.0.0.1:${closed.address().port}` };
    const { status, stdout, stderr } = await cli(['download', 'a/b'], { env });
    closed.closeAllConnections();
    closed.close();
    expect([status, stdout, stderr.includes('hf_secret')]).toEqual([1, '', false]);
    expect([...seen]).toEqual(['Bearer hf_secret']);
  });

  test('Ctrl-C ends it, without half a file', async () => {
    const slow = createServer((request, response) => {
      if (!request.url.endsWith('/config.json')) return response.writeHead(404).end();
      response.writeHead(200, { 'Content-Length': 1e6 });
      response.write('{');
      // Once: a server without a list is asked for this file twice, and a second Ctrl-C ends at once.
      interruption ??= setTimeout(() => running.kill('SIGINT'), 300);
    });
    await new Promise((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const to = temporaryFolder();
    let running, interruption;
    const { status, stderr, stdout } = await cli(
      ['download', 'a/b', '--to', to, '--remote-host', `http://127.0.0.1:${slow.address().port}`],
      { onStart: (child) => (running = child) },
    );
    slow.closeAllConnections();
    slow.close();
    expect([status, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/^deberta-wasm: ABORTED: .*\n$/);
    expect(readdirSync(to)).toEqual([]);
  });
});
