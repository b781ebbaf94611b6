// js/worker/session.js over workers that the test plays.
import { describe, expect, test } from '@jest/globals';

import { DebertaError } from '../../../js/base/errors.js';
import { hashIn } from '../../../js/files/worker_hash.js';
import { Session } from '../../../js/worker/session.js';

/** A host whose workers answer as `answers` says; a function may throw, or never answer. */
function fakeHost(answers) {
  const host = {
    workers: [],
    capabilities: () => ({ simd: true, relaxedSimd: true, noThreads: null, cores: 2 }),
    createWorker() {
      const worker = { calls: [], args: [], aborts: 0, terminated: false };
      host.workers.push(worker);
      return {
        async post({ id, method, args, abort }) {
          if (abort) return void worker.aborts++;
          worker.calls.push(method);
          worker.args.push(args);
          await null; // a worker never answers at once
          const answer = answers[method];
          if (answer === 'silence') return;
          try {
            const value = typeof answer === 'function' ? await answer(...args) : answer;
            worker.onMessage({ id, value });
          } catch ({ code, message }) {
            worker.onMessage({ id, error: { code, message } });
          }
        },
        listen: (onMessage, onFailure) => Object.assign(worker, { onMessage, onFailure }),
        terminate: () => (worker.terminated = true),
      };
    },
  };
  return host;
}

const bytes = (text) => new TextEncoder().encode(text);
const source = (files) => ({
  name: 'model',
  opened: [],
  async open(file) {
    this.opened.push(file);
    if (!(file in files)) return null;
    const content = bytes(files[file]);
    return {
      total: content.length,
      chunks: (async function* () {
        yield content.slice(0, 2);
        yield content.slice(2);
      })(),
    };
  },
});
const files = {
  'config.json': '{}',
  'vocab.json': '{}',
  'merges.txt': 'a b',
  'tokenizer_config.json': '{"added_tokens_decoder": {}}',
  'model.safetensors': 'weights',
};
const answers = {
  start: '0.1.0',
  openTokenizer: { vocab_size: 3 },
  open: { num_labels: 2 },
  finishWeights: { tensors: 1, skipped: [], bytes: 7 },
  run: () => ['answer'],
  tokenizerCall: () => 'ids',
};
const plan = { name: 'token-classification', head: 'token-classification', tokenizer: true };
const load = (host, from = source(files), options = {}) => Session.load(host, plan, from, options);

test('a load sends each file once, and the weights last', async () => {
  const host = fakeHost(answers);
  const from = source(files);
  const session = await load(host, from);
  expect(session.info).toEqual({ num_labels: 2 });
  expect(session.tokenizer).toEqual({ vocab_size: 3 });
  expect(session.config).toEqual({});
  const { calls } = host.workers[0];
  expect(calls.slice(0, 2)).toEqual(['start', 'setFile']);
  expect(calls.slice(-4)).toEqual(['open', 'writeWeights', 'writeWeights', 'finishWeights']);
  expect(from.opened.sort()).toEqual(Object.keys(files).sort());
});

test('a model without a tokenizer, a tokenizer, a configuration need their own files alone', async () => {
  const { 'config.json': _, 'model.safetensors': __, ...tokenizerFiles } = files;
  for (const [plan, opened, last] of [
    [{ head: 'none' }, ['config.json', 'model.safetensors'], 'finishWeights'],
    [{ tokenizer: true }, Object.keys(tokenizerFiles).sort(), 'openTokenizer'],
    [{ configOnly: true }, ['config.json'], 'open'],
    [{ head: 'none', seed: 7 }, ['config.json'], 'initializeWeights'],
  ]) {
    const host = fakeHost({ ...answers, initializeWeights: {} });
    const from = source(files);
    await Session.load(host, { name: 'part', ...plan }, from, {});
    expect(from.opened.sort()).toEqual(opened);
    expect(host.workers[0].calls.at(-1)).toBe(last);
  }
});

test('an aborted call is over at once, and the next one is answered', async () => {
  const host = fakeHost({ ...answers, run: 'silence' });
  const session = await load(host);
  const abort = new AbortController();
  const waiting = session.run('forward', [], {}, abort.signal);
  await new Promise((resolve) => setTimeout(resolve, 10));
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  await expect(session.run('forward', [], {}, abort.signal)).rejects.toMatchObject({
    code: 'ABORTED',
  });
  expect(await session.tokenize('encode', [], {})).toBe('ids');
  expect(host.workers).toHaveLength(1);
  expect(host.workers[0].aborts).toBe(1);
});

test('older settings have two more files, tokenizer.json stands alone', async () => {
  const older = source({ ...files, 'tokenizer_config.json': '{}' });
  await load(fakeHost(answers), older);
  expect(older.opened).toContain('special_tokens_map.json');
  expect(older.opened).toContain('added_tokens.json');

  const { 'config.json': config, 'model.safetensors': weights } = files;
  const alone = source({
    'config.json': config,
    'model.safetensors': weights,
    'tokenizer.json': '{}',
  });
  await load(fakeHost(answers), alone);
  expect(alone.opened).not.toContain('merges.txt');
});

test('after a crash the calls that wait fail, and the next one gets a new worker', async () => {
  let crash = true;
  const host = fakeHost({
    ...answers,
    run: () => {
      if (!crash) return ['answer'];
      crash = false;
      throw new DebertaError('CRASHED', 'trap');
    },
  });
  const session = await load(host);
  await expect(session.run('tokenClassification', [], {})).rejects.toMatchObject({
    code: 'CRASHED',
  });
  expect(host.workers[0].terminated).toBe(true);
  // Several at once: one new worker serves them all.
  const results = await Promise.all(
    [1, 2, 3].map(() => session.run('tokenClassification', [], {})),
  );
  expect(results).toEqual([['answer'], ['answer'], ['answer']]);
  expect(host.workers).toHaveLength(2);
  expect(host.workers[1].terminated).toBe(false);
});

test('a worker that does not start while files are hashed fails the load, once', async () => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  const host = fakeHost({
    start: () => {
      throw new DebertaError('UNSUPPORTED', 'no worker');
    },
  });
  const from = source(files);
  const hashed = {
    ...from,
    open(file, signal, hasher) {
      hashIn(hasher)('sha256'); // its digest is never asked for
      return from.open(file);
    },
  };
  await expect(load(host, hashed)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

/** The source, whose files are hashed as a download does it; `digests` gets theirs. */
function hashedSource(from, digests) {
  return {
    ...from,
    async open(file, signal, hasher) {
      const content = await from.open(file);
      return (
        content && {
          ...content,
          chunks: (async function* () {
            const hash = hashIn(hasher)('sha256');
            for await (const chunk of content.chunks) {
              await hash.update(chunk);
              yield chunk;
            }
            digests[file] = await hash.digest();
          })(),
        }
      );
    },
  };
}

test('bytes of weights cross to the worker once, and are hashed there', async () => {
  const host = fakeHost({ ...answers, digest: (id) => `of ${id}` });
  const digests = {};
  await load(host, hashedSource(source(files), digests));
  expect(Object.keys(digests).sort()).toEqual(Object.keys(files).sort());
  const [{ calls, args }] = host.workers;
  const [hashed] = args[calls.indexOf('hashWritten')];
  expect(digests['model.safetensors']).toBe(`of ${hashed}`);
  const part = ['hashWritten', 'writeWeights', 'writeWeights', 'digest'];
  expect(calls.slice(-6)).toEqual(['open', ...part, 'finishWeights']);
  // Of the other files it gets a copy to hash.
  const copied = args.filter((_, i) => calls[i] === 'hash').map(([, bytes]) => bytes.length);
  const { 'model.safetensors': _, ...others } = files;
  const total = Object.values(others).join('').length;
  expect(copied.reduce((sum, length) => sum + length, 0)).toBe(total);
});

test('of an index and its files, each file of weights crosses once', async () => {
  const parts = { 'a.safetensors': 'first', 'b.safetensors': 'second' };
  const { 'model.safetensors': _, ...rest } = files;
  const all = { ...rest, 'model.safetensors.index.json': '{}', ...parts };
  const open = { num_labels: 2, weight_files: Object.keys(parts) };
  const host = fakeHost({ ...answers, open, digest: (id) => `of ${id}` });
  const digests = {};
  await load(host, hashedSource(source(all), digests));
  const [{ calls, args }] = host.workers;
  const ids = args.filter((_, i) => calls[i] === 'hashWritten').map(([id]) => id);
  expect(Object.keys(parts).map((file) => digests[file])).toEqual(ids.map((id) => `of ${id}`));
  const part = ['hashWritten', 'writeWeights', 'writeWeights', 'digest'];
  expect(calls.slice(-10)).toEqual([...part, 'nextFile', ...part, 'finishWeights']);
});

test('a worker that dies while it works is replaced, too', async () => {
  const host = fakeHost({ ...answers, run: 'silence' });
  const session = await load(host);
  const waiting = session.run('tokenClassification', [], {});
  await new Promise((resolve) => setTimeout(resolve, 10));
  host.workers[0].onFailure(new DebertaError('CRASHED', 'gone', { retryable: true }));
  await expect(waiting).rejects.toMatchObject({ code: 'CRASHED', retryable: true });
  await session.tokenize('encode', [], {});
  expect(host.workers).toHaveLength(2);
});

test('an error of a call leaves the worker as it is', async () => {
  const host = fakeHost({
    ...answers,
    tokenizerCall: () => {
      throw new DebertaError('INPUT', 'no');
    },
  });
  const session = await load(host);
  await expect(session.tokenize('encode', [], {})).rejects.toMatchObject({ code: 'INPUT' });
  expect(await session.run('tokenClassification', [], {})).toEqual(['answer']);
  expect(host.workers).toHaveLength(1);
});

test('dispose() ends the worker, what waits, and what comes', async () => {
  const host = fakeHost({ ...answers, run: 'silence' });
  const session = await load(host);
  const waiting = session.run('tokenClassification', [], {});
  await new Promise((resolve) => setTimeout(resolve, 10));
  await session.dispose();
  await expect(waiting).rejects.toMatchObject({ code: 'DISPOSED' });
  await expect(session.run('tokenClassification', [], {})).rejects.toMatchObject({
    code: 'DISPOSED',
  });
  expect(host.workers.map(({ terminated }) => terminated)).toEqual([true]);
});

test('an abort ends a load that hangs, and its worker', async () => {
  const host = fakeHost({ ...answers, open: 'silence' });
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 20);
  await expect(load(host, source(files), { signal: abort.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(host.workers[0].terminated).toBe(true);
});

test('a load that fails ends its worker', async () => {
  const host = fakeHost(answers);
  const { 'model.safetensors': _, ...rest } = files;
  await expect(load(host, source(rest))).rejects.toMatchObject({ file: 'model.safetensors' });
  expect(host.workers[0].terminated).toBe(true);
});

test('an abort does not wait for a model that is loaded again, and the load goes on', async () => {
  let stuck = false;
  const host = fakeHost({
    ...answers,
    run: () => ['answer'],
    open: () => (stuck ? new Promise(() => {}) : { num_labels: 2 }),
  });
  const session = await load(host);
  host.workers[0].onFailure(new DebertaError('CRASHED', 'gone', { retryable: true }));
  stuck = true;
  const abort = new AbortController();
  const call = session.run('forward', [], {}, abort.signal);
  const other = session.run('forward', [], {});
  await new Promise((resolve) => setTimeout(resolve, 20));
  abort.abort();
  await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  expect(host.workers).toHaveLength(2);
  expect(host.workers[1].terminated).toBe(false);
  await session.dispose();
  await expect(other).rejects.toMatchObject({ code: 'DISPOSED' });
});

test('a signal is an AbortSignal', async () => {
  const session = await load(fakeHost(answers));
  await expect(session.run('forward', [], {}, { aborted: false })).rejects.toMatchObject({
    code: 'INPUT',
    message: expect.stringContaining('signal'),
  });
});

describe('changes of the configuration', () => {
  const sent = async (config, options) => {
    let text;
    const host = fakeHost({
      ...answers,
      setFile: (name, content) => {
        if (name === 'config.json') text = new TextDecoder().decode(content);
      },
    });
    await load(host, source({ ...files, 'config.json': JSON.stringify(config) }), options);
    return JSON.parse(text);
  };
  const named = { id2label: { 0: 'a', 1: 'b' }, label2id: { a: 0, b: 1 }, problem_type: 'x' };

  test('what is undefined changes nothing', async () => {
    const options = { num_labels: undefined, id2label: undefined, problem_type: undefined };
    expect(await sent(named, options)).toEqual(named);
  });

  test('the same number of labels keeps their names, another number does not', async () => {
    expect(await sent(named, { num_labels: 2 })).toEqual({ ...named, num_labels: 2 });
    expect(await sent(named, { num_labels: 3 })).toEqual({ num_labels: 3, problem_type: 'x' });
  });

  test('names and the problem are taken over', async () => {
    const id2label = { 0: 'calm', 1: 'loud' };
    const label2id = { calm: 0, loud: 1 };
    const changed = await sent(named, { id2label, label2id, problem_type: 'regression' });
    expect(changed).toEqual({ id2label, label2id, problem_type: 'regression' });
  });

  test('of a given configuration, too', async () => {
    expect(await sent({}, { config: named, problem_type: null })).toEqual({
      ...named,
      problem_type: null,
    });
  });
});
