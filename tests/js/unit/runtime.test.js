import { describe, expect, test } from '@jest/globals';

import { chooseRuntime, detectSimd, whyThreads } from '../../../js/worker/runtime.js';

const able = { simd: true, relaxedSimd: true, noThreads: null, cores: 8 };

describe('the module that is chosen', () => {
  test('uses relaxed SIMD and up to four threads where they are available', () => {
    expect(chooseRuntime(able)).toEqual({
      variant: 'relaxed-threads',
      threads: 4,
      why: 'the machine has 8 cores',
    });
    expect(chooseRuntime({ ...able, cores: 2 }).threads).toBe(2);
  });

  test('has one thread where the page is not isolated, and says why', () => {
    const runtime = chooseRuntime({ ...able, noThreads: 'not isolated' }, 4);
    expect(runtime).toEqual({ variant: 'relaxed', threads: 1, why: 'not isolated' });
  });

  test('has the requested number of threads', () => {
    expect(chooseRuntime(able, 2)).toMatchObject({ variant: 'relaxed-threads', threads: 2 });
    expect(chooseRuntime(able, 1)).toMatchObject({ variant: 'relaxed', threads: 1 });
    expect(chooseRuntime({ ...able, cores: 1 }, 3).threads).toBe(3);
  });

  test('does without relaxed SIMD', () => {
    expect(chooseRuntime({ ...able, relaxedSimd: false }).variant).toBe('simd-threads');
    expect(chooseRuntime({ ...able, relaxedSimd: false, cores: 1 }).variant).toBe('simd');
  });

  test('is none without SIMD, and for an impossible number of threads', () => {
    expect(() => chooseRuntime({ ...able, simd: false })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED' }),
    );
    for (const threads of [0, -1, 1.5, 33, NaN, '2']) {
      expect(() => chooseRuntime(able, threads)).toThrow(
        expect.objectContaining({ code: 'INPUT' }),
      );
    }
  });

  test('depends on probes that this engine can tell', () => {
    expect(detectSimd().simd).toBe(true);
    // Node 20 has relaxed SIMD behind a flag, which Jest runs without.
    expect(typeof detectSimd().relaxedSimd).toBe('boolean');
  });
});

describe('why a call has as many threads as it has', () => {
  const runtime = chooseRuntime({ ...able, cores: 4 });
  const one = { threads: 1, threads_started: 1, threads_at_once: 1 };
  const two = { threads: 2, threads_started: 2, threads_at_once: 2 };
  const why = (threads, threads_started, threads_at_once) =>
    whyThreads(runtime, { threads, threads_started, threads_at_once });

  test('is the reason of the runtime where all of them run at the same time', () => {
    expect(why(4, 4, 4)).toBe('the machine has 4 cores');
    expect(whyThreads(chooseRuntime(able, 1), one)).toBe('one thread was requested');
  });

  test('is what the engine measured where they do not', () => {
    expect(why(2, 4, 2)).toBe(
      'the machine has 4 cores; 4 threads were started, 2 run at the same time',
    );
    expect(whyThreads(chooseRuntime(able, 8), { ...two, threads_started: 8 })).toBe(
      '8 threads were requested; 8 threads were started, 2 run at the same time',
    );
  });

  test('is what the work itself told since', () => {
    expect(why(1, 4, 4)).toBe('the machine has 4 cores; 1 is fastest now');
    expect(why(4, 4, 2)).toBe(
      'the machine has 4 cores; 4 threads were started, 2 run at the same time; 4 are fastest now',
    );
  });

  test('says where fewer could be started', () => {
    expect(why(3, 3, 3)).toBe('the machine has 4 cores; 3 could be started');
  });
});
