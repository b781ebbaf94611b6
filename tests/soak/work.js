// The work of a soak, in Node and in a page: calls of all tasks with texts of many shapes, and loads.

/** The models of the tasks, by the names of their folders; arguments of a call with a text. */
const calls = {
  'token-classification': (pipe, text, n) =>
    pipe(text, { aggregation_strategy: ['none', 'simple', 'first'][n % 3] }),
  'text-classification': (pipe, text, n) => pipe([text, text.slice(n % 7)], { top_k: null }),
  'zero-shot-classification': (pipe, text) => pipe(text || '-', ['sport', 'weather']),
  'question-answering': (pipe, text) => pipe('Who wrote it?', `Ada wrote: ${text}`),
  'fill-mask': (pipe, text) => pipe(`The [MASK] ${text}`),
  'feature-extraction': (pipe, text, n) =>
    pipe(text, { pooling: ['mean', 'cls', 'last_token'][n % 3], quantize: n % 2 === 1 }),
  'text-ranking': (pipe, text) => pipe('day', [text, 'night', '']),
};

export const tasks = Object.keys(calls);

/** mulberry32, as in tests/support/random.mjs. @param {number} state */
function seeded(state) {
  return (/** @type {number} */ limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

const words =
  'Ada wrote to Rome on 3 May: a lovely day, naïve 😀 日本 e-mail ada@example.org'.split(' ');

/** A text of mostly a few words, sometimes of many. @param {(limit: number) => number} below */
function textOf(below) {
  const length = below(50) === 0 ? 200 + below(200) : below(12);
  return Array.from({ length }, () => words[below(words.length)]).join(' ');
}

/**
 * @param {object} deberta the package
 * @param {(task: string) => unknown} modelOf a task's model
 */
export function soak({ pipeline }, modelOf) {
  const options = { threads: 2 };
  /** @type {Record<string, any>} */
  const pipes = {};
  let done = 0;
  const below = seeded(7);
  return {
    /** Loads a model for each task, which stay. */
    async open() {
      const longest = Array.from({ length: 400 }, (_, i) => words[i % words.length]).join(' ');
      for (const task of tasks) {
        pipes[task] = await pipeline(task, modelOf(task), options);
        // A module's memory grows to what its largest call needs, and stays there.
        for (let n = 0; n < 3; ++n) await calls[task](pipes[task], longest, n);
      }
    },
    /** @param {number} count calls, of the tasks in turn; every 20th is aborted, every 30th is wrong */
    async infer(count) {
      for (let i = 0; i < count; ++i, ++done) {
        const task = tasks[done % tasks.length];
        const call = calls[task](pipes[task], textOf(below), done);
        if (done % 30 === 0) await pipes[task](7).catch(() => {});
        await call;
        if (done % 20 === 0) {
          const abort = new AbortController();
          const aborted = pipes['token-classification'](textOf(below), { signal: abort.signal });
          abort.abort();
          await aborted.catch(() => {});
        }
      }
    },
    /** @param {number} count loads, each with a call, and disposals */
    async load(count) {
      for (let i = 0; i < count; ++i) {
        const pipe = await pipeline(
          'token-classification',
          modelOf('token-classification'),
          options,
        );
        await pipe(textOf(below));
        await pipe.dispose();
      }
    },
    /** The bytes of the modules' memories. */
    async wasmBytes() {
      let sum = 0;
      for (const pipe of Object.values(pipes)) sum += (await pipe.diagnostics()).heap_bytes;
      return sum;
    },
    async close() {
      for (const pipe of Object.values(pipes)) await pipe.dispose();
    },
  };
}
