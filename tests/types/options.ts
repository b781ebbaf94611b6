// Result types follow the options. Needs neither the DOM's types nor Node's.
import {
  AutoModelForMaskedLM,
  AutoModelForMultipleChoice,
  AutoModelForQuestionAnswering,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
  AutoTokenizer,
  DebertaError,
  DebertaForMaskedLM,
  DebertaForQuestionAnswering,
  DebertaForSequenceClassification,
  DebertaForTokenClassification,
  DebertaModel,
  DebertaV2ForMaskedLM,
  DebertaV2ForMultipleChoice,
  DebertaV2ForQuestionAnswering,
  DebertaV2ForSequenceClassification,
  DebertaV2ForTokenClassification,
  DebertaV2Model,
  DebertaV2Tokenizer,
  PreTrainedModel,
  Tensor,
  cat,
  cos_sim,
  env,
  full,
  mean_pooling,
  ones,
  pipeline,
  quantize_embeddings,
  restoreStream,
  softmax,
  topk,
} from 'deberta-wasm';
import type {
  Answer,
  Embeddings,
  EntityGroup,
  ErrorCode,
  LabelScore,
  List,
  MaskFilling,
  ModelOutput,
  NamedEntity,
  RankedDocument,
  Redaction,
  StreamRow,
  StreamRows,
  TokenEntity,
  ZeroShotResult,
} from 'deberta-wasm';

/** Whether two types are the same. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles where a value has exactly the type. */
function expectType<Expected>() {
  return <Actual>(_value: Actual, _same: Same<Actual, Expected>) => {};
}

declare const text: string;
declare const texts: string[];
declare const fixedTexts: readonly string[];
declare const oneOrMore: string | string[];
declare const strategy: 'none' | 'simple';
declare const count: number;

// Token classification.
const ner = await pipeline('token-classification', 'owner/name');
expectType<List<TokenEntity>>()(await ner(text), true);
expectType<List<TokenEntity>>()(await ner(text, {}), true);
expectType<List<TokenEntity>>()(await ner(text, { aggregation_strategy: 'none' }), true);
expectType<List<EntityGroup>>()(await ner(text, { aggregation_strategy: 'simple' }), true);
expectType<List<List<TokenEntity>>>()(await ner(texts), true);
expectType<List<List<TokenEntity>>>()(await ner(fixedTexts, { stride: 8 }), true);
expectType<List<List<TokenEntity>>>()(await ner(['a', 'b'] as const), true);
expectType<List<List<EntityGroup>>>()(await ner(texts, { aggregation_strategy: 'max' }), true);
expectType<List<EntityGroup>>()(await ner(text, { aggregation_strategy: 'viterbi' }), true);
expectType<List<TokenEntity> | List<EntityGroup>>()(
  await ner(text, { aggregation_strategy: strategy }),
  true,
);
expectType<List<List<TokenEntity>> | List<List<EntityGroup>>>()(
  await ner(fixedTexts, { aggregation_strategy: strategy }),
  true,
);
expectType<List<TokenEntity>>()(await ner(fixedTexts, { is_split_into_words: true }), true);
expectType<List<EntityGroup>>()(
  await ner(texts, {
    aggregation_strategy: 'first',
    is_split_into_words: true,
    delimiter: '\n',
    align_to_words: true,
  }),
  true,
);
expectType<List<List<TokenEntity>>>()(await ner([texts], { is_split_into_words: true }), true);
expectType<List<List<EntityGroup>>>()(
  await ner([fixedTexts], { aggregation_strategy: 'max', is_split_into_words: true }),
  true,
);
expectType<List<List<TokenEntity>>>()(await ner(texts, { is_split_into_words: false }), true);
const anything = await ner(oneOrMore, { aggregation_strategy: strategy });
for (const entry of anything) {
  const found = Array.isArray(entry) ? entry : [entry];
  for (const each of found) {
    const label: string = 'entity_group' in each ? each.entity_group : each.entity;
    if (label.length > each.word.length) break;
  }
}
const { truncated }: { truncated: boolean } = await ner(text, { ignore_labels: ['O'] as const });
const redacted = await ner.redact(text, {
  policy: { PERSON: 'placeholder', '*': 'keep' },
  align_to_words: false,
  checks: true,
  all_mentions: true,
});
const filledIn: string | undefined = redacted.map['[PERSON_1]'];
const at: number | undefined = redacted.entities[0]?.position;

// Text classification.
const classify = await pipeline('text-classification', 'owner/name');
expectType<List<LabelScore>>()(await classify(text), true);
expectType<List<LabelScore>>()(await classify(text, { top_k: null }), true);
expectType<List<LabelScore>>()(await classify(text, { top_k: count }), true);
expectType<List<LabelScore>>()(await classify(fixedTexts), true);
expectType<List<LabelScore>>()(await classify(texts, { top_k: 1 }), true);
expectType<List<List<LabelScore>>>()(await classify(texts, { top_k: 2 }), true);
expectType<List<List<LabelScore>>>()(await classify(texts, { top_k: null }), true);
expectType<List<LabelScore> | List<List<LabelScore>>>()(
  await classify(texts, { top_k: count }),
  true,
);
expectType<List<LabelScore> | List<List<LabelScore>>>()(await classify(oneOrMore), true);
expectType<List<LabelScore>>()(await classify([{ text, text_pair: text }]), true);

// Zero-shot classification.
const zeroShot = await pipeline('zero-shot-classification', 'owner/name');
expectType<ZeroShotResult>()(await zeroShot(text, fixedTexts), true);
expectType<ZeroShotResult[]>()(await zeroShot(fixedTexts, 'a, b', { multi_label: true }), true);
expectType<ZeroShotResult | ZeroShotResult[]>()(await zeroShot(oneOrMore, texts), true);

// Question answering.
const qa = await pipeline('question-answering', 'owner/name');
expectType<Answer>()(await qa(text, text), true);
expectType<Answer>()(await qa({ question: text, context: text }, { top_k: 1 }), true);
expectType<Answer[]>()(await qa(text, text, { top_k: 3 }), true);
expectType<Answer[]>()(await qa({ question: text, context: text }, { top_k: 3 }), true);
expectType<Answer | Answer[]>()(await qa(text, text, { top_k: count }), true);
expectType<Answer[]>()(await qa(fixedTexts, fixedTexts), true);
expectType<Answer[]>()(await qa(fixedTexts, text), true);
expectType<Answer[][]>()(await qa(texts, text, { top_k: 2 }), true);
expectType<Answer[][]>()(await qa([{ question: text, context: text }], { top_k: 2 }), true);
expectType<Answer | Answer[] | Answer[][]>()(await qa(oneOrMore, text), true);

// Masked words.
const fill = await pipeline('fill-mask', 'owner/name');
const word: string | undefined = (await fill(text))[0]?.token_str;
const first: string = (await fill(text))[0]!.token_str;
expectType<List<MaskFilling>>()(await fill(text, { targets: fixedTexts }), true);
expectType<List<List<MaskFilling>>>()(await fill(fixedTexts), true);
expectType<List<MaskFilling[]>>()(await fill<MaskFilling[]>('[MASK] [MASK]'), true);
const contextual: MaskFilling[] = await fill(text);
expectType<List<MaskFilling> | List<List<MaskFilling>>>()(await fill(oneOrMore), true);

// Embeddings.
const extract = await pipeline('feature-extraction', 'owner/name');
const output = await extract(oneOrMore, { pooling: 'mean', normalize: true });
const numbers: number[] = Array.from(output.data);
const rows: number[][] = output.tolist();
const width: number | undefined = output.dims[1];
const bits = { pooling: 'mean', quantize: true } as const;
expectType<Int8Array>()((await extract(text, bits)).data, true);
expectType<Uint8Array>()((await extract(text, { ...bits, precision: 'ubinary' })).data, true);

// Documents.
const rank = await pipeline('text-ranking', 'owner/name');
const place: number | undefined = (await rank(text, fixedTexts))[0]?.index;
const again: number | undefined = (await classify.rerank(text, fixedTexts, { top_k: 3 }))[0]?.score;

// Tokenizers.
const tokenizer = await AutoTokenizer.from_pretrained('owner/name');
const dims: readonly number[] = (await tokenizer(text)).input_ids.dims;
expectType<Tensor<'int64'>>()(
  (await tokenizer(fixedTexts, { padding: true })).attention_mask,
  true,
);
expectType<number[]>()((await tokenizer(text, { return_tensor: false })).input_ids, true);
expectType<number[][]>()((await tokenizer(fixedTexts, { return_tensor: false })).input_ids, true);
expectType<Tensor<'int64'>>()((await tokenizer(text, { text_pair: text })).token_type_ids, true);
const inWords: Tensor = (await tokenizer([fixedTexts], { is_split_into_words: true })).input_ids;
const v2: DebertaV2Tokenizer = await DebertaV2Tokenizer.from_pretrained('owner/name');
const pair: number[] = await v2.encode(text, { text_pair: text });

// Models: what a class gives is there.
const inputs = await tokenizer(text);
const bare = await DebertaModel.from_pretrained('owner/name');
const hidden: Tensor<'float32'> = (await bare(inputs)).last_hidden_state;
const hiddenToo: Tensor = (await (await DebertaV2Model.from_pretrained('owner/name'))(inputs))
  .last_hidden_state;
for (const Model of [
  DebertaForMaskedLM,
  DebertaForSequenceClassification,
  DebertaForTokenClassification,
  DebertaV2ForMaskedLM,
  DebertaV2ForMultipleChoice,
  DebertaV2ForSequenceClassification,
  DebertaV2ForTokenClassification,
  AutoModelForMaskedLM,
  AutoModelForMultipleChoice,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
]) {
  const model: PreTrainedModel = await (
    Model as { from_pretrained(name: string): Promise<PreTrainedModel> }
  ).from_pretrained('owner/name');
  const general: ModelOutput = await model(inputs);
  if (general.logits) break;
}
const { logits: a } = await (await DebertaForMaskedLM.from_pretrained('m'))(inputs);
const { logits: b } = await (await DebertaForSequenceClassification.from_pretrained('m'))(inputs);
const { logits: c } = await (await DebertaForTokenClassification.from_pretrained('m'))(inputs);
const { logits: d } = await (await DebertaV2ForMaskedLM.from_pretrained('m'))(inputs);
const { logits: e } = await (await DebertaV2ForSequenceClassification.from_pretrained('m'))(inputs);
const { logits: f } = await (await DebertaV2ForTokenClassification.from_pretrained('m'))(inputs);
const { logits: g } = await (await DebertaV2ForMultipleChoice.from_pretrained('m'))(inputs);
const { logits: h } = await (await AutoModelForMaskedLM.from_pretrained('m'))(inputs);
const { logits: i } = await (await AutoModelForSequenceClassification.from_pretrained('m'))(inputs);
const { logits: j } = await (await AutoModelForTokenClassification.from_pretrained('m'))(inputs);
const { logits: k } = await (await AutoModelForMultipleChoice.from_pretrained('m'))(inputs);
export const logits: Tensor[] = [a, b, c, d, e, f, g, h, i, j, k];
const { start_logits, end_logits } = await (
  await AutoModelForQuestionAnswering.from_pretrained('m')
).forward(inputs);
const spans: Tensor[] = [start_logits, end_logits];
const q1 = await (await DebertaForQuestionAnswering.from_pretrained('m'))(inputs);
const q2 = await (await DebertaV2ForQuestionAnswering.from_pretrained('m'))(inputs);
const loss: Tensor | undefined = q1.loss ?? q2.loss;
const values: (number | bigint)[] = Array.from<number | bigint>((a as Tensor).data);

// Tensors: the element type decides on the values.
expectType<number[]>()(Array.from(a.data), true);
expectType<bigint[]>()(Array.from(inputs.input_ids.data), true);
expectType<number>()(a.item(), true);
expectType<string>()(new Tensor('string', ['a']).item(), true);
expectType<Tensor<'float32'>>()(a.sub(1).mul_(2).exp().slice(null, [0, 1])[0]!, true);
expectType<Tensor<'bool'>>()(a.gt(0), true);
expectType<BigInt64Array>()(a.argmax(-1).data, true);
expectType<Tensor<'float16'>>()(inputs.input_ids.to('float16'), true);
expectType<Tensor<'float32'>>()(mean_pooling(hidden, inputs.attention_mask), true);
expectType<Tensor<'uint8'>>()(quantize_embeddings(hidden, 'ubinary'), true);
expectType<Tensor<'int64'>>()(cat([inputs.input_ids, ones([1, 2])], 1), true);
expectType<Tensor<'bool'>>()(full([2, 2], true), true);
expectType<[Tensor<'float32'>, Tensor<'int64'>]>()(await topk(a, 3), true);
expectType<number>()(cos_sim(hidden.tolist()[0], output.data), true);
expectType<Float32Array>()(softmax(a.data), true);
const anyTensor: Tensor = inputs.input_ids;
const ofAnyType: number | bigint = anyTensor.item();

// Ends with the block.
async function scoped() {
  await using pipe = await pipeline('ner', 'owner/name');
  await using model = await DebertaModel.from_pretrained('owner/name');
  await using words = await AutoTokenizer.from_pretrained('owner/name');
  return [await pipe(text), model.config, words.vocab_size];
}

// Errors.
function advice(error: unknown): string {
  if (!(error instanceof DebertaError)) return '';
  const code: ErrorCode = error.code;
  switch (error.code) {
    case 'FILE_NOT_FOUND':
      return error.file ?? '';
    case 'NETWORK':
      return String(error.retryable);
    default:
      return code;
  }
}

// Settings.
env.allowRemoteModels = false;
env.customCache = { match: async () => undefined, put: async () => {} };

// Streams.
const byName = await pipeline('zero-shot-ner', 'owner/name');
const vectors = await pipeline('embeddings', 'owner/name');
declare const lines: AsyncIterable<string>;
declare const records: readonly { text: string; id: number }[];
for await (const row of ner.stream(lines, { batch_tokens: 512 })) {
  expectType<StreamRow<List<TokenEntity>>>()(row, true);
  if (row.error) expectType<DebertaError>()(row.error, true);
  else expectType<List<TokenEntity>>()(row.result, true);
}
for await (const row of ner.stream(records, { aggregation_strategy: 'simple' })) {
  expectType<StreamRow<List<EntityGroup>>>()(row, true);
}
expectType<StreamRows<Redaction>>()(ner.stream(lines, { method: 'redact', map: {} }), true);
expectType<StreamRows<List<EntityGroup>>>()(
  ner.stream([texts], { aggregation_strategy: 'max', is_split_into_words: true }),
  true,
);
expectType<StreamRows<List<TokenEntity> | List<EntityGroup>>>()(
  ner.stream(lines, { aggregation_strategy: strategy }),
  true,
);
expectType<StreamRows<List<LabelScore>>>()(
  classify.stream([text, { text, text_pair: text, id: 7 }], { top_k: null }),
  true,
);
expectType<StreamRows<List<RankedDocument>>>()(
  classify.stream([{ query: text, documents: texts }], { method: 'rerank' }),
  true,
);
expectType<StreamRows<List<RankedDocument>>>()(rank.stream(lines, { documents: texts }), true);
expectType<StreamRows<ZeroShotResult>>()(
  zeroShot.stream([{ text, candidate_labels: texts }, text], { candidate_labels: 'a, b' }),
  true,
);
expectType<StreamRows<Answer>>()(qa.stream([{ question: text, context: text }]), true);
expectType<StreamRows<Answer>>()(qa.stream(lines, { context: text }), true);
expectType<StreamRows<Answer[]>>()(qa.stream(lines, { question: text, top_k: 2 }), true);
expectType<StreamRows<List<MaskFilling>>>()(fill.stream(lines), true);
expectType<StreamRows<List<MaskFilling[]>>>()(fill.stream<MaskFilling[]>(lines), true);
expectType<StreamRows<List<NamedEntity>>>()(
  byName.stream([{ text, input_spans: [{ start: 0, end: 1 }] }], { candidate_labels: texts }),
  true,
);
expectType<StreamRows<Redaction>>()(byName.stream(lines, { method: 'redact' }), true);
expectType<StreamRows<Embeddings>>()(vectors.stream(lines, { pooling: 'mean' }), true);
expectType<StreamRows<Embeddings<'int8'>>>()(
  vectors.stream(lines, { pooling: 'mean', quantize: true }),
  true,
);
// @ts-expect-error: a number is no text
ner.stream([7]);
// @ts-expect-error: no such option
ner.stream(lines, { batch_token: 7 });
// @ts-expect-error: no such method
classify.stream(lines, { method: 'redact' });
// @ts-expect-error: a failure has no result
for await (const { result } of fill.stream(lines)) result.length;

export const used = [
  truncated,
  filledIn,
  at,
  word,
  first,
  contextual,
  numbers,
  rows,
  width,
  place,
  again,
  dims,
  inWords,
  pair,
  hidden,
  hiddenToo,
  spans,
  loss,
  values,
  ofAnyType,
  scoped,
  advice,
];

// The sides of a stream are there with every lib.
const restoring = restoreStream({ '[PERSON_1]': 'Ada' }, { labels: 'PERSON' });
const isRead: boolean = restoring.readable.locked;
const isWritten: boolean = restoring.writable.locked;
