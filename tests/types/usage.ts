// The types as a caller meets them; checked by `tsc`, never run.
import {
  AutoConfig,
  AutoModel,
  AutoModelForMaskedLM,
  AutoModelForMultipleChoice,
  AutoModelForQuestionAnswering,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
  AutoTokenizer,
  BatchEncoding,
  DebertaConfig,
  DebertaError,
  DebertaForMaskedLM,
  DebertaForQuestionAnswering,
  DebertaForSequenceClassification,
  DebertaForTokenClassification,
  DebertaModel,
  DebertaTokenizer,
  DebertaTokenizerFast,
  DebertaV2Config,
  DebertaV2ForMaskedLM,
  DebertaV2ForMultipleChoice,
  DebertaV2ForQuestionAnswering,
  DebertaV2ForSequenceClassification,
  DebertaV2ForTokenClassification,
  DebertaV2Model,
  GLiNER,
  ModelFileNotFoundError,
  ModelRegistry,
  PreTrainedModel,
  PretrainedConfig,
  Tensor,
  env,
  pipeline,
  positionMap,
  redactEntities,
  restore,
  restoreEntities,
  restoreStream,
} from 'deberta-wasm';
import type {
  Answer,
  DebertaV2PreTrainedModel,
  Diagnostics,
  EntityGroup,
  FeatureExtractionPipeline,
  FillMaskPipeline,
  FromPretrainedOptions,
  MaskFilling,
  ModelInputs,
  ModelOutput,
  NamedEntity,
  Origin,
  PositionMap,
  ProgressInfo,
  QuestionAnsweringPipeline,
  RankedDocument,
  Redaction,
  RedactionMap,
  Replaced,
  Restoration,
  TextClassificationPipeline,
  TextRankingPipeline,
  TokenClassificationPipeline,
  TokenEntity,
  TokenizerCallOptions,
  ZeroShotClassificationPipeline,
  ZeroShotTokenClassificationPipeline,
  ZeroShotResult,
} from 'deberta-wasm';

const ner = await pipeline('token-classification', 'owner/name', {
  progress_callback: (info: ProgressInfo) => {
    if (info.status === 'progress_total') console.log(info.files['a'].loaded, info.progress);
  },
  signal: AbortSignal.timeout(1000),
  threads: 2,
  revision: 'main',
});
const groups: EntityGroup[] = await ner('text', { aggregation_strategy: 'simple', stride: 8 });
const nested: EntityGroup[][] = await ner(['a', 'b'], { aggregation_strategy: 'first' });
const tokens: TokenEntity[] = await ner('text');
const diagnostics: Diagnostics = await ner.diagnostics();
await ner.dispose();

const classify = await pipeline('sentiment-analysis', new URL('https://example.org/model/'));
const [{ label, score }] = await classify({ text: 'a', text_pair: 'b' }, { top_k: null });
const flat: { label: string; score: number }[] = await classify(['a', 'b']);

env.remoteHost = 'https://example.org/';
const error: DebertaError = new DebertaError('INPUT', 'message');
export const used = [groups, nested, tokens, diagnostics, label, score, flat, error.code];

// @ts-expect-error: no such task
await pipeline('translation', 'owner/name');
// @ts-expect-error: no such strategy
await ner('text', { aggregation_strategy: 'some' });
// @ts-expect-error: a token has no entity_group
tokens[0].entity_group;
// @ts-expect-error: a text is a string
await ner(7);

// All pipelines, by the type of each.
const typedNer: TokenClassificationPipeline = await pipeline('ner', 'owner/name');
const typedClassify: TextClassificationPipeline = await pipeline(
  'text-classification',
  'owner/name',
);
const zeroShot: ZeroShotClassificationPipeline = await pipeline(
  'zero-shot-classification',
  'owner/name',
);
const byName: ZeroShotTokenClassificationPipeline = await pipeline('zero-shot-ner', 'owner/name');
export const drugs: NamedEntity[] = await byName('text', { drug: 'name of a medication' });
export const listsOfTexts: NamedEntity[][] = await byName(['a', 'b'], [['city'], 'person, year'], {
  threshold: { city: 0.4, '*': 0.6 },
  input_spans: [[{ start: 0, end: 1 }], []],
});
const gliner: GLiNER = await GLiNER.from_pretrained('owner/name', { dtype: 'q8' });
export const drugText: string | undefined = (await gliner.predict_entities('text', ['drug']))[0]
  ?.text;
export const withoutDrugs: Redaction = await gliner.redact('text', {
  labels: ['drug'],
  policy: 'mask',
});
// @ts-expect-error: a threshold is a number
await byName('text', ['drug'], { threshold: '0.5' });
const answer: QuestionAnsweringPipeline = await pipeline('question-answering', 'owner/name');
const unmask: FillMaskPipeline = await pipeline('fill-mask', 'owner/name');
const extract: FeatureExtractionPipeline = await pipeline('feature-extraction', 'owner/name');
const embed: FeatureExtractionPipeline = await pipeline('embeddings', [
  new File([], 'config.json'),
]);

const { text, map, entities } = await typedNer.redact('text', { min_score: 0.5 });
const filled: RedactionMap = map;
const restored: string = restore(text, filled);
const persons: string = restore(text, filled, { labels: ['PERSON'] });
const restoring: TransformStream<string, string> = restoreStream(filled, { labels: 'PERSON' });
const restoration: Restoration = restoreEntities(text, filled, { labels: 'PERSON' });
const originals: Replaced[] = restoration.entities;
const positions: PositionMap = positionMap(text, filled);
const moved: number = positions.toRedacted(positions.toOriginal(3));
const again: string = redactEntities('text', groups).text;
const ranked: { label: string; score: number }[][] = await typedClassify(['a'], { top_k: 3 });
const guarded: { label: string; score: number }[] = await typedClassify('a', {
  stride: 64,
  pooling: 'mean',
});
const rank: TextRankingPipeline = await pipeline('text-ranking', 'owner/name');
const ranking: RankedDocument[] = await rank('query', ['a'], { top_k: 3, return_documents: true });
const reranked: RankedDocument[] = await typedClassify.rerank('query', ['a', 'b']);
const documentOf: string | undefined = ranking[0].document;
const zero: ZeroShotResult = await zeroShot('text', 'a, b', { multi_label: true });
const zeros: ZeroShotResult[] = await zeroShot(['text'], ['a', 'b']);
const best: Answer = await answer('question', 'context');
const more: Answer[] = await answer({ question: 'q', context: 'c' }, { top_k: 3 });
const perQuestion: Answer[][] = await answer(['q'], 'c', { top_k: 2, doc_stride: 64 });
const fillings: MaskFilling[] | MaskFilling[][] = await unmask('a [MASK]', { targets: ['b'] });
const features: Tensor = await extract(['a', 'b'], { pooling: 'mean', normalize: true });
const truncated: boolean = (await embed('a')).truncated;
const config: DebertaConfig | DebertaV2Config = unmask.model.config;
const ofPipeline: DebertaTokenizerFast = unmask.tokenizer;

// Models.
const options: FromPretrainedOptions = {
  dtype: 'fp32',
  device: 'wasm',
  initialize_missing: true,
  cache_converted: true,
};
const bare: DebertaModel = await DebertaModel.from_pretrained('owner/name', options);
const models: PreTrainedModel[] = [
  bare,
  await AutoModel.from_pretrained('owner/name'),
  await DebertaForMaskedLM.from_pretrained('owner/name', { config }),
  await DebertaForQuestionAnswering.from_pretrained(new URL('https://example.org/model/')),
  await DebertaForTokenClassification.from_config(config, { seed: 1, threads: 1 }),
];
const masked: DebertaForMaskedLM | DebertaV2ForMaskedLM =
  await AutoModelForMaskedLM.from_pretrained('owner/name');
const asker: DebertaForQuestionAnswering | DebertaV2ForQuestionAnswering =
  await AutoModelForQuestionAnswering.from_pretrained('owner/name');
const classifier: DebertaForSequenceClassification | DebertaV2ForSequenceClassification =
  await AutoModelForSequenceClassification.from_pretrained('owner/name');
const tagger: DebertaForTokenClassification | DebertaV2ForTokenClassification =
  await AutoModelForTokenClassification.from_pretrained('owner/name');
const chooser: DebertaV2ForMultipleChoice =
  await AutoModelForMultipleChoice.from_pretrained('owner/name');
const third: DebertaV2Model = await DebertaV2Model.from_config(
  new DebertaV2Config({ position_buckets: 256, share_att_key: true, norm_rel_ebd: 'layer_norm' }),
);
const parents: DebertaV2PreTrainedModel[] = [
  third,
  chooser,
  await DebertaV2ForMaskedLM.from_pretrained('owner/name'),
  await DebertaV2ForQuestionAnswering.from_pretrained('owner/name'),
  await DebertaV2ForSequenceClassification.from_pretrained('owner/name'),
  await DebertaV2ForTokenClassification.from_pretrained('owner/name'),
];
const small: DebertaModel = await DebertaModel.from_config(new DebertaConfig({ hidden_size: 48 }));
const read: PretrainedConfig = await AutoConfig.from_pretrained('owner/name', { revision: 'main' });
const labelNames: Record<number, string> = read.id2label;
read.problem_type = 'multi_label_classification';
read.num_labels = 3;

const inputs: ModelInputs = {
  input_ids: [[1, 2]],
  attention_mask: new Uint8Array(2),
  labels: new Tensor('int64', [1n]),
  output_attentions: true,
};
const output: ModelOutput = await classifier(inputs, { signal: AbortSignal.timeout(1000) });
const loss: number | bigint | undefined = output.loss?.item();
const states: Tensor[] | undefined = output.hidden_states;
const { start_logits, end_logits } = await asker(inputs, { output_hidden_states: true });
const { logits } = await masked.forward({ input_ids: [[1]], logits_to_keep: [0] });
const report: string[] = (await tagger.diagnostics()).load.initialized;
await Promise.all([...models, small].map((model) => model.dispose()));

// Tokenizers.
const tokenizer: DebertaTokenizerFast = await AutoTokenizer.from_pretrained('owner/name', {
  add_prefix_space: true,
});
const slow: DebertaTokenizer = await DebertaTokenizer.from_pretrained('owner/name');
const callOptions = {
  text_pair: ['a'],
  padding: 'max_length',
  truncation: 'only_second',
  max_length: 8,
  stride: 2,
  return_overflowing_tokens: true,
  padding_side: 'left',
} satisfies TokenizerCallOptions;
const encoding: BatchEncoding = await tokenizer(['a'], callOptions);
const fromTokenizer: ModelOutput = await bare(encoding);
const words: (number | null)[] = encoding.word_ids(0);
const surface: string[] = await encoding.tokens();
const rows: number[] | undefined = encoding.overflow_to_sample_mapping;
const ids: number[] = await tokenizer.encode('a', { text_pair: 'b' });
const decoded: string = await tokenizer.decode(ids, {
  skip_special_tokens: true,
  errors: 'ignore',
});
const several: string[] = await tokenizer.batch_decode([ids, ids]);
const pieces: string[] = await tokenizer.tokenize('a', { pair: 'b', add_special_tokens: true });
const one: number | null = await tokenizer.convert_tokens_to_ids('a');
const many: (number | null)[] = await tokenizer.convert_tokens_to_ids(['a']);
const piece: string | null = await tokenizer.convert_ids_to_tokens(5);
const pieceList: (string | null)[] = await tokenizer.convert_ids_to_tokens([5], {
  skip_special_tokens: true,
});
const vocabulary: Map<string, number> = await tokenizer.get_vocab();
const vocabularyFile: string = (await tokenizer.save_vocabulary())['vocab.json'];
const maskId: number | null = tokenizer.mask_token_id;
const side: 'left' | 'right' = tokenizer.padding_side;
const added: number = tokenizer.num_special_tokens_to_add(true);

// Tensors.
const tensor = new Tensor('float32', new Float32Array(6), [2, 3]);
const dims: readonly number[] = tensor.dims;
const row: Tensor = tensor[0];
const part: Tensor = tensor.slice(0, [1, null]).unsqueeze(0).squeeze().softmax(-1);
const index: number | bigint = tensor.argmax(-1)[0].item();
const whole: Tensor = tensor.to('int64');
const notFound: number = new ModelFileNotFoundError('message', { status: 401 }).status;
const retry: boolean = error.retryable;
export const usedToo = [
  parents,
  entities,
  restored,
  restoring,
  persons,
  originals,
  moved,
  again,
  ranked,
  guarded,
  ranking,
  reranked,
  documentOf,
  zero,
  zeros,
  best,
  more,
  perQuestion,
  fillings,
  features,
  truncated,
  ofPipeline,
  labelNames,
  loss,
  states,
  start_logits,
  end_logits,
  logits,
  report,
  slow,
  fromTokenizer,
  words,
  surface,
  rows,
  decoded,
  several,
  pieces,
  one,
  many,
  piece,
  pieceList,
  vocabulary,
  vocabularyFile,
  maskId,
  side,
  added,
  dims,
  row,
  part,
  index,
  whole,
  notFound,
  retry,
];

const fromHub: FromPretrainedOptions = {
  revision: 'refs/pr/4',
  token: 'hf_x',
  headers: { 'X-Team': 'blue' },
  integrity: { 'model.safetensors': 'sha256-…' },
  network: 'none',
  force_download: true,
  cache_dir: '/tmp/models',
};
const origin: Origin = (
  await (await AutoModel.from_pretrained('owner/name', fromHub)).diagnostics()
).load.origins['model.safetensors'];
const verified: 'sha256' | 'git-sha1' | 'size' | null = origin.verified;
const files: string[] = await ModelRegistry.get_files('owner/name', { revision: 'main' });
const isCached: boolean = await ModelRegistry.is_cached('owner/name');
const { filesDeleted } = await ModelRegistry.clear_cache('owner/name');
export const registry = [verified, files, isCached, filesDeleted.toFixed()];
// @ts-expect-error: there is no other network
await AutoModel.from_pretrained('owner/name', { network: 'some' });
// @ts-expect-error: one string a file
await AutoModel.from_pretrained('owner/name', { integrity: 'sha256-…' });

// @ts-expect-error: a model's outputs are tensors
output.logits.toFixed();
await DebertaModel.from_pretrained('owner/name', { dtype: 'q8', deterministic: true });
// @ts-expect-error: no such dtype
await DebertaModel.from_pretrained('owner/name', { dtype: 'q9' });
// @ts-expect-error: no such device
await AutoModel.from_pretrained('owner/name', { device: 'tpu' });
// @ts-expect-error: a model has a place
await AutoTokenizer.from_pretrained();
// @ts-expect-error: inputs have names
await bare([[1, 2]]);
// @ts-expect-error: a flag
await bare({ input_ids: [[1]], output_attentions: 'yes' });
// @ts-expect-error: a seed is a number
await DebertaModel.from_config(config, { seed: 'a' });
// @ts-expect-error: no such problem
read.problem_type = 'ranking';
// @ts-expect-error: there is no loading without a promise
new DebertaModel('owner/name').config.hidden_size.toFixed();
// @ts-expect-error: texts are strings
await tokenizer(7);
// @ts-expect-error: no such padding
await tokenizer('a', { padding: 'some' });
// @ts-expect-error: no such side
await tokenizer('a', { padding_side: 'top' });
// @ts-expect-error: an encoding is a promise of one
tokenizer('a').input_ids;
// @ts-expect-error: no such way with errors
await tokenizer.decode([1], { errors: 'some' });
// @ts-expect-error: it is the tokenizer's own
tokenizer.mask_token_id = 5;
// @ts-expect-error: no such type
new Tensor('bfloat16', []);
await extract('a', { pooling: 'eos', quantize: true, precision: 'ubinary' });
// @ts-expect-error: no such precision
await extract('a', { pooling: 'eos', quantize: true, precision: 'int4' });
// @ts-expect-error: no such pooling
await extract('a', { pooling: 'max' });
// @ts-expect-error: no such pooling of windows
await typedClassify('a', { stride: 4, pooling: 'cls' });
// @ts-expect-error: documents are to be given
await rank('query');
// @ts-expect-error: labels are to be given
await zeroShot('text');
// @ts-expect-error: an answer is one with top_k 1
(await answer('q', 'c'))[0];
// @ts-expect-error: targets are words
await unmask('a [MASK]', { targets: [5] });
// @ts-expect-error: no such function
await typedClassify('a', { function_to_apply: 'relu' });
// @ts-expect-error: a map is names to texts
restore('text', ['a']);
// @ts-expect-error: no such option of the environment
env.remoteHosts = 'https://example.org/';

export const cut: boolean[] = [
  (await ner('text')).truncated,
  (await ner(['a', 'b'], { aggregation_strategy: 'first' }))[0].truncated,
  (await classify('a')).truncated,
  (await unmask('a [MASK]')).truncated,
  (await tokenizer('a', { signal: null })).truncated,
];
