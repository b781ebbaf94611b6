// The types of deberta-wasm/react as a component meets them; checked by `tsc`, never run.
import { useEffect } from 'react';

import { DebertaError, redactEntities } from '../../web/index.js';
import type { EntityGroup, TokenClassificationPipeline } from '../../web/index.js';
import { useEntities, usePipeline } from '../../web/react.js';
import type { EntitiesState, Model, PipelineState } from '../../web/react.js';

export function Classifier({ model }: { model: Model | null }) {
  const { pipe, status, progress, error, retry } = usePipeline('text-classification', model, {
    dtype: 'q8',
    keepAlive: 60_000,
  });
  useEffect(() => {
    void pipe?.('a').then(([best]) => best?.label.toUpperCase());
  }, [pipe]);
  // What is there depends on the status.
  if (status === 'ready') pipe.rerank satisfies object;
  if (status === 'error') error.code satisfies string;
  // @ts-expect-error: it is null in all other states
  if (status === 'loading') pipe.dispose();
  retry satisfies () => void;
  return progress.toFixed();
}

export function Entities({ text }: { text: string }) {
  const state = useEntities(text, new URL('https://example.org/model/'), {
    aggregation_strategy: 'max',
    debounce: 0,
    dtype: 'fp16',
  });
  state satisfies EntitiesState;
  const { entities, analyzedText, isStale, error } = state;
  const [first] = entities;
  first satisfies EntityGroup | undefined;
  error satisfies DebertaError | null;
  isStale satisfies boolean;
  return redactEntities(analyzedText, [...entities]).text;
}

usePipeline('ner', 'owner/name') satisfies PipelineState<'ner'>;
usePipeline('ner', 'owner/name').pipe satisfies TokenClassificationPipeline | null;
usePipeline('ner', [] as readonly File[]);
// @ts-expect-error: no such task
usePipeline('translation', 'owner/name');
// @ts-expect-error: no such option
usePipeline('ner', 'owner/name', { dtyp: 'q8' });
// @ts-expect-error: components share the model, none of them ends its load
usePipeline('ner', 'owner/name', { signal: new AbortController().signal });
// @ts-expect-error: tokens are no entities
useEntities('', 'owner/name', { aggregation_strategy: 'none' });
// @ts-expect-error: a text is a string
useEntities(['a'], 'owner/name');
