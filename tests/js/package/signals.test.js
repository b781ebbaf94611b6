// Signals of callers: of any realm, and shared by any number of calls.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getEventListeners } from 'node:events';

import { AutoModelForTokenClassification, AutoTokenizer, pipeline } from '../../../dist/node.js';
import { onAbort } from '../../../js/base/abort.js';
import { bundledModel } from '../../support/models.mjs';

/** What jsdom, happy-dom and another frame give: no instance of this realm's AbortSignal. */
function foreignController() {
  const target = new EventTarget();
  const signal = {
    aborted: false,
    reason: undefined,
    addEventListener: (...args) => target.addEventListener(...args),
    removeEventListener: (...args) => target.removeEventListener(...args),
  };
  const abort = (reason) => {
    Object.assign(signal, { aborted: true, reason });
    target.dispatchEvent(new Event('abort'));
  };
  return { signal, abort };
}

const options = { threads: 1 };
const text = 'I am Ada Lovelace.';
let find, tokenizer, model;
beforeAll(async () => {
  find = await pipeline('ner', bundledModel, options);
  tokenizer = await AutoTokenizer.from_pretrained(bundledModel, options);
  model = await AutoModelForTokenClassification.from_pretrained(bundledModel, options);
});
afterAll(() => Promise.all([find, tokenizer, model].map((each) => each.dispose())));

const calls = {
  'a pipeline': (signal) => find(text, { signal }),
  redact: (signal) => find.redact(text, { signal }),
  'a tokenizer': (signal) => tokenizer(text, { signal }),
  'a model': async (signal) => model({ input_ids: [[1, 5, 2]] }, { signal }),
  'a load': async (signal) =>
    (await pipeline('ner', bundledModel, { ...options, signal })).dispose(),
};

describe.each(Object.entries(calls))('%s', (_, call) => {
  test('takes a signal of another realm', async () => {
    await call(foreignController().signal);
  });

  test('ends by it, with its reason', async () => {
    const before = foreignController();
    before.abort('enough');
    await expect(call(before.signal)).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    const { signal, abort } = foreignController();
    const answer = call(signal);
    abort('enough');
    await expect(answer).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
  });

  test('leaves no listener', async () => {
    const { signal } = new AbortController();
    await call(signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

test.each([7, 'no', {}, { aborted: false }, new EventTarget()])(
  '%p is no signal',
  async (signal) => {
    await expect(find(text, { signal })).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/^signal: expected an AbortSignal/),
    });
  },
);

test('twenty calls share a signal without a warning, and end together', async () => {
  const warnings = [];
  const note = (warning) => warnings.push(warning.name);
  process.on('warning', note);
  const controller = new AbortController();
  const { signal } = controller;
  const many = (call) => Promise.allSettled(Array.from({ length: 20 }, call));
  const answers = await many(() => find(text, { signal }));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['fulfilled']));
  expect(getEventListeners(signal, 'abort')).toEqual([]);

  const ended = many(() => find(text, { signal }));
  expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
  controller.abort();
  expect(new Set((await ended).map(({ reason }) => reason?.code))).toEqual(new Set(['ABORTED']));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

describe('onAbort', () => {
  test('calls each that waits once, and nobody who waits no more', () => {
    const controller = new AbortController();
    const called = [];
    const note = (what) => () => called.push(what);
    onAbort(controller.signal, note('a'));
    const stop = onAbort(controller.signal, note('b'));
    const twice = note('c');
    onAbort(controller.signal, twice);
    onAbort(controller.signal, twice)();
    stop();
    stop();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    expect(called).toEqual(['a', 'c']);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('one that is called may end the waiting of another', () => {
    const controller = new AbortController();
    const called = [];
    let stop = () => {};
    onAbort(controller.signal, () => stop());
    stop = onAbort(controller.signal, () => called.push('never'));
    controller.abort();
    expect(called).toEqual([]);
  });

  test('without a signal waits for nothing', () => {
    expect(onAbort(undefined, () => {})()).toBe(undefined);
  });
});
