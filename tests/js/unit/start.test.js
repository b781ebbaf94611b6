// js/worker/start.js over workers that the test plays.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import { DebertaError } from '../../../js/base/errors.js';
import { startWorker } from '../../../js/worker/start.js';
import { version } from '../../../js/base/version.js';
import { root } from '../../../tools/project.mjs';

const two = { variant: 'relaxed-threads', threads: 2, why: 'the machine has 2 cores' };
const one = { variant: 'relaxed', threads: 1, why: 'one thread was requested' };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A host whose workers do on each call what `behaviours` say, one after the other. */
function fakeHost(...behaviours) {
  const host = {
    started: [],
    terminated: 0,
    createWorker(runtime) {
      host.started.push(runtime);
      const behave = behaviours[host.started.length - 1];
      let listeners;
      return {
        place: { script: 'https://host/worker.js', module: 'https://host/deberta.wasm' },
        listen: (onMessage, onFailure) => (listeners = { onMessage, onFailure }),
        async post({ id }) {
          await null; // a worker never answers at once
          behave({
            answer: (value) => listeners.onMessage({ id, value }),
            stage: (stage) => listeners.onMessage({ stage }),
            fail: (error) => listeners.onFailure(error),
          });
        },
        terminate: () => ++host.terminated,
      };
    },
  };
  return host;
}

const owner = { onConnection: () => {}, isOver: () => false };
const answers = ({ answer }) => answer(version);
const failsWith = (code) => (worker) => worker.fail(new DebertaError(code, `${code} of a worker`));

/** The outcome, once the clock has run for so long. */
async function outcome(host, runtime, seconds) {
  const started = startWorker(host, runtime, owner).catch((error) => error);
  for (let second = 0; second < seconds; ++second) await jest.advanceTimersByTimeAsync(1000);
  return started;
}

test('the version is that of the package', () => {
  expect(version).toBe(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).version);
});

test('a worker that answers runs as it was asked to', async () => {
  const host = fakeHost(answers);
  const started = await startWorker(host, two, owner);
  expect(started).toMatchObject({ runtime: two, version });
  expect(started.connection.alive).toBe(true);
  expect(host.started).toEqual([two]);
});

test('threads that do not start give one thread, and the reason', async () => {
  const host = fakeHost(failsWith('UNSUPPORTED'), answers);
  const { runtime, connection } = await startWorker(host, two, owner);
  expect(runtime).toEqual({
    variant: 'relaxed',
    threads: 1,
    why: 'threads did not start: UNSUPPORTED of a worker',
  });
  expect(connection.alive).toBe(true);
  expect(host.terminated).toBe(1);
});

test('what one thread cannot mend is an error: that of one thread', async () => {
  const host = fakeHost(failsWith('CRASHED'), failsWith('FILE_NOT_FOUND'));
  await expect(startWorker(host, two, owner)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  expect(host.terminated).toBe(2);
});

test('one thread is not tried twice', async () => {
  const host = fakeHost(failsWith('UNSUPPORTED'));
  await expect(startWorker(host, one, owner)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  expect(host.started).toHaveLength(1);
});

test('a start that nobody wants any more is not tried again', async () => {
  const host = fakeHost(failsWith('ABORTED'));
  const over = { ...owner, isOver: () => true };
  await expect(startWorker(host, two, over)).rejects.toMatchObject({ code: 'ABORTED' });
  expect(host.started).toHaveLength(1);
});

test('each worker can be ended while it starts', async () => {
  const host = fakeHost(() => {});
  const ended = new DebertaError('DISPOSED', 'over');
  const ending = { isOver: () => true, onConnection: (connection) => connection.close(ended) };
  await expect(startWorker(host, two, ending)).rejects.toBe(ended);
});

test.each([
  ['script', 61, "the worker's script https://host/worker.js did not start within 60 seconds"],
  [
    'module',
    181,
    'the WebAssembly module https://host/deberta.wasm did not start within 180 seconds',
  ],
])('a start that waits for its %s for ever fails', async (stage, seconds, message) => {
  const host = fakeHost((worker) => worker.stage(stage));
  const error = await outcome(host, one, seconds);
  expect(error).toMatchObject({ code: 'NETWORK', message, retryable: true });
  expect(host.terminated).toBe(1);
});

test('threads that are waited for too long give one thread', async () => {
  const host = fakeHost((worker) => worker.stage('threads'), answers);
  const { runtime } = await outcome(host, two, 21);
  expect(runtime).toMatchObject({ variant: 'relaxed', threads: 1 });
  expect(runtime.why).toContain("the threads' workers did not start within 20 seconds");
});

test('each stage has its own time', async () => {
  const host = fakeHost((worker) => {
    setTimeout(() => worker.stage('module'), 59_500);
    setTimeout(() => worker.stage('threads'), 59_500 + 178_000);
    setTimeout(() => worker.answer(version), 59_500 + 178_000 + 18_000);
  });
  const { runtime } = await outcome(host, two, 300);
  expect(runtime).toEqual(two);
  expect(jest.getTimerCount()).toBe(0);
});

test('a worker of another version is refused: its files are old copies', async () => {
  const host = fakeHost(({ answer }) => answer('0.0.1'));
  await expect(startWorker(host, one, owner)).rejects.toMatchObject({
    code: 'UNSUPPORTED',
    message: expect.stringContaining('of the worker at https://host/worker.js, got 0.0.1'),
  });
  expect(host.terminated).toBe(1);
});
