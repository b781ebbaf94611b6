// Which requests of components mean the same model.
import { expect, test } from '@jest/globals';

import { modelKey } from '../../../../web/react/model_key.js';
import { DebertaConfig } from '../../../../web/index.js';

const key = (options, model = 'owner/name', task = 'ner') => modelKey(task, model, options);

test('equal literals are one model, with their names in any order', () => {
  const options = () => ({ dtype: 'q8', headers: { b: '1', a: '2' }, id2label: { 0: 'A' } });
  expect(key(options())).toBe(key(options()));
  expect(key({ a: 1, b: { c: 2, d: 3 } })).toBe(key({ b: { d: 3, c: 2 }, a: 1 }));
  expect(key({ dtype: undefined })).toBe(key({}));
});

test('a name of a task and its alias are one', () => {
  expect(key({}, 'owner/name', 'ner')).toBe(key({}, 'owner/name', 'token-classification'));
  expect(key({}, 'owner/name', 'embeddings')).toBe(key({}, 'owner/name', 'feature-extraction'));
  expect(key({}, 'owner/name', 'ner')).not.toBe(key({}, 'owner/name', 'fill-mask'));
});

test.each([
  ['values', { dtype: 'q8' }, { dtype: 'fp32' }],
  ['types', { threads: 1 }, { threads: '1' }],
  ['names', { token: 'x' }, { revision: 'x' }],
  ['inner values', { config: { a: [1, 2] } }, { config: { a: [2, 1] } }],
])('other %s are another model', (_, a, b) => {
  expect(key(a)).not.toBe(key(b));
});

test('an address is one as a string and as a URL', () => {
  const address = 'https://example.org/model/';
  expect(key({}, new URL(address))).toBe(key({}, address));
});

test('files are compared by their identity, and the list that holds them is not', () => {
  const [a, b] = [new File(['x'], 'config.json'), new File(['x'], 'config.json')];
  expect(key({}, [a, b])).toBe(key({}, [a, b]));
  expect(key({}, [a, b])).toBe(key({}, new Set([a, b])));
  expect(key({}, [a])).not.toBe(key({}, [b]));
});

test('a generator is not read', () => {
  const files = (function* () {
    yield new File(['x'], 'config.json');
  })();
  expect(key({}, files)).toBe(key({}, files));
  expect([...files]).toHaveLength(1);
});

test('configurations are compared by their content', () => {
  const config = (hidden_size) => new DebertaConfig({ hidden_size });
  expect(key({ config: config(8) })).toBe(key({ config: config(8) }));
  expect(key({ config: config(8) })).not.toBe(key({ config: config(16) }));
});

test('functions and objects of other classes are compared by their identity', () => {
  class Other {}
  const [a, b] = [new Other(), new Other()];
  const act = () => {};
  expect(key({ a, act })).toBe(key({ a, act }));
  expect(key({ a })).not.toBe(key({ a: b }));
  expect(key({ act })).not.toBe(key({ act: () => {} }));
});
