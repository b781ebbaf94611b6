// js/pipelines/stream.js, over sessions that only count, with calls that end when the test says so or fail as it says.
import { describe, expect, test } from '@jest/globals';

import { DebertaError } from '../../../js/base/errors.js';
import { stream, streamOf } from '../../../js/pipelines/stream.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async (count = 20) => {
  for (let i = 0; i < count; ++i) await turn();
};

/** A session whose tokens are words. */
function words() {
  return {
    tokenizer: { special_tokens_to_add: 2 },
    async tokenize(_, texts, __, signal) {
      if (signal.aborted) throw new DebertaError('ABORTED', 'the test');
      const lengths = texts.map((text) => text.split(' ').length);
      const tokens = lengths.reduce((sum, each) => sum + each, 0);
      const rows = texts.length;
      const bytes = new Uint8Array(20 * tokens + 4 * rows + 4 * rows + 2 * tokens + rows);
      new Uint32Array(bytes.buffer, 20 * tokens, rows).set(lengths);
      return { bytes, tokens, rows, unknown: [] };
    },
  };
}

/** A method that answers a text with its capitals; `calls` are the texts of each call. */
function shouting(hooks = {}) {
  const calls = [];
  const method = {
    options: { mark: { type: 'string', default: '!' } },
    async run(session, texts, { mark = '!', signal, ...others }) {
      expect(others).toEqual({});
      calls.push(texts);
      await (hooks.before ?? turn)(texts, session);
      if (signal.aborted) throw new DebertaError('ABORTED', 'the test');
      return texts.map((text) => text.toUpperCase() + mark);
    },
  };
  return { calls, method };
}

const collect = async (rows) => {
  const all = [];
  for await (const row of rows) all.push(row);
  return all;
};

const someTexts = (count) =>
  Array.from({ length: count }, (_, i) => `${'w '.repeat((i * 7919) % 23)}${i}`);

describe('rows', () => {
  test.each([1, 2, 7, 40, 1000])(
    'with batches of %i tokens come in the order of inputs',
    async (batch_tokens) => {
      const texts = someTexts(300);
      const { calls, method } = shouting();
      const rows = await collect(stream([words(), words()], method, texts, { batch_tokens }));
      expect(rows).toEqual(
        texts.map((text, index) => ({
          index,
          id: undefined,
          result: `${text.toUpperCase()}!`,
          error: null,
        })),
      );
      const sizes = calls.map((batch) =>
        batch.reduce((sum, text) => sum + text.split(' ').length + 2, 0),
      );
      for (const [i, size] of sizes.entries()) {
        if (calls[i].length > 1) expect(size).toBeLessThanOrEqual(batch_tokens);
      }
      expect(calls.flat().sort()).toEqual([...texts].sort());
    },
  );

  test('batches hold texts of about the same length, and are filled', async () => {
    const { calls, method } = shouting();
    await collect(stream([words()], method, someTexts(400), { batch_tokens: 100 }));
    const lengths = calls.map((batch) => batch.map((text) => text.split(' ').length));
    const spread = lengths.map((each) => Math.max(...each) - Math.min(...each));
    expect(spread.reduce((sum, each) => sum + each, 0) / spread.length).toBeLessThan(8);
    const tokens = lengths.map((each) => each.reduce((sum, length) => sum + length + 2, 0));
    const mean = tokens.reduce((sum, each) => sum + each, 0) / tokens.length;
    expect(mean).toBeGreaterThan(75);
  });

  test('are of the options that are given: a model may have other defaults', async () => {
    const seen = [];
    const run = async (_, texts, options) => (seen.push(Object.keys(options)), texts);
    const method = { options: { mark: { type: 'string', default: '!' } }, run };
    await collect(stream([words()], method, ['a'], { batch_tokens: 7 }));
    await collect(stream([words()], method, ['a'], { mark: '?' }));
    expect(seen).toEqual([['signal'], ['mark', 'signal']]);
  });

  test('of no input: none', async () => {
    const { calls, method } = shouting();
    expect(await collect(stream([words()], method, []))).toEqual([]);
    expect(calls).toEqual([]);
  });

  test('have the ids of their inputs, which may be objects', async () => {
    const { method } = shouting();
    const source = ['a', { text: 'b', id: 'x' }, { id: 0, text: 'c', other: 1 }];
    const rows = await collect(stream([words()], method, source, { mark: '?' }));
    expect(rows.map(({ id, result }) => [id, result])).toEqual([
      [undefined, 'A?'],
      ['x', 'B?'],
      [0, 'C?'],
    ]);
  });

  test('are of parts, which the options give for all inputs or an input for itself', async () => {
    const seen = [];
    const method = {
      options: {},
      parts: ['question', 'context'],
      run: () => {},
      async many(_, inputs) {
        seen.push(...inputs);
        return inputs.map(() => 1);
      },
    };
    const rowsOf = (source, given) => collect(stream([words()], method, source, given));
    await rowsOf(['why'], { context: 'c' });
    await rowsOf(['text'], { question: 'q' });
    await rowsOf([{ question: 'own' }, { context: 'own' }], { question: 'q', context: 'c' });
    expect(seen).toEqual([
      { question: 'why', context: 'c' },
      { question: 'q', context: 'text' },
      { question: 'own', context: 'c' },
      { question: 'q', context: 'own' },
    ]);
  });

  test('a part that is a list counts for each member', async () => {
    const sizes = [];
    const method = {
      options: {},
      parts: ['text', 'candidate_labels'],
      each: 'candidate_labels',
      run: () => {},
      many: async (_, inputs) => (sizes.push(inputs.length), inputs.map(() => 1)),
    };
    const texts = Array.from({ length: 6 }, () => 'a b c');
    // A sequence of a label has 3 + 1 + 2 tokens.
    const given = { candidate_labels: ['x', 'y'], batch_tokens: 24 };
    await collect(stream([words()], method, texts, given));
    await collect(stream([words()], method, texts, { ...given, candidate_labels: 'x, y' }));
    expect(sizes).toEqual([2, 2, 2, 2, 2, 2]);
  });
});

describe('a source', () => {
  test('is read no further than the rows that are taken allow', async () => {
    let read = 0;
    function* source() {
      for (;;) yield `${read++} a b c`;
    }
    const { method } = shouting();
    const rows = stream([words()], method, source(), { batch_tokens: 20 });
    await rows.next();
    await turns(100);
    const first = read;
    expect(first).toBeLessThan(200);
    for (let i = 0; i < 500; ++i) await rows.next();
    await turns(100);
    expect(read - first).toBeGreaterThan(400);
    expect(read - first).toBeLessThan(700);
    await rows.return();
  });

  test('that waits for an answer gets it', async () => {
    let answered;
    async function* source() {
      for (let i = 0; i < 3; ++i) {
        const answer = new Promise((resolve) => (answered = resolve));
        yield `text ${i}`;
        await answer;
      }
    }
    const { method } = shouting();
    const found = [];
    for await (const { result } of stream([words()], method, source())) {
      found.push(result);
      answered();
    }
    expect(found).toEqual(['TEXT 0!', 'TEXT 1!', 'TEXT 2!']);
  });

  test('that throws: its error comes after the rows of its inputs', async () => {
    async function* source() {
      yield 'a';
      yield 'b';
      throw new RangeError('the source');
    }
    const { method } = shouting();
    const found = [];
    const reading = (async () => {
      for await (const { result } of stream([words()], method, source())) found.push(result);
    })();
    await expect(reading).rejects.toThrow(new RangeError('the source'));
    expect(found).toEqual(['A!', 'B!']);
  });

  test('is closed where the caller leaves early, and no call goes on', async () => {
    let isClosed = false;
    async function* source() {
      try {
        for (let i = 0; ; ++i) yield `text ${i}`;
      } finally {
        isClosed = true;
      }
    }
    const { calls, method } = shouting();
    for await (const { index } of stream([words()], method, source(), { batch_tokens: 8 })) {
      if (index === 3) break;
    }
    await turns();
    const before = calls.length;
    await turns();
    expect([isClosed, calls.length]).toEqual([true, before]);
  });

  test.each([['a text'], [7], [null], [undefined], [{}]])('%p is none', async (source) => {
    const { method } = shouting();
    await expect(stream([words()], method, source).next()).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/^source: expected an iterable or async iterable of inputs/),
    });
  });

  test('is a web stream, also where those cannot be iterated', async () => {
    const { method } = shouting();
    const web = new ReadableStream({
      start(controller) {
        for (const text of ['a', 'b']) controller.enqueue(text);
        controller.close();
      },
    });
    const plain = { getReader: () => web.getReader() };
    const rows = await collect(stream([words()], method, plain));
    expect(rows.map(({ result }) => result)).toEqual(['A!', 'B!']);
  });
});

describe('errors', () => {
  const failing = (code) => (texts) => {
    if (texts.includes('bad'))
      throw new DebertaError(code, 'the test', { retryable: code === 'CRASHED' });
  };

  test.each(['INPUT', 'OUT_OF_MEMORY', 'CRASHED', 'INTERNAL'])(
    '%s is of the input that causes it alone',
    async (code) => {
      const { method } = shouting({ before: failing(code) });
      const texts = [...someTexts(30), 'bad', ...someTexts(30)];
      const rows = await collect(stream([words()], method, texts));
      const failed = rows.filter(({ error }) => error);
      expect(failed).toEqual([
        { index: 30, id: undefined, result: null, error: expect.objectContaining({ code }) },
      ]);
      expect(rows.filter(({ result }) => result)).toHaveLength(60);
    },
  );

  test('a crash fails all calls of a session: each is asked again, where no other can fail it', async () => {
    let generation = 0;
    const before = async (texts) => {
      const mine = generation;
      await turns(3);
      if (mine === generation && !texts.includes('bad')) return;
      if (mine === generation) ++generation;
      throw new DebertaError('CRASHED', 'the test', { retryable: true });
    };
    const { method } = shouting({ before });
    const texts = ['bad', ...someTexts(40)];
    const rows = await collect(stream([words()], method, texts, { batch_tokens: 60 }));
    expect(rows.filter(({ error }) => error).map(({ index }) => index)).toEqual([0]);
    expect(generation).toBeGreaterThan(3);
  });

  test('a model that crashes with every input ends the stream', async () => {
    const before = () => {
      throw new DebertaError('CRASHED', 'the test', { retryable: true });
    };
    const { method } = shouting({ before });
    await expect(collect(stream([words()], method, someTexts(100)))).rejects.toMatchObject({
      code: 'CRASHED',
    });
  });

  test('texts that are wrong for themselves do not end it, however many', async () => {
    const { method } = shouting();
    const rows = await collect(
      stream(
        [words()],
        method,
        Array.from({ length: 50 }, () => 7),
      ),
    );
    expect(rows.map(({ error }) => error.message)).toEqual(
      Array.from({ length: 50 }, () => 'text: expected a string, got a number'),
    );
  });

  test('of the model: it ends the stream, after the rows before it', async () => {
    const before = (texts) => {
      if (texts.includes('z')) throw new DebertaError('NETWORK', 'the test');
    };
    const { method } = shouting({ before });
    const found = [];
    const source = async function* () {
      yield 'a';
      for (let i = 0; i < 10_000 && found.length === 0; ++i) await turns(1);
      yield 'z';
    };
    const reading = (async () => {
      for await (const { result } of stream([words()], method, source())) found.push(result);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'NETWORK' });
    expect(found).toEqual(['A!']);
  });

  test('an error in place of an input is its row, in its place', async () => {
    const { calls, method } = shouting();
    const error = new DebertaError('INPUT', 'no line');
    const rows = await collect(stream([words()], method, [error, 'a', error, error]));
    expect(rows.map((row) => row.error ?? row.result)).toEqual([error, 'A!', error, error]);
    expect(calls).toEqual([['a']]);
    expect(await collect(stream([words()], method, [error]))).toHaveLength(1);
  });

  test('options are checked, before the source is read', async () => {
    const { method } = shouting();
    let isRead = false;
    const source = (function* () {
      isRead = true;
      yield 'a';
    })();
    for (const [given, message] of [
      [{ batch_tokens: 0 }, 'batch_tokens: expected an integer of at least 1, got 0'],
      [{ mark: 7 }, 'mark: expected a string, got a number'],
      [{ batch_token: 7 }, "unknown option 'batch_token'; did you mean 'batch_tokens'?"],
      [{ signal: 7 }, 'signal: expected an AbortSignal, got a number'],
    ]) {
      const rows = stream([words()], method, source, given);
      await expect(rows.next()).rejects.toMatchObject({ code: 'INPUT', message });
    }
    expect(isRead).toBe(false);
  });

  test('a method that the pipeline does not have', async () => {
    const { method } = shouting();
    const task = { ...method, more: { whisper: { ...method, run: async (_, texts) => texts } } };
    const rows = await collect(streamOf(words(), task, ['a'], { method: 'whisper' }));
    expect(rows.map(({ result }) => result)).toEqual(['a']);
    await expect(streamOf(words(), task, ['a'], { method: 'sing' }).next()).rejects.toMatchObject({
      code: 'INPUT',
      message: 'method: expected one of whisper',
    });
  });
});

describe('ends', () => {
  test('by its signal, with its reason', async () => {
    const abort = new AbortController();
    const { method } = shouting();
    const rows = stream([words()], method, someTexts(1000), {
      signal: abort.signal,
      batch_tokens: 20,
    });
    await rows.next();
    abort.abort('enough');
    await expect(rows.next()).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    expect(await rows.next()).toEqual({ done: true, value: undefined });
  });

  test('by a signal that was aborted before', async () => {
    const { calls, method } = shouting();
    const rows = stream([words()], method, ['a'], { signal: AbortSignal.abort('before') });
    await expect(rows.next()).rejects.toMatchObject({ code: 'ABORTED', cause: 'before' });
    expect(calls).toEqual([]);
  });

  test('when it shall finish: all that has begun is answered, in order, and nothing else is begun', async () => {
    const finish = new AbortController();
    let read = 0;
    function* source() {
      for (;;) yield `${read++}`;
    }
    const { calls, method } = shouting({ before: () => turns(2) });
    const given = { batch_tokens: 30 };
    const rows = [];
    let begun;
    for await (const row of stream([words()], method, source(), given, finish.signal)) {
      rows.push(row);
      if (rows.length === 5) {
        finish.abort();
        begun = calls.flat().length;
      }
    }
    expect(rows.map(({ result }) => result)).toEqual(rows.map((_, i) => `${i}!`));
    expect(rows.length).toBeGreaterThanOrEqual(begun);
    expect(rows.length).toBe(calls.flat().length);
    expect(rows.length).toBeLessThan(read);
  });

  test('when it shall finish, also while the source gives nothing', async () => {
    const finish = new AbortController();
    async function* source() {
      yield 'a';
      await new Promise(() => {});
    }
    const { method } = shouting();
    const found = [];
    for await (const { result } of stream([words()], method, source(), {}, finish.signal)) {
      found.push(result);
      finish.abort();
    }
    expect(found).toEqual(['A!']);
  });
});
