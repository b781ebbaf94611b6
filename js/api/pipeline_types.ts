// Arguments and results of pipelines, by task. TypeScript takes the first overload that fits. If none does, its error
// is about the last one, so the last one takes every option: the error then names the wrong option.
import type { FeatureExtractionOptions } from '../pipelines/feature_extraction.js';
import type { FillMaskOptions, MaskFilling } from '../pipelines/fill_mask.js';
import type {
  Answer,
  QuestionAnsweringOptions,
  QuestionInContext,
} from '../pipelines/question_answering.js';
import type { RedactTextOptions, Redaction } from '../pipelines/redaction.js';
import type { List } from '../pipelines/results.js';
import type { StreamOptions, StreamRow } from '../pipelines/stream.js';
import type {
  LabelScore,
  TextClassificationOptions,
  TextOrPair,
  TextPair,
} from '../pipelines/text_classification.js';
import type { RankedDocument, TextRankingOptions } from '../pipelines/text_ranking.js';
import type {
  AggregationStrategy,
  EntityGroup,
  TokenClassificationOptions,
  TokenEntity,
} from '../pipelines/token_classification.js';
import type { ZeroShotOptions, ZeroShotResult } from '../pipelines/zero_shot_classification.js';
import type {
  CandidateLabels,
  NamedEntity,
  RedactNamedOptions,
  TextSpan,
  ZeroShotTokenOptions,
} from '../pipelines/zero_shot_token_classification.js';
import type { PreTrainedModel } from './model.js';
import type {
  FeatureExtractionPipeline,
  FillMaskPipeline,
  QuestionAnsweringPipeline,
  TextClassificationPipeline,
  TextRankingPipeline,
  TokenClassificationPipeline,
  ZeroShotClassificationPipeline,
  ZeroShotTokenClassificationPipeline,
} from './pipeline_classes.js';
import type { Diagnostics, ModelInfo } from '../worker/session.js';
import type { Tensor } from '../tensor/tensor.js';
import type { PreTrainedTokenizer } from '../tokenizer/tokenizer.js';

/** The model of a pipeline, and facts about it. A call takes token ids: `await pipe.model(await pipe.tokenizer(text))`. */
export type PipelineModel = PreTrainedModel & ModelInfo;

/** Inputs of a stream, one after the other. An object may have an `id`, which its row has, too. */
export type StreamSource<Input> = Iterable<Input> | AsyncIterable<Input>;

/** The rows of a stream, in the order of its inputs. */
export type StreamRows<Result> = AsyncGenerator<StreamRow<Result>, void, undefined>;

/** An input of streams that may have an id. */
interface WithId {
  /** What the input's row has as its id. */
  id?: unknown;
}

/** An input that is a text. */
interface TextOf<Text> extends WithId {
  /** The text. */
  text: Text;
}

type TextInput<Text = string> = Text | TextOf<Text>;

/** The properties of every pipeline. The pipeline itself is a function: `await pipe(text)`. */
export interface PipelineParts {
  /** The task's name, also for a pipeline that was loaded by an alias. */
  task: string;
  /** The model, which can be called, with its type, labels and sizes. */
  model: PipelineModel;
  /** The model's tokenizer, in the same worker; it is disposed of with the pipeline. */
  tokenizer: PreTrainedTokenizer;
  /** Describes the WebAssembly module, the number of threads and its reason, and the files that were loaded. */
  diagnostics(): Promise<Diagnostics>;
  /**
   * Answers a stream of inputs in constant memory, with a row for each, in order: `for await (const row of
   * pipe.stream(source))`.
   */
  stream(source: StreamSource<any>, options?: any): StreamRows<any>;
  /** Ends the worker and frees its memory. Pending calls fail. */
  dispose(): Promise<void>;
  /** The same as calling the pipeline. */
  _call(...args: any[]): Promise<any>;
  /** The same as dispose, for `await using pipe = await pipeline(…)`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Options without aggregation. */
export type UngroupedOptions = TokenClassificationOptions & {
  /** 'none': one result for each token. */
  aggregation_strategy?: 'none';
};

/** Options with aggregation: tokens are grouped to entities. */
export type GroupingOptions = TokenClassificationOptions & {
  /** How the tokens of an entity are grouped and scored. */
  aggregation_strategy: Exclude<AggregationStrategy, 'none'>;
};

type Ungrouped = List<TokenEntity>;
type Grouped = List<EntityGroup>;

/** Each text is a string. */
interface WholeTexts {
  /** false: the input is a text, or several. */
  is_split_into_words?: false;
}

/** Each text is a list of words. */
interface SplitTexts {
  /** true: the input is the words of a text, or of several. */
  is_split_into_words: true;
}

/** Which function of the pipeline a stream calls. */
interface RedactMethod {
  /** 'redact': the function `redact`, instead of the pipeline itself. */
  method: 'redact';
}

/** Finds and redacts named entities, such as names and addresses. */
export interface TokenClassificationCalls extends PipelineParts {
  /** Classifies the tokens of several texts: a list for each. */
  (texts: readonly string[], options?: UngroupedOptions & WholeTexts): Promise<List<Ungrouped>>;
  /** Classifies the tokens of a text. */
  (text: string, options?: UngroupedOptions & WholeTexts): Promise<Ungrouped>;
  /** Finds the entities of several texts: a list for each. */
  (texts: readonly string[], options: GroupingOptions & WholeTexts): Promise<List<Grouped>>;
  /** Finds the entities of a text. */
  (text: string, options: GroupingOptions & WholeTexts): Promise<Grouped>;
  /** Classifies the tokens of a text that is split into words. */
  (words: readonly string[], options: UngroupedOptions & SplitTexts): Promise<Ungrouped>;
  /** Classifies the tokens of several texts that are split into words: a list for each. */
  (
    texts: readonly (readonly string[])[],
    options: UngroupedOptions & SplitTexts,
  ): Promise<List<Ungrouped>>;
  /** Finds the entities of a text that is split into words. */
  (words: readonly string[], options: GroupingOptions & SplitTexts): Promise<Grouped>;
  /** Finds the entities of several texts that are split into words: a list for each. */
  (
    texts: readonly (readonly string[])[],
    options: GroupingOptions & SplitTexts,
  ): Promise<List<Grouped>>;
  /** Finds the tokens or the entities of several texts. */
  (
    texts: readonly string[],
    options?: TokenClassificationOptions & WholeTexts,
  ): Promise<List<Ungrouped> | List<Grouped>>;
  /** Finds the tokens or the entities of a text. */
  (text: string, options?: TokenClassificationOptions & WholeTexts): Promise<Ungrouped | Grouped>;
  /** Finds the tokens or the entities of texts that are split into words. */
  (
    texts: readonly (readonly string[])[],
    options: TokenClassificationOptions & SplitTexts,
  ): Promise<List<Ungrouped> | List<Grouped>>;
  /** Finds the tokens or the entities of a text or of several. */
  (
    texts: string | readonly string[],
    options?: TokenClassificationOptions,
  ): Promise<Ungrouped | Grouped | List<Ungrouped> | List<Grouped>>;
  /** Replaces the entities that the model finds with placeholders such as [PERSON_1]; restore(text, map) undoes it. */
  redact(text: string, options?: RedactTextOptions): Promise<Redaction>;
  /** Redacts a stream of texts. */
  stream(
    source: StreamSource<TextInput>,
    options: RedactTextOptions & StreamOptions & RedactMethod,
  ): StreamRows<Redaction>;
  /** Finds the entities of a stream of texts. */
  stream(
    source: StreamSource<TextInput>,
    options: GroupingOptions & WholeTexts & StreamOptions,
  ): StreamRows<Grouped>;
  /** Classifies the tokens of a stream of texts. */
  stream(
    source: StreamSource<TextInput>,
    options?: UngroupedOptions & WholeTexts & StreamOptions,
  ): StreamRows<Ungrouped>;
  /** Finds the entities of a stream of texts that are split into words. */
  stream(
    source: StreamSource<TextInput<readonly string[]>>,
    options: GroupingOptions & SplitTexts & StreamOptions,
  ): StreamRows<Grouped>;
  /** Classifies the tokens of a stream of texts that are split into words. */
  stream(
    source: StreamSource<TextInput<readonly string[]>>,
    options: UngroupedOptions & SplitTexts & StreamOptions,
  ): StreamRows<Ungrouped>;
  /** Finds the tokens or the entities of a stream of texts. */
  stream(
    source: StreamSource<TextInput<string | readonly string[]>>,
    options?: TokenClassificationOptions & StreamOptions,
  ): StreamRows<Ungrouped | Grouped>;
}

/** The option top_k, as a literal type where possible. */
interface TopK<K> {
  /** Number of results to return, best first. */
  top_k?: K;
}

/** The result type for a top_k: a union where only the run knows the number. */
type ByTopK<K, One, Several> = K extends 1 | undefined
  ? One
  : number extends K
    ? One | Several
    : Several;

/** Options for a single label. */
export type OneLabel = TextClassificationOptions & {
  /** 1: only the best label. */
  top_k?: 1;
};

/** Classifies texts. */
export interface TextClassificationCalls extends PipelineParts {
  /** The best label of each of several texts, in one flat list. */
  (inputs: readonly TextOrPair[], options?: OneLabel): Promise<List<LabelScore>>;
  /** Labels of a text, best first. */
  (input: TextOrPair, options?: TextClassificationOptions): Promise<List<LabelScore>>;
  /** Labels of several texts, best first: a list for each, unless top_k is 1. */
  <K extends number | null | undefined>(
    inputs: readonly TextOrPair[],
    options: TextClassificationOptions & TopK<K>,
  ): Promise<ByTopK<K, List<LabelScore>, List<List<LabelScore>>>>;
  /** Labels of a text or of several. */
  (
    inputs: TextOrPair | readonly TextOrPair[],
    options?: TextClassificationOptions,
  ): Promise<List<LabelScore> | List<List<LabelScore>>>;
  /** The same as a call of a text-ranking pipeline: ranks documents by relevance to a query. */
  rerank: Rank;
  /** Ranks the documents of each input of a stream. */
  stream(
    source: StreamSource<RankingInput>,
    options: TextRankingOptions & StreamOptions & SharedDocuments & RerankMethod,
  ): StreamRows<List<RankedDocument>>;
  /** Labels of a stream of texts, best first. */
  stream(
    source: StreamSource<string | (TextPair & WithId)>,
    options?: TextClassificationOptions & StreamOptions & SharedPair,
  ): StreamRows<List<LabelScore>>;
}

/** Which function of the pipeline a stream calls. */
interface RerankMethod {
  /** 'rerank': the function `rerank`, instead of the pipeline itself. */
  method: 'rerank';
}

/** What all inputs of a stream share. */
interface SharedPair {
  /** The second text of each input that has none. */
  text_pair?: string;
}

/** What all inputs of a stream share. */
interface SharedDocuments {
  /** The documents of each input that has none. */
  documents?: readonly string[];
}

/** A query, with its documents. */
interface QueryInput extends WithId, SharedDocuments {
  /** What the documents are ranked for. */
  query: string;
}

/** A query, with its documents or those of the stream's options. */
type RankingInput = string | QueryInput;

/** Ranks documents by relevance to a query, best first. */
export interface Rank {
  /** Ranks documents by relevance to a query, best first. */
  (
    query: string,
    documents: readonly string[],
    options?: TextRankingOptions,
  ): Promise<List<RankedDocument>>;
}

/** Ranks documents by relevance to a query. */
export interface TextRankingCalls extends Rank, PipelineParts {
  /** Ranks the documents of each input of a stream. */
  stream(
    source: StreamSource<RankingInput>,
    options?: TextRankingOptions & StreamOptions & SharedDocuments,
  ): StreamRows<List<RankedDocument>>;
}

/** Classifies texts by labels that the model was not trained on. */
export interface ZeroShotClassificationCalls extends PipelineParts {
  /** Scores labels for a text, or for several: then a result for each. */
  <Texts extends string | readonly string[]>(
    texts: Texts,
    candidate_labels: string | readonly string[],
    options?: ZeroShotOptions,
  ): Promise<Texts extends string ? ZeroShotResult : ZeroShotResult[]>;
  /** Scores labels for a stream of texts. */
  stream(
    source: StreamSource<string | (TextOf<string> & SharedLabels<string | readonly string[]>)>,
    options?: ZeroShotOptions & StreamOptions & SharedLabels<string | readonly string[]>,
  ): StreamRows<ZeroShotResult>;
}

/** What all inputs of a stream share. */
interface SharedLabels<Labels> {
  /** The labels of each input that has none. */
  candidate_labels?: Labels;
}

/** Options for a single answer. */
export type OneAnswer = QuestionAnsweringOptions & {
  /** 1: only the best answer. */
  top_k?: 1;
};

/** Finds answers in texts. */
export interface QuestionAnsweringCalls extends PipelineParts {
  /** The best answer to each of several questions, with one context each or one for all. */
  (
    questions: readonly string[],
    context: string | readonly string[],
    options?: OneAnswer,
  ): Promise<Answer[]>;
  /** The best answer to each of several questions. */
  (inputs: readonly QuestionInContext[], options?: OneAnswer): Promise<Answer[]>;
  /** The best answer to a question. */
  (question: string, context: string, options?: OneAnswer): Promise<Answer>;
  /** The best answer to a question. */
  (input: QuestionInContext, options?: OneAnswer): Promise<Answer>;
  /** Answers to several questions, best first: a list for each, unless top_k is 1. */
  <K extends number | undefined>(
    questions: readonly string[],
    context: string | readonly string[],
    options: QuestionAnsweringOptions & TopK<K>,
  ): Promise<ByTopK<K, Answer[], Answer[][]>>;
  /** Answers to several questions, best first: a list for each, unless top_k is 1. */
  <K extends number | undefined>(
    inputs: readonly QuestionInContext[],
    options: QuestionAnsweringOptions & TopK<K>,
  ): Promise<ByTopK<K, Answer[], Answer[][]>>;
  /** Answers to a question, best first: a list, unless top_k is 1. */
  <K extends number | undefined>(
    question: string,
    context: string,
    options: QuestionAnsweringOptions & TopK<K>,
  ): Promise<ByTopK<K, Answer, Answer[]>>;
  /** Answers to a question, best first: a list, unless top_k is 1. */
  <K extends number | undefined>(
    input: QuestionInContext,
    options: QuestionAnsweringOptions & TopK<K>,
  ): Promise<ByTopK<K, Answer, Answer[]>>;
  /** Answers to a question or to several. */
  <Question extends string | readonly string[] | QuestionInContext | readonly QuestionInContext[]>(
    question: Question,
    ...contextAndOptions: Question extends string | readonly string[]
      ? [context: string | readonly string[], options?: QuestionAnsweringOptions]
      : [options?: QuestionAnsweringOptions]
  ): Promise<Answer | Answer[] | Answer[][]>;
  /** The best answer to each question of a stream. */
  stream(
    source: StreamSource<QuestionInput>,
    options?: OneAnswer & StreamOptions & Partial<QuestionInContext>,
  ): StreamRows<Answer>;
  /** Answers to each question of a stream, best first: a list, unless top_k is 1. */
  stream<K extends number | undefined>(
    source: StreamSource<QuestionInput>,
    options: QuestionAnsweringOptions & TopK<K> & StreamOptions & Partial<QuestionInContext>,
  ): StreamRows<ByTopK<K, Answer, Answer[]>>;
}

/**
 * A question, its context, or both; the stream's options have what is not here. A text is the question, or the context
 * where the options have the question.
 */
type QuestionInput = string | (Partial<QuestionInContext> & WithId);

/** Fills the masks of texts. */
export interface FillMaskCalls extends PipelineParts {
  /** Words for the mask of each of several texts, best first: a list for each. */
  (texts: readonly string[], options?: FillMaskOptions): Promise<List<List<MaskFilling>>>;
  /**
   * Words for the mask of a text, best first. For a text with several masks the result holds a list for
   * each: then say `fill<MaskFilling[]>(text)`.
   */
  (text: string, options?: FillMaskOptions): Promise<List<MaskFilling>>;
  /** Words for the masks of several texts that have several masks each, best first. */
  <ByMask extends MaskFilling[]>(
    texts: readonly string[],
    options?: FillMaskOptions,
  ): Promise<List<List<ByMask>>>;
  /** Words for the masks of a text that has several, best first: a list for each mask. */
  <ByMask extends MaskFilling[]>(text: string, options?: FillMaskOptions): Promise<List<ByMask>>;
  /** Words for the masks of a text or of several. */
  (
    texts: string | readonly string[],
    options?: FillMaskOptions,
  ): Promise<List<MaskFilling> | List<List<MaskFilling>>>;
  /** Words for the masks of a stream of texts; of a text with several masks a list for each. */
  stream<Filling extends MaskFilling | MaskFilling[] = MaskFilling>(
    source: StreamSource<TextInput>,
    options?: FillMaskOptions & StreamOptions,
  ): StreamRows<List<Filling>>;
}

/** Finds and redacts entities of any kind, by name. */
export interface ZeroShotTokenClassificationCalls extends PipelineParts {
  /** Finds the entities of several texts: a list for each. */
  (
    texts: readonly string[],
    candidate_labels: CandidateLabels | readonly CandidateLabels[],
    options?: ZeroShotTokenOptions,
  ): Promise<List<List<NamedEntity>>>;
  /** Finds the entities of a text. */
  (
    text: string,
    candidate_labels: CandidateLabels,
    options?: ZeroShotTokenOptions,
  ): Promise<List<NamedEntity>>;
  /** Finds the entities of a text or of several. */
  (
    texts: string | readonly string[],
    candidate_labels: CandidateLabels | readonly CandidateLabels[],
    options?: ZeroShotTokenOptions,
  ): Promise<List<NamedEntity> | List<List<NamedEntity>>>;
  /** Replaces entities with placeholders such as [PERSON_1]; restore(text, map) undoes it. */
  redact(text: string, options?: RedactNamedOptions): Promise<Redaction>;
  /** Redacts a stream of texts. */
  stream(
    source: StreamSource<TextInput>,
    options: RedactNamedOptions & StreamOptions & RedactMethod,
  ): StreamRows<Redaction>;
  /** Finds the entities of a stream of texts. */
  stream(
    source: StreamSource<string | (TextOf<string> & NamedParts)>,
    options?: Omit<ZeroShotTokenOptions, 'input_spans'> &
      StreamOptions &
      SharedLabels<CandidateLabels>,
  ): StreamRows<List<NamedEntity>>;
}

/** What a text of a stream may have of its own. */
interface NamedParts extends SharedLabels<CandidateLabels> {
  /** Only these parts of the text are looked at. */
  input_spans?: readonly TextSpan[];
}

/** A tensor of vectors; of bytes with `quantize`. */
export interface Embeddings<
  Type extends 'float32' | 'int8' | 'uint8' = 'float32',
> extends Tensor<Type> {
  /** Whether text was dropped because it was longer than the model's maximum. */
  readonly truncated: boolean;
}

/** Options for vectors of floats. */
export type FloatOptions = FeatureExtractionOptions & {
  /** false: floats. */
  quantize?: false;
};

/** Options for vectors of bits, as int8. */
export type BinaryOptions = FeatureExtractionOptions & {
  /** true: one bit for each value. */
  quantize: true;
  /** 'binary': int8. */
  precision?: 'binary';
};

/** Options for vectors of bits, as uint8. */
export type UnsignedBinaryOptions = FeatureExtractionOptions & {
  /** true: one bit for each value. */
  quantize: true;
  /** 'ubinary': uint8. */
  precision: 'ubinary';
};

/** Turns texts into vectors. */
export interface FeatureExtractionCalls extends PipelineParts {
  /**
   * Vectors for a text or for several: [texts, hidden] with pooling, otherwise [texts, length, hidden], where shorter
   * texts are padded with zeros.
   */
  (texts: string | readonly string[], options?: FloatOptions): Promise<Embeddings>;
  /** Vectors of bits, as int8: [texts, hidden / 8]. */
  (texts: string | readonly string[], options: BinaryOptions): Promise<Embeddings<'int8'>>;
  /** Vectors of bits, as uint8: [texts, hidden / 8]. */
  (texts: string | readonly string[], options: UnsignedBinaryOptions): Promise<Embeddings<'uint8'>>;
  /** Vectors of floats or of bits. */
  (
    texts: string | readonly string[],
    options?: FeatureExtractionOptions,
  ): Promise<Embeddings<'float32' | 'int8' | 'uint8'>>;
  /** Vectors for a stream of texts: [1, hidden] with pooling, otherwise [1, length, hidden]. */
  stream(
    source: StreamSource<TextInput>,
    options?: FloatOptions & StreamOptions,
  ): StreamRows<Embeddings>;
  /** Vectors of bits for a stream of texts, as int8: [1, hidden / 8]. */
  stream(
    source: StreamSource<TextInput>,
    options: BinaryOptions & StreamOptions,
  ): StreamRows<Embeddings<'int8'>>;
  /** Vectors of bits for a stream of texts, as uint8: [1, hidden / 8]. */
  stream(
    source: StreamSource<TextInput>,
    options: UnsignedBinaryOptions & StreamOptions,
  ): StreamRows<Embeddings<'uint8'>>;
  /** Vectors of floats or of bits for a stream of texts. */
  stream(
    source: StreamSource<TextInput>,
    options?: FeatureExtractionOptions & StreamOptions,
  ): StreamRows<Embeddings<'float32' | 'int8' | 'uint8'>>;
}

/** The pipelines of all tasks, by the tasks' names. */
export interface AllTasks {
  /** Named entities, such as names and addresses. */
  'token-classification': TokenClassificationPipeline;
  /** The same as token-classification. */
  ner: TokenClassificationPipeline;
  /** Labels for texts. */
  'text-classification': TextClassificationPipeline;
  /** The same as text-classification. */
  'sentiment-analysis': TextClassificationPipeline;
  /** Ranking of documents by relevance to a query. */
  'text-ranking': TextRankingPipeline;
  /** Labels that the model was not trained on. */
  'zero-shot-classification': ZeroShotClassificationPipeline;
  /** Entities of any kind, by name. */
  'zero-shot-token-classification': ZeroShotTokenClassificationPipeline;
  /** The same as zero-shot-token-classification. */
  'zero-shot-ner': ZeroShotTokenClassificationPipeline;
  /** Answers that are parts of a text. */
  'question-answering': QuestionAnsweringPipeline;
  /** Words for the mask token of a text. */
  'fill-mask': FillMaskPipeline;
  /** Vectors for texts. */
  'feature-extraction': FeatureExtractionPipeline;
  /** The same as feature-extraction. */
  embeddings: FeatureExtractionPipeline;
}

/** A task's name. */
export type PipelineType = keyof AllTasks;

/** The result of text-classification for a text. */
export type TextClassificationOutput = LabelScore[];

/**
 * The result of token-classification for a text: entities with an aggregation_strategy, otherwise
 * tokens.
 */
export type TokenClassificationOutput<
  Options extends TokenClassificationOptions | undefined = TokenClassificationOptions | undefined,
> = (Options extends { aggregation_strategy: Exclude<AggregationStrategy, 'none'> }
  ? EntityGroup
  : Options extends { aggregation_strategy?: 'none' } | undefined
    ? TokenEntity
    : EntityGroup | TokenEntity)[];

/** The result of zero-shot-classification for a text. */
export type ZeroShotClassificationOutput = ZeroShotResult;

/** The result of question-answering for a question: a list where top_k is not 1. */
export type QuestionAnsweringOutput = Answer | Answer[];

/** The result of fill-mask for a text with one mask. */
export type FillMaskOutput = MaskFilling[];
