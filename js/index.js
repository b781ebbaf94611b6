// What the package exports, in every host.
export {
  AutoConfig,
  AutoModel,
  AutoModelForMaskedLM,
  AutoModelForMultipleChoice,
  AutoModelForQuestionAnswering,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
  AutoTokenizer,
} from './auto.js';
export { DebertaConfig, DebertaV2Config, PretrainedConfig } from './config.js';
export { BatchEncoding } from './encoding.js';
export { env } from './env.js';
export { DebertaError, ModelFileNotFoundError } from './errors.js';
export {
  DebertaForMaskedLM,
  DebertaForQuestionAnswering,
  DebertaForSequenceClassification,
  DebertaForTokenClassification,
  DebertaModel,
  DebertaPreTrainedModel,
  DebertaV2ForMaskedLM,
  DebertaV2ForMultipleChoice,
  DebertaV2ForQuestionAnswering,
  DebertaV2ForSequenceClassification,
  DebertaV2ForTokenClassification,
  DebertaV2Model,
  DebertaV2PreTrainedModel,
  PreTrainedModel,
} from './model.js';
export { pipeline } from './pipeline.js';
export { ModelRegistry } from './registry.js';
export { redactEntities, restore } from './redact.js';
export { Tensor } from './tensor.js';
export {
  DebertaTokenizer,
  DebertaTokenizerFast,
  DebertaV2Tokenizer,
  DebertaV2TokenizerFast,
  PreTrainedTokenizer,
} from './tokenizer.js';

/** @typedef {import('./env.js').Env} Env */
/** @typedef {import('./env.js').ModelCache} ModelCache */
/** @typedef {import('./load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('./load.js').ModelLocation} ModelLocation */
/** @typedef {import('./model.js').ModelOutput} ModelOutput */
/** @typedef {import('./model_inputs.js').ModelInputs} ModelInputs */
/** @typedef {import('./pipeline.js').FeatureExtractionPipeline} FeatureExtractionPipeline */
/** @typedef {import('./pipeline.js').FillMaskPipeline} FillMaskPipeline */
/** @typedef {import('./pipeline.js').PipelineOptions} PipelineOptions */
/** @typedef {import('./pipeline.js').QuestionAnsweringPipeline} QuestionAnsweringPipeline */
/** @typedef {import('./pipeline.js').TextClassificationPipeline} TextClassificationPipeline */
/** @typedef {import('./pipeline.js').TextRankingPipeline} TextRankingPipeline */
/** @typedef {import('./pipeline.js').TokenClassificationPipeline} TokenClassificationPipeline */
/** @typedef {import('./pipeline.js').ZeroShotClassificationPipeline} ZeroShotClassificationPipeline */
/** @typedef {import('./pipelines/fill_mask.js').MaskFilling} MaskFilling */
/** @typedef {import('./pipelines/question_answering.js').Answer} Answer */
/** @typedef {import('./pipelines/text_classification.js').LabelScore} LabelScore */
/** @typedef {import('./pipelines/text_ranking.js').RankedDocument} RankedDocument */
/** @typedef {import('./pipelines/token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('./pipelines/token_classification.js').TokenEntity} TokenEntity */
/** @typedef {import('./pipelines/zero_shot_classification.js').ZeroShotResult} ZeroShotResult */
/** @typedef {import('./progress.js').ProgressInfo} ProgressInfo */
/** @typedef {import('./redact.js').RedactionMap} RedactionMap */
/** @typedef {import('./registry.js').RegistryOptions} RegistryOptions */
/** @typedef {import('./session.js').Diagnostics} Diagnostics */
/** @typedef {import('./session.js').ModelInfo} ModelInfo */
/** @typedef {import('./source.js').Origin} Origin */
/** @typedef {import('./tokenizer.js').TokenizerCallOptions} TokenizerCallOptions */
