// An application that uses the hooks, in StrictMode; tests/browser/react.test.js drives it through `app`.
import { createElement as h, StrictMode, useState, version } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { DebertaError } from './deberta.js';
import { useEntities, usePipeline } from 'deberta-wasm/react';

/** What each component has rendered, by its id. */
const renders = {};

function record(id, state) {
  (renders[id] ??= []).push(state);
  return state;
}

function Model({ id, task = 'ner', model, options }) {
  // An object literal, as people write it.
  const { status } = record(id, usePipeline(task, model, { threads: 1, ...options }));
  return h('p', { id }, status);
}

function Highlights({ id, model, options }) {
  const [text, setText] = useState('');
  const { entities, analyzedText, isStale } = record(id, {
    given: text,
    ...useEntities(text, model, { threads: 1, ...options }),
  });
  const words = entities.map(({ start, end }) => analyzedText.slice(start, end));
  return h(
    'section',
    { id },
    h('textarea', { value: text, onChange: ({ target }) => setText(target.value) }),
    h('output', null, isStale ? '…' : words.join('|')),
  );
}

const components = { Highlights, Model };
let root;

function tree(elements) {
  const children = elements.map(([name, props]) =>
    h(components[name], { key: props.id, ...props }),
  );
  return h(StrictMode, null, children);
}

globalThis.app = {
  version,
  renders,
  last: (id) => renders[id]?.at(-1),
  isTyped: (id) => renders[id].at(-1).error instanceof DebertaError,
  render(...elements) {
    root ??= createRoot(document.getElementById('root'));
    root.render(tree(elements));
  },
  hydrate(...elements) {
    root = hydrateRoot(document.getElementById('root'), tree(elements));
  },
};
