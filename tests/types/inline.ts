// The entry that holds everything in one file has the same types.
import { DebertaError, pipeline } from 'deberta-wasm/inline';
import type { EntityGroup, TokenClassificationPipeline } from 'deberta-wasm';

const ner: TokenClassificationPipeline = await pipeline('ner', 'owner/name');
export const found: EntityGroup[] = await ner('text', { aggregation_strategy: 'simple' });
export const isInput = (error: unknown) => error instanceof DebertaError && error.code === 'INPUT';
