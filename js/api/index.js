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
export { BatchEncoding } from '../tokenizer/encoding.js';
export { env, LogLevel } from '../base/env.js';
export { DebertaError, ModelFileNotFoundError } from '../base/errors.js';
export { GLiNER } from './gliner.js';
export { GLiNER2 } from './gliner2.js';
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
export {
  FeatureExtractionPipeline,
  FillMaskPipeline,
  Pipeline,
  QuestionAnsweringPipeline,
  TextClassificationPipeline,
  TextRankingPipeline,
  TokenClassificationPipeline,
  ZeroShotClassificationPipeline,
  ZeroShotTokenClassificationPipeline,
} from './pipeline_classes.js';
export { ModelRegistry } from './registry.js';
export {
  TFDebertaForMaskedLM,
  TFDebertaForQuestionAnswering,
  TFDebertaForSequenceClassification,
  TFDebertaForTokenClassification,
  TFDebertaModel,
  TFDebertaPreTrainedModel,
  TFDebertaV2ForMaskedLM,
  TFDebertaV2ForMultipleChoice,
  TFDebertaV2ForQuestionAnswering,
  TFDebertaV2ForSequenceClassification,
  TFDebertaV2ForTokenClassification,
  TFDebertaV2Model,
  TFDebertaV2PreTrainedModel,
} from './tf_models.js';
export { positionMap } from '../redaction/positions.js';
export { redactEntities } from '../redaction/redact.js';
export { restore, restoreEntities, restoreStream } from '../redaction/restore.js';
export { cat, stack } from '../tensor/combine.js';
export {
  full,
  full_like,
  ones,
  ones_like,
  rand,
  randn,
  zeros,
  zeros_like,
} from '../tensor/create.js';
export { mean_pooling, quantize_embeddings } from '../tensor/embeddings.js';
export { layer_norm, matmul, mean, permute, slice, std_mean, topk } from '../tensor/functions.js';
export { cos_sim, dot, log_softmax, magnitude, max, min, softmax } from '../tensor/maths.js';
export { Tensor } from '../tensor/tensor.js';
export {
  BertTokenizer,
  BertTokenizerFast,
  DebertaTokenizer,
  DebertaTokenizerFast,
  DebertaV2Tokenizer,
  DebertaV2TokenizerFast,
  PreTrainedTokenizer,
} from '../tokenizer/tokenizer.js';

/** @typedef {import('../base/env.js').Backends} Backends */
/** @typedef {import('../base/env.js').Env} Env */
/** @typedef {import('../base/env.js').ModelCache} ModelCache */
/** @typedef {import('../base/env.js').Retry} Retry */
/** @typedef {import('../base/errors.js').ErrorCode} ErrorCode */
/** @typedef {import('../base/errors.js').ErrorDetails} ErrorDetails */
/** @typedef {import('../worker/load.js').DeviceType} DeviceType */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} FromPretrainedOptions */
/** @typedef {import('../worker/load.js').ModelLocation} ModelLocation */
/** @typedef {import('../worker/load.js').RuntimeOptions} RuntimeOptions */
/** @typedef {import('../worker/load.js').Substitution} Substitution */
/** @typedef {import('./model.js').BaseModelOutput} BaseModelOutput */
/** @typedef {import('./model.js').FromConfigOptions} FromConfigOptions */
/** @typedef {import('./model.js').MaskedLMOutput} MaskedLMOutput */
/** @typedef {import('./model.js').ModelOutput} ModelOutput */
/** @typedef {import('./model.js').MultipleChoiceModelOutput} MultipleChoiceModelOutput */
/** @typedef {import('./model.js').QuestionAnsweringModelOutput} QuestionAnsweringModelOutput */
/** @typedef {import('./model.js').SequenceClassifierOutput} SequenceClassifierOutput */
/** @typedef {import('./model.js').TokenClassifierOutput} TokenClassifierOutput */
/** @typedef {import('./model_inputs.js').CallOptions} CallOptions */
/** @typedef {import('./model_inputs.js').ModelInputs} ModelInputs */
/** @typedef {import('./pipeline.js').PipelineOptions} PipelineOptions */
/** @typedef {import('./pipeline_types.js').AllTasks} AllTasks */
/** @typedef {import('./pipeline_types.js').FillMaskOutput} FillMaskOutput */
/** @typedef {import('./pipeline_types.js').PipelineModel} PipelineModel */
/** @typedef {import('./pipeline_types.js').PipelineParts} PipelineParts */
/** @typedef {import('./pipeline_types.js').PipelineType} PipelineType */
/** @typedef {import('./pipeline_types.js').QuestionAnsweringOutput} QuestionAnsweringOutput */
/**
 * @template Input
 * @typedef {import('./pipeline_types.js').StreamSource<Input>} StreamSource
 */
/**
 * @template Result
 * @typedef {import('./pipeline_types.js').StreamRows<Result>} StreamRows
 */
/** @typedef {import('./pipeline_types.js').TextClassificationOutput} TextClassificationOutput */
/** @typedef {import('./pipeline_types.js').ZeroShotClassificationOutput} ZeroShotClassificationOutput */
/** @typedef {import('../pipelines/extraction/extraction_types.js').Classifications} Classifications */
/** @typedef {import('../pipelines/extraction/extraction_types.js').EntityTypes} EntityTypes */
/** @typedef {import('../pipelines/extraction/extraction_types.js').Extraction} Extraction */
/** @typedef {import('../pipelines/extraction/extraction_types.js').ExtractionOptions} ExtractionOptions */
/** @typedef {import('../pipelines/extraction/extraction_types.js').ExtractionSchema} ExtractionSchema */
/** @typedef {import('../pipelines/extraction/extraction_types.js').LongExtractionOptions} LongExtractionOptions */
/** @typedef {import('../pipelines/extraction/extraction_types.js').RelationTypes} RelationTypes */
/** @typedef {import('../pipelines/extraction/extraction_types.js').SchemaBuilder} SchemaBuilder */
/** @typedef {import('../pipelines/extraction/extraction_types.js').Structures} Structures */
/** @typedef {import('../pipelines/feature_extraction.js').FeatureExtractionOptions} FeatureExtractionOptions */
/** @typedef {import('../pipelines/fill_mask.js').FillMaskOptions} FillMaskOptions */
/** @typedef {import('../pipelines/fill_mask.js').MaskFilling} MaskFilling */
/** @typedef {import('../pipelines/question_answering.js').Answer} Answer */
/** @typedef {import('../pipelines/question_answering.js').QuestionAnsweringOptions} QuestionAnsweringOptions */
/** @typedef {import('../pipelines/question_answering.js').QuestionInContext} QuestionInContext */
/** @typedef {import('../pipelines/redaction.js').RedactTextOptions} RedactTextOptions */
/** @typedef {import('../pipelines/stream.js').StreamFailure} StreamFailure */
/** @typedef {import('../pipelines/stream.js').StreamOptions} StreamOptions */
/**
 * @template Result
 * @typedef {import('../pipelines/stream.js').StreamAnswer<Result>} StreamAnswer
 */
/**
 * @template Result
 * @typedef {import('../pipelines/stream.js').StreamRow<Result>} StreamRow
 */
/** @typedef {import('../pipelines/text_classification.js').LabelScore} LabelScore */
/** @typedef {import('../pipelines/text_classification.js').TextClassificationOptions} TextClassificationOptions */
/** @typedef {import('../pipelines/text_classification.js').TextOrPair} TextOrPair */
/** @typedef {import('../pipelines/text_ranking.js').RankedDocument} RankedDocument */
/** @typedef {import('../pipelines/text_ranking.js').TextRankingOptions} TextRankingOptions */
/** @typedef {import('../pipelines/token_classification.js').AggregationStrategy} AggregationStrategy */
/** @typedef {import('../pipelines/token_classification.js').Entity} Entity */
/** @typedef {import('../pipelines/token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('../pipelines/token_classification.js').TokenClassificationOptions} TokenClassificationOptions */
/** @typedef {import('../pipelines/token_classification.js').TokenEntity} TokenEntity */
/** @typedef {import('../pipelines/zero_shot_classification.js').ZeroShotOptions} ZeroShotOptions */
/** @typedef {import('../pipelines/zero_shot_classification.js').ZeroShotResult} ZeroShotResult */
/** @typedef {import('../pipelines/zero_shot_token_classification.js').CandidateLabels} CandidateLabels */
/** @typedef {import('../pipelines/zero_shot_token_classification.js').NamedEntity} NamedEntity */
/** @typedef {import('../pipelines/zero_shot_token_classification.js').RedactNamedOptions} RedactNamedOptions */
/** @typedef {import('../pipelines/zero_shot_token_classification.js').TextSpan} TextSpan */
/** @typedef {import('../pipelines/zero_shot_token_classification.js').ZeroShotTokenOptions} ZeroShotTokenOptions */
/** @typedef {import('../files/progress.js').ProgressCallback} ProgressCallback */
/** @typedef {import('../files/progress.js').ProgressInfo} ProgressInfo */
/** @typedef {import('../redaction/redact.js').RedactOptions} RedactOptions */
/** @typedef {import('../redaction/redact.js').Redaction} Redaction */
/** @typedef {import('../redaction/placeholders.js').RedactionMap} RedactionMap */
/** @typedef {import('../redaction/positions.js').PositionMap} PositionMap */
/** @typedef {import('../redaction/restore.js').Restoration} Restoration */
/** @typedef {import('../redaction/restore.js').RestoreOptions} RestoreOptions */
/** @typedef {import('../redaction/splice.js').Replaced} Replaced */
/** @typedef {import('../redaction/policy.js').Action} Action */
/** @typedef {import('../redaction/policy.js').Policy} Policy */
/** @typedef {import('./registry.js').RegistryOptions} RegistryOptions */
/** @typedef {import('./tf_models.js').KerasCallOptions} KerasCallOptions */
/** @typedef {import('./tf_models.js').KerasInputs} KerasInputs */
/** @typedef {import('../worker/session.js').Diagnostics} Diagnostics */
/** @typedef {import('../worker/session.js').LoadReport} LoadReport */
/** @typedef {import('../worker/session.js').ModelInfo} ModelInfo */
/** @typedef {import('../base/host.js').Origin} Origin */
/** @typedef {import('../redaction/spans.js').EntitySpan} EntitySpan */
/**
 * @template {'float32' | 'int8' | 'uint8'} [Type='float32']
 * @typedef {import('./pipeline_types.js').Embeddings<Type>} Embeddings
 */
/**
 * @template {import('../tensor/tensor_data.js').TensorType} [Type=import('../tensor/tensor_data.js').NumericType]
 * @typedef {import('../tensor/tensor_data.js').TensorData<Type>} TensorData
 */
/** @typedef {import('../tensor/tensor_data.js').TensorType} TensorType */
/** @typedef {import('../tokenizer/tokenizer.js').TokenizerCallOptions} TokenizerCallOptions */
/** @typedef {import('../tokenizer/tokenizer.js').TokenizerInput} TokenizerInput */
/**
 * @template T
 * @typedef {import('../pipelines/results.js').List<T>} List
 */
/**
 * @template {import('../pipelines/token_classification.js').TokenClassificationOptions | undefined} [Options=undefined]
 * @typedef {import('./pipeline_types.js').TokenClassificationOutput<Options>} TokenClassificationOutput
 */

// The same types under transformers.js' names.

/** @typedef {import('../worker/load.js').DType} DataType */
/** @typedef {import('../tensor/tensor_data.js').TensorData | any[]} DataArray the values of a tensor, or a list of values */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} PretrainedModelOptions */
/** @typedef {import('../worker/load.js').FromPretrainedOptions} PretrainedTokenizerOptions */
/** @typedef {import('../pipelines/feature_extraction.js').FeatureExtractionOptions} FeatureExtractionPipelineOptions */
/** @typedef {import('../pipelines/fill_mask.js').FillMaskOptions} FillMaskPipelineOptions */
/** @typedef {import('../pipelines/question_answering.js').QuestionAnsweringOptions} QuestionAnsweringPipelineOptions */
/** @typedef {import('../pipelines/text_classification.js').TextClassificationOptions} TextClassificationPipelineOptions */
/** @typedef {import('../pipelines/token_classification.js').TokenClassificationOptions} TokenClassificationPipelineOptions */
/** @typedef {import('../pipelines/zero_shot_classification.js').ZeroShotOptions} ZeroShotClassificationPipelineOptions */
/** @typedef {import('./pipeline_classes.js').FeatureExtractionPipeline} FeatureExtractionPipelineType */
/** @typedef {import('./pipeline_classes.js').FillMaskPipeline} FillMaskPipelineType */
/** @typedef {import('./pipeline_classes.js').QuestionAnsweringPipeline} QuestionAnsweringPipelineType */
/** @typedef {import('./pipeline_classes.js').TextClassificationPipeline} TextClassificationPipelineType */
/** @typedef {import('./pipeline_classes.js').TokenClassificationPipeline} TokenClassificationPipelineType */
/** @typedef {import('./pipeline_classes.js').ZeroShotClassificationPipeline} ZeroShotClassificationPipelineType */
/** @typedef {import('../pipelines/fill_mask.js').MaskFilling} FillMaskSingle */
/** @typedef {import('../pipelines/text_classification.js').LabelScore} TextClassificationSingle */
