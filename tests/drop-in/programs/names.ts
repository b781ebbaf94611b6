import {
  pipeline,
  TokenClassificationPipeline,
  type AllTasks,
  type DataType,
  type DeviceType,
  type FillMaskOutput,
  type PipelineType,
  type QuestionAnsweringOutput,
  type TextClassificationOutput,
  type ZeroShotClassificationOutput,
} from '@huggingface/transformers';

const cache = new Map<PipelineType, Promise<AllTasks[PipelineType]>>();

async function load<T extends PipelineType>(
  task: T,
  model: string,
  dtype: DataType = 'fp32',
  device: DeviceType = 'wasm',
): Promise<AllTasks[T]> {
  if (!cache.has(task)) cache.set(task, pipeline(task, model, { dtype, device }));
  return cache.get(task) as Promise<AllTasks[T]>;
}

const ner = await load('token-classification', 'acme/deberta-ner');
console.log(ner instanceof TokenClassificationPipeline);

const classify = await load('text-classification', 'acme/deberta-sentiment');
const labels: TextClassificationOutput = await classify('text');
const fill = await load('fill-mask', 'acme/deberta-mlm');
const words = (await fill('The [MASK].')) as FillMaskOutput;
const answer = await load('question-answering', 'acme/deberta-squad');
const found = (await answer('Who?', 'Ada.')) as QuestionAnsweringOutput;
const zeroShot = await load('zero-shot-classification', 'acme/deberta-mnli');
const scored = (await zeroShot('text', ['a', 'b'])) as ZeroShotClassificationOutput;
console.log(labels, words, found, scored);
