// Functions of a test that run in a page: as source text, in the page's own realm. What they return
// comes back as JSON, what they throw as a PageError.

/** What a function threw in a page. */
export class PageError extends Error {
  /** @param {{name: string, message: string, code?: string, stack?: string}} thrown */
  constructor({ name, message, code, stack }) {
    super(message);
    this.name = name;
    this.code = code;
    /** Where in the page. */
    this.pageStack = stack;
  }
}

/** How long a page may take to answer: less than a test may. */
export const patience = 50_000;

/**
 * An expression whose value is a promise of JSON: {value} or {error}.
 * @param {string | ((...args: any[]) => any)} program a function or its source
 * @param {any[]} args
 */
export function expressionOf(program, args) {
  return `(async () => (${program})(...${JSON.stringify(args)}))().then(
    (value) => JSON.stringify({ value }),
    (thrown) => {
      const { name = 'Error', message = String(thrown), code, stack } = Object(thrown);
      return JSON.stringify({ error: { name, message, code, stack } });
    })`;
}

/** @param {string} json what such a promise gave */
export function resultOf(json) {
  const { value, error } = JSON.parse(json);
  if (error) throw new PageError(error);
  return value;
}

/**
 * Runs a program through a driver that can run one script at a time: starts it, then waits for it in
 * slices, so that other pages have their turn.
 * @param {object} driver
 * @param {(source: string) => Promise<unknown>} driver.run runs statements in the page's realm
 * @param {(source: string) => Promise<any>} driver.read the value of a function's body, which may return
 *   a promise
 * @param {string | ((...args: any[]) => any)} program
 * @param {any[]} args
 */
export async function evaluateInSlices({ run, read }, program, args) {
  const id = ++count;
  const end = Date.now() + patience;
  await run(`{
    const runs = (globalThis.testRuns ??= {});
    runs[${id}] = { json: null };
    runs[${id}].done = ${expressionOf(program, args)}.then((json) => { runs[${id}].json = json; });
  }`);
  for (;;) {
    const state = await read(`
      const run = window.testRuns?.[${id}];
      if (!run) return 'gone';
      const slice = new Promise((resolve) => window.setTimeout(resolve, 250));
      return Promise.race([run.done, slice]).then(() => run.json ?? 'runs');
    `);
    if (state === 'gone') throw new Error('the page left while a function ran in it');
    if (state !== 'runs') return resultOf(state);
    if (Date.now() > end) throw new Error(`the page gave no answer within ${patience / 1000} s`);
  }
}

let count = 0;
