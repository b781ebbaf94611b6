import { describe, expect, test } from '@jest/globals';

import { NewestWins } from '../../../../demo/scheduler.js';

/** A scheduler whose calls end by hand. */
function setUp() {
  /** @type {{input: string, resolve: (output: string) => void, reject: (error: Error) => void}[]} */
  const calls = [];
  /** @type {string[]} */
  const results = [];
  /** @type {unknown[]} */
  const errors = [];
  const scheduler = new NewestWins(
    (/** @type {string} */ input) =>
      /** @type {Promise<string>} */ (
        new Promise((resolve, reject) => calls.push({ input, resolve, reject }))
      ),
    {
      onResult: (input, output) => results.push(`${input}=${output}`),
      onError: (error) => errors.push(error),
    },
  );
  /** @param {number} index */
  const call = (index) => /** @type {NonNullable<(typeof calls)[0]>} */ (calls[index]);
  return { scheduler, calls, call, results, errors };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('NewestWins', () => {
  test('the first input starts at once', () => {
    const { scheduler, calls } = setUp();
    scheduler.submit('a');
    expect(calls.map(({ input }) => input)).toEqual(['a']);
  });

  test('only the newest of the inputs that come during a call is worked on', async () => {
    const { scheduler, calls, call, results } = setUp();
    for (const input of ['a', 'b', 'c', 'd']) scheduler.submit(input);
    call(0).resolve('1');
    await turn();
    expect(calls.map(({ input }) => input)).toEqual(['a', 'd']);
    call(1).resolve('2');
    await turn();
    expect(results).toEqual(['a=1', 'd=2']);
  });

  test('never two calls run at once', async () => {
    let running = 0;
    let most = 0;
    const scheduler = new NewestWins(
      async () => {
        most = Math.max(most, ++running);
        await turn();
        running--;
      },
      { onResult() {}, onError() {} },
    );
    for (let i = 0; i < 20; i++) {
      scheduler.submit(i);
      if (i % 3 === 0) await turn();
    }
    await scheduler.settled();
    expect(most).toBe(1);
  });

  test('a call that fails is reported, and the waiting input still runs', async () => {
    const { scheduler, call, results, errors } = setUp();
    scheduler.submit('a');
    scheduler.submit('b');
    const failure = new Error('no');
    call(0).reject(failure);
    await turn();
    call(1).resolve('2');
    await turn();
    expect(errors).toEqual([failure]);
    expect(results).toEqual(['b=2']);
  });

  test('work that throws at once is reported like a rejection', async () => {
    /** @type {unknown[]} */
    const errors = [];
    const scheduler = new NewestWins(
      () => {
        throw new Error('at once');
      },
      { onResult() {}, onError: (error) => errors.push(error) },
    );
    scheduler.submit('a');
    await scheduler.settled();
    expect(errors).toHaveLength(1);
  });

  test('settled resolves only after the newest input has its result', async () => {
    const { scheduler, call, results } = setUp();
    scheduler.submit('a');
    scheduler.submit('b');
    let settled = false;
    void scheduler.settled().then(() => (settled = true));
    call(0).resolve('1');
    await turn();
    expect(settled).toBe(false);
    call(1).resolve('2');
    await turn();
    expect(settled).toBe(true);
    expect(results).toEqual(['a=1', 'b=2']);
  });

  test('without work settled resolves at once', async () => {
    await expect(setUp().scheduler.settled()).resolves.toBeUndefined();
  });
});
