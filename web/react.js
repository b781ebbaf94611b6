// Hooks for React: deberta-wasm/react. They need React 18 or later, for useSyncExternalStore.
'use client';

export { useEntities } from './react/use_entities.js';
export { usePipeline } from './react/use_pipeline.js';

/** @typedef {import('./react/shared_model.js').Model} Model */
/**
 * @template {keyof import('../js/api/pipeline_types.js').AllTasks} T
 * @typedef {import('./react/use_pipeline.js').PipelineState<T>} PipelineState
 */
/** @typedef {import('./react/use_pipeline.js').UsePipelineOptions} UsePipelineOptions */
/** @typedef {import('./react/use_entities.js').EntitiesState} EntitiesState */
/** @typedef {import('./react/use_entities.js').UseEntitiesOptions} UseEntitiesOptions */
