import { describe, expect, test } from '@jest/globals';

import { chooseRuntime, detectSimd } from '../../js/runtime.js';

const able = { simd: true, relaxedSimd: true, noThreads: null, cores: 8 };

describe('the module that is chosen', () => {
  test('uses relaxed SIMD and up to four threads where they are to be had', () => {
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

  test('has as many threads as are asked for', () => {
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
