// js/worker/server.js and js/worker/engine.js over a module that the test plays.
import { expect, test } from '@jest/globals';

import { makeServer } from '../../../js/worker/server.js';

/** A module whose calls take `steps` steps of `milliseconds` each. */
function fakeModule({ steps = 3, milliseconds = 0, log = [], onStep = () => {}, prepare } = {}) {
  const memory = { buffer: new ArrayBuffer(1 << 16) };
  class Engine {
    #left = 0;
    reserve = () => ({ value: 0 });
    begin(name) {
      if (name === 'prepare' && prepare) return prepare();
      log.push(`begin ${name}`);
      this.#left = steps;
      return { value: true };
    }
    step() {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
      onStep();
      return { value: this.#left-- > 0 };
    }
    result() {
      log.push('result');
      return { value: [{ tokens: 3, data: new Float32Array([1, 2]) }] };
    }
    cancel() {
      log.push('cancel');
      return {};
    }
    hash(id, byteLength) {
      log.push(`hash ${id} ${byteLength}`);
      return {};
    }
    digest(id) {
      log.push(`digest ${id}`);
      return { value: 'sha' };
    }
    writeWeights(byteLength) {
      log.push(`write ${byteLength}`);
      return byteLength === 3 ? { error: { code: 'PT_ZIP', message: 'no' } } : {};
    }
    finishWeights = () => ({ value: {} });
    stats = () => ({ error: { code: 'STATE', message: 'none' } });
  }
  return { wasmMemory: memory, buildInfo: () => ({ version: '1' }), Engine };
}

/** A server, and a promise of the answer to each message. */
async function start(module) {
  const waiting = new Map();
  const transfers = [];
  const { receive: serve, stop } = makeServer(
    async () => module,
    (message, transfer) => {
      transfers.push(transfer);
      waiting.get(message.id)(message);
    },
  );
  let next = 0;
  const call = (method, ...args) => {
    const id = next++;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    serve({ id, method, args });
    return Object.assign(answer, { abort: () => serve({ id, abort: true }) });
  };
  await call('start', { threads: 1 });
  return { call, transfers, stop };
}

const run = (call) => call('run', 'forward', ['text'], {});

test('runs the steps of a call, and moves the memory of its result', async () => {
  const log = [];
  const { call, transfers } = await start(fakeModule({ log }));
  const { value } = await run(call);
  expect(value[0].data).toEqual(new Float32Array([1, 2]));
  expect(log).toEqual(['begin forward', 'result']);
  expect(transfers.at(-1)).toEqual([value[0].data.buffer]);
});

test('an abort ends the call between two steps, and the next call is answered', async () => {
  const log = [];
  const { call } = await start(fakeModule({ steps: 1000, milliseconds: 6, log }));
  const first = run(call);
  await new Promise((resolve) => setTimeout(resolve, 20)); // it gets its turn while the call runs
  first.abort();
  expect((await first).error.code).toBe('ABORTED');
  expect(log).toEqual(['begin forward', 'cancel']);
  expect((await call('stats')).error.code).toBe('STATE');
});

test('a call that is aborted before its turn is never begun', async () => {
  const log = [];
  const { call } = await start(fakeModule({ steps: 5, milliseconds: 6, log }));
  const first = run(call);
  const second = run(call);
  second.abort();
  expect((await first).value).toHaveLength(1);
  expect((await second).error.code).toBe('ABORTED');
  expect(log).toEqual(['begin forward', 'result']);
});

test('an abort that comes late changes nothing', async () => {
  const { call } = await start(fakeModule());
  const first = run(call);
  await first;
  first.abort();
  expect((await run(call)).value).toHaveLength(1);
});

test('a method that is not one of the worker is refused', async () => {
  const { call } = await start(fakeModule());
  expect((await call('constructor')).error.message).toContain('no method');
});

test('weights are hashed as they are written, even if they are invalid, until the digest is requested', async () => {
  const log = [];
  const { call } = await start(fakeModule({ log }));
  await call('writeWeights', new Uint8Array(1));
  await call('hashWritten', 7);
  await call('writeWeights', new Uint8Array(2));
  expect((await call('writeWeights', new Uint8Array(3))).error.code).toBe('PT_ZIP');
  await call('digest', 6); // of another content
  await call('writeWeights', new Uint8Array(4));
  expect((await call('digest', 7)).value).toBe('sha');
  await call('writeWeights', new Uint8Array(5));
  const calls = log.filter((each) => /^(write|hash|digest)/.test(each));
  expect(calls).toEqual([
    ...['write 1', 'hash 7 2', 'write 2', 'hash 7 3', 'write 3'],
    ...['digest 6', 'hash 7 4', 'write 4', 'digest 7', 'write 5'],
  ]);
});

test('a server that is stopped computes nothing more', async () => {
  const log = [];
  const { call, stop } = await start(fakeModule({ steps: 1000, milliseconds: 6, log }));
  const calls = [run(call), run(call), run(call)];
  await new Promise((resolve) => setTimeout(resolve, 20)); // the first one runs
  stop();
  for (const each of calls) expect((await each).error.code).toBe('ABORTED');
  expect(log).toEqual(['begin forward', 'cancel']);
});

/** Until the server has had time to work between calls. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 50));

test('after a load it prepares for the first call', async () => {
  const log = [];
  const { call } = await start(fakeModule({ log }));
  await call('finishWeights');
  await aMoment();
  expect(log).toEqual(['begin prepare', 'cancel']);
});

test('while it waits for weights it prepares with those that have arrived, but not after an error', async () => {
  const log = [];
  const { call } = await start(fakeModule({ log }));
  const prepares = ['begin prepare', 'cancel'];
  await call('writeWeights', new Uint8Array(1));
  await aMoment();
  expect(log.splice(0)).toEqual(['write 1', ...prepares]);
  await call('writeWeights', new Uint8Array(2));
  await aMoment();
  expect(log.splice(0)).toEqual(['write 2', ...prepares]);
  await call('writeWeights', new Uint8Array(3)); // fails
  await aMoment();
  expect(log).toEqual(['write 3']);
});

test('a call that arrives while it prepares is answered at once', async () => {
  const log = [];
  const { call, stop } = await start(fakeModule({ steps: 1e9, milliseconds: 1, log }));
  await call('finishWeights');
  await aMoment();
  expect((await call('stats')).error.code).toBe('STATE');
  stop();
  expect(log.slice(0, 2)).toEqual(['begin prepare', 'cancel']);
});

test('a call that computes nothing only interrupts it, the first answer ends it', async () => {
  const log = [];
  const { call } = await start(fakeModule({ steps: 1e9, milliseconds: 1, log }));
  await call('finishWeights');
  await aMoment();
  await call('stats');
  await aMoment();
  const first = run(call);
  await new Promise((resolve) => setTimeout(resolve, 20));
  first.abort();
  await first;
  await aMoment();
  expect(log).toEqual([
    ...['begin prepare', 'cancel', 'begin prepare', 'cancel'],
    ...['begin forward', 'cancel'],
  ]);
});

test('a stopped server does not go on preparing', async () => {
  const log = [];
  const { call, stop } = await start(fakeModule({ steps: 1e9, milliseconds: 1, log }));
  await call('finishWeights');
  stop();
  await aMoment();
  expect(log.slice(1)).toEqual(['cancel']);
});

test('a failure while it prepares is left to the call that needs the memory', async () => {
  const log = [];
  const failed = () => ({ error: { code: 'OUT_OF_MEMORY', message: 'no' } });
  const { call } = await start(fakeModule({ log, prepare: failed }));
  await call('finishWeights');
  await aMoment();
  expect(log).toEqual([]);
  expect((await run(call)).value).toHaveLength(1);
});

test('a crash while it prepares fails the next call', async () => {
  const onStep = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  const { call } = await start(fakeModule({ onStep }));
  await call('finishWeights');
  await aMoment();
  const { error } = await run(call);
  expect(error.code).toBe('CRASHED');
  expect(error.message).toContain('unreachable');
});
