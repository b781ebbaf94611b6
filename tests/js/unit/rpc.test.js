import { expect, test } from '@jest/globals';

import { DebertaError } from '../../../js/base/errors.js';
import { Connection } from '../../../js/worker/connection.js';

/** A worker that the test answers for. */
function fakeWorker() {
  const worker = {
    sent: [],
    terminated: 0,
    busy: [],
    post: (message) => worker.sent.push(message),
    listen: (onMessage, onFailure) => Object.assign(worker, { answer: onMessage, fail: onFailure }),
    terminate: () => ++worker.terminated,
    setBusy: (busy) => worker.busy.push(busy),
  };
  return worker;
}

test('answers find their calls in any order', async () => {
  const worker = fakeWorker();
  const connection = new Connection(worker);
  const first = connection.call('a', [1]);
  const second = connection.call('b', []);
  expect(worker.sent).toEqual([
    { id: 0, method: 'a', args: [1] },
    { id: 1, method: 'b', args: [] },
  ]);
  worker.answer({ id: 1, value: 'two' });
  worker.answer({ id: 0, value: 'one' });
  expect(await Promise.all([first, second])).toEqual(['one', 'two']);
  expect(worker.busy).toEqual([false, true, true, false]);
});

test('an error keeps its code and its file, and the worker lives', async () => {
  const worker = fakeWorker();
  const connection = new Connection(worker);
  const [about, without] = [connection.call('a', []), connection.call('a', [])];
  worker.answer({ id: 0, error: { code: 'VOCAB', message: 'no', file: 'spm.model' } });
  worker.answer({ id: 1, error: { code: 'VOCAB', message: 'vocab.json: no' } });
  const error = { name: 'DebertaError', code: 'VOCAB', message: 'no', file: 'spm.model' };
  await expect(about).rejects.toMatchObject(error);
  expect(await without.catch(({ file }) => file)).toBe(undefined);
  expect(connection.alive).toBe(true);
});

test.each(['CRASHED', 'OUT_OF_MEMORY'])(
  'after %s the worker is ended and all calls fail',
  async (code) => {
    const worker = fakeWorker();
    const connection = new Connection(worker);
    const calls = [connection.call('a', []), connection.call('b', [])];
    worker.answer({ id: 0, error: { code, message: 'x' } });
    for (const call of calls) await expect(call).rejects.toMatchObject({ code });
    expect(worker.terminated).toBe(1);
    expect(connection.alive).toBe(false);
    await expect(connection.call('c', [])).rejects.toMatchObject({ code });
  },
);

test('a worker that dies fails its calls, which may be tried again', async () => {
  const worker = fakeWorker();
  const connection = new Connection(worker);
  const call = connection.call('a', []);
  worker.fail(new DebertaError('CRASHED', 'gone', { retryable: true }));
  await expect(call).rejects.toMatchObject({ code: 'CRASHED', retryable: true });
});

test('close() tells calls why, once', async () => {
  const worker = fakeWorker();
  const connection = new Connection(worker);
  const call = connection.call('a', []);
  connection.close(new DebertaError('DISPOSED', 'over'));
  connection.close(new DebertaError('CRASHED', 'late'));
  await expect(call).rejects.toMatchObject({ code: 'DISPOSED' });
  expect(worker.terminated).toBe(1);
});

test('what cannot be sent fails its own call only', async () => {
  const worker = fakeWorker();
  worker.post = () => {
    throw new Error('could not be cloned');
  };
  const connection = new Connection(worker);
  await expect(connection.call('a', [() => {}])).rejects.toThrow('cloned');
  expect(connection.alive).toBe(true);
});

test('what is no signal is refused before anything waits', async () => {
  const worker = fakeWorker();
  const connection = new Connection(worker);
  await expect(connection.call('a', [], { signal: {} })).rejects.toThrow();
  expect(worker.sent).toEqual([]);
  connection.close(new DebertaError('DISPOSED', 'over')); // nothing waits that nobody listens to
});

test('what the start waits for is no answer', () => {
  const worker = fakeWorker();
  const connection = new Connection(worker);
  const stages = [];
  connection.onStage = (stage) => stages.push(stage);
  worker.answer({ stage: 'module' });
  worker.answer({ stage: 'threads' });
  expect(stages).toEqual(['module', 'threads']);
});
