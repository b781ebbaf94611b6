// What programs written for transformers.js and for TensorFlow's classes use.
import {
  AutoModelForSequenceClassification,
  AutoTokenizer,
  LogLevel,
  Pipeline,
  TFDebertaForQuestionAnswering,
  TFDebertaV2Model,
  Tensor,
  TokenClassificationPipeline,
  env,
  pipeline,
} from 'deberta-wasm';
import type { Diagnostics, EntityGroup, Substitution } from 'deberta-wasm';

env.logLevel = LogLevel.ERROR;
env.backends.onnx.wasm!.numThreads = 1;
env.backends.onnx.wasm!.proxy = true;
env.backends.onnx.wasm!.wasmPaths = 'https://cdn.example/';
env.useWasmCache = false;
const version: string = env.version;

const tokenizer = await AutoTokenizer.from_pretrained('owner/name');
const model = await AutoModelForSequenceClassification.from_pretrained('owner/name', {
  device: 'webgpu',
  dtype: { model: 'q4f16' },
  strict: false,
  model_file_name: 'model',
});
const { logits } = await model(tokenizer('a'));
const dims: number[] = logits.dims;
const replaced: readonly Substitution[] = (await model.diagnostics()).substitutions;

const find = await pipeline('ner', 'owner/name', { device: 'gpu', dtype: 'bnb4' });
const isOne: boolean = find instanceof TokenClassificationPipeline && find instanceof Pipeline;
const entities: EntityGroup[] = await find('a', { aggregation_strategy: 'simple' });
const scores: Tensor | undefined = (await find.model(find.tokenizer('a'))).logits;
const labels: string[] = find.model.id2label;
const size: number = find.model.config.hidden_size;
const anything: unknown = await find._call('a');
export const isPipeline = (value: unknown): value is TokenClassificationPipeline =>
  value instanceof TokenClassificationPipeline;
export const textOf = async (value: unknown) =>
  value instanceof TokenClassificationPipeline ? (await value.redact('a')).text : '';

const keras = await TFDebertaV2Model.from_pretrained('owner/name', { from_tf: false });
const ids = new Tensor('int64', BigInt64Array.of(1n), [1, 1]);
const outputs: Tensor[] = [
  (await keras(ids)).last_hidden_state,
  (await keras([ids, ids], { training: false })).last_hidden_state,
  (await keras({ input_ids: ids, training: false })).last_hidden_state,
  (await keras(tokenizer('a'))).last_hidden_state,
];
const answers = await TFDebertaForQuestionAnswering.from_pretrained('owner/name');
const start: Tensor = (await answers({ input_ids: [[1]] })).start_logits;
const how: Diagnostics = await answers.diagnostics();

export const used = [version, dims, replaced, isOne, entities, scores, labels, size, anything];
export const more = [outputs, start, how];

// @ts-expect-error: no such dtype of a file
await pipeline('ner', 'owner/name', { dtype: { model: 'q9' } });
// @ts-expect-error: it does not train
await keras(ids, { training: true });
// @ts-expect-error: a level is a number
env.logLevel = 'error';
