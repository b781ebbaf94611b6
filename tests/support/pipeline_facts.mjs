// What holds for every pipeline, whatever it finds.
import { describe, expect, test } from '@jest/globals';

import { expectClose } from './reference.mjs';

/** Stands in every text of a call that must fail: no message may hold it. */
export const secret = 'Xanthippe';

/**
 * @param {object} pipeline
 * @param {() => any} pipeline.pipe the pipeline, once it is loaded
 * @param {any[]} pipeline.inputs each one input
 * @param {any} pipeline.long one input; a hundred of them take a while
 * @param {(pipe: any, input: any, options?: object) => Promise<any>} pipeline.call with an input or
 *   with an array of them
 * @param {Record<string, [string, (pipe: any) => Promise<any>][]>} pipeline.wrong argument → calls where it
 *   is wrong, with what is wrong
 * @param {(result: any) => any} [pipeline.plain] a result as plain data
 */
export function factsOfEveryPipeline({ pipe, inputs, long, call, wrong, plain = (x) => x }) {
  const hundred = Array(100).fill(long);

  describe('as every pipeline', () => {
    test('a batch gives what its inputs give alone', async () => {
      const together = await call(pipe(), inputs);
      expect(together).toHaveLength(inputs.length);
      for (const [i, input] of inputs.entries()) {
        const alone = plain(await call(pipe(), [input]));
        expectClose(plain(together)[i], alone[0]);
      }
    });

    test('calls that overlap have each its own answer', async () => {
      const alone = [];
      for (const input of inputs) alone.push(plain(await call(pipe(), input)));
      const many = Array.from({ length: 12 }, (_, i) => i % inputs.length);
      const answers = await Promise.all(many.map((i) => call(pipe(), inputs[i])));
      for (const [at, i] of many.entries()) expectClose(plain(answers[at]), alone[i]);
    });

    test('a signal that has ended ends the call before it begins', async () => {
      const signal = AbortSignal.abort();
      await expect(call(pipe(), inputs[0], { signal })).rejects.toMatchObject({
        name: 'AbortError',
        code: 'ABORTED',
      });
    });

    test('a signal ends the call that runs, and the next one is answered', async () => {
      const expected = plain(await call(pipe(), inputs[0]));
      const abort = new AbortController();
      const first = call(pipe(), inputs[0]);
      let ended = false;
      const running = call(pipe(), hundred, { signal: abort.signal }).finally(() => (ended = true));
      running.catch(() => {}); // looked at below
      // Answered in order: now the long call runs.
      await first;
      expect(ended).toBe(false);
      abort.abort(new Error('enough'));
      const next = call(pipe(), inputs[0]);
      await expect(running).rejects.toMatchObject({
        name: 'AbortError',
        code: 'ABORTED',
        cause: expect.objectContaining({ message: 'enough' }),
      });
      expectClose(plain(await next), expected);
    });

    test('a signal ends a call that waits, and not the one before it', async () => {
      const abort = new AbortController();
      const first = call(pipe(), inputs[0]);
      const waiting = call(pipe(), hundred, { signal: abort.signal });
      abort.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      expectClose(plain(await first), plain(await call(pipe(), inputs[0])));
    });

    const calls = Object.entries(wrong).flatMap(([argument, list]) =>
      list.map(([what, make]) => [argument, what, make]),
    );
    test.each(calls)('refuses %s: %s', async (argument, _, make) => {
      const error = await make(pipe()).then(
        (result) => new Error(`answered ${JSON.stringify(result)}`),
        (failure) => failure,
      );
      expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT', retryable: false });
      expect(error.message).toContain(argument);
      expect(error.message).not.toContain(secret);
    });

    test('answers after wrong arguments as before', async () => {
      const before = plain(await call(pipe(), inputs[0]));
      for (const [, , make] of calls) await make(pipe()).catch(() => {});
      expectClose(plain(await call(pipe(), inputs[0])), before);
    });
  });
}
