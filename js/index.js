// What every host's entry exports beside its `pipeline`.
export { env } from './env.js';
export { DebertaError, ModelFileNotFoundError } from './errors.js';

/** @typedef {import('./env.js').Env} Env */
/** @typedef {import('./env.js').ModelCache} ModelCache */
/** @typedef {import('./pipeline.js').PipelineOptions} PipelineOptions */
/** @typedef {import('./pipeline.js').TokenClassificationPipeline} TokenClassificationPipeline */
/** @typedef {import('./pipeline.js').TextClassificationPipeline} TextClassificationPipeline */
/** @typedef {import('./progress.js').ProgressInfo} ProgressInfo */
/** @typedef {import('./session.js').Diagnostics} Diagnostics */
/** @typedef {import('./session.js').ModelInfo} ModelInfo */
/** @typedef {import('./pipelines/token_classification.js').TokenEntity} TokenEntity */
/** @typedef {import('./pipelines/token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('./pipelines/text_classification.js').LabelScore} LabelScore */
