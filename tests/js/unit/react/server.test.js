// The hooks where pages are rendered on a server: nothing is loaded, and nothing is missing.
import { expect, jest, test } from '@jest/globals';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';

import { env } from '../../../../web/index.js';
import { useEntities, usePipeline } from '../../../../web/react.js';

function render(useHook) {
  let seen;
  const Component = () => {
    seen = useHook();
    return createElement('p', null, seen.status);
  };
  return { html: renderToString(createElement(Component)), seen };
}

test('usePipeline renders idle and asks for nothing', async () => {
  env.fetch = jest.fn();
  const { html, seen } = render(() => usePipeline('ner', 'owner/name'));
  expect(html).toBe('<p>idle</p>');
  expect(seen).toMatchObject({ status: 'idle', pipe: null, progress: 0, error: null });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(env.fetch).not.toHaveBeenCalled();
});

test('useEntities renders idle, with no entities yet of the text', () => {
  const { html, seen } = render(() => useEntities('Ask Ada.', 'owner/name'));
  expect(html).toBe('<p>idle</p>');
  expect(seen).toMatchObject({ entities: [], analyzedText: '', isStale: true, error: null });
});

test.each([
  ['keepAlive', () => usePipeline('ner', 'owner/name', { keepAlive: -1 })],
  ['keepAlive', () => usePipeline('ner', 'owner/name', { keepAlive: '5' })],
  ['debounce', () => useEntities('', 'owner/name', { debounce: NaN })],
  ['signal', () => usePipeline('ner', 'owner/name', { signal: new AbortController().signal })],
  ['text', () => useEntities(undefined, 'owner/name')],
])('what is wrong with %s is said', (name, useHook) => {
  expect(() => render(useHook)).toThrow(
    expect.objectContaining({
      code: 'INPUT',
      message: expect.stringContaining(`${name}: expected`),
    }),
  );
});

test.each([
  ['keepalive', 'keepAlive', () => usePipeline('ner', null, { keepalive: 5 })],
  ['dtyp', 'dtype', () => usePipeline('ner', null, { dtyp: 'q8' })],
  ['ignoreLabels', 'ignore_labels', () => useEntities('', null, { ignoreLabels: [] })],
  ['strides', 'stride', () => useEntities('', null, { strides: 5 })],
  ['alignToWords', 'align_to_words', () => useEntities('', null, { alignToWords: true })],
])('an unknown option %s is an error that names %s', (name, nearest, useHook) => {
  expect(() => render(useHook)).toThrow(
    expect.objectContaining({
      code: 'INPUT',
      message: `unknown option '${name}'; did you mean '${nearest}'?`,
    }),
  );
});
