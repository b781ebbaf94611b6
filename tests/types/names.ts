// The types that programs for transformers.js import by name.
import type {
  AggregationStrategy,
  AllTasks,
  DataArray,
  DataType,
  DeviceType,
  FeatureExtractionPipeline,
  FeatureExtractionPipelineOptions,
  FeatureExtractionPipelineType,
  FillMaskOutput,
  FillMaskPipeline,
  FillMaskPipelineOptions,
  FillMaskPipelineType,
  FillMaskSingle,
  PipelineType,
  PretrainedModelOptions,
  PretrainedTokenizerOptions,
  ProgressCallback,
  ProgressInfo,
  QuestionAnsweringOutput,
  QuestionAnsweringPipeline,
  QuestionAnsweringPipelineOptions,
  QuestionAnsweringPipelineType,
  TextClassificationOutput,
  TextClassificationPipeline,
  TextClassificationPipelineOptions,
  TextClassificationPipelineType,
  TextClassificationSingle,
  TokenClassificationOutput,
  TokenClassificationPipeline,
  TokenClassificationPipelineOptions,
  TokenClassificationPipelineType,
  ZeroShotClassificationOutput,
  ZeroShotClassificationPipeline,
  ZeroShotClassificationPipelineOptions,
  ZeroShotClassificationPipelineType,
} from 'deberta-wasm';
import { pipeline } from 'deberta-wasm';

export const task: PipelineType = 'token-classification';
export const strategy: AggregationStrategy = 'simple';
export const dtype: DataType = 'q8';
export const device: DeviceType = 'wasm';
export const data: DataArray = new Float32Array(1);
export const listed: unknown[] = Array.from(data);

const report: ProgressCallback = (info: ProgressInfo) => {
  if (info.status === 'progress') console.log(info.file, info.progress);
};
declare const console: { log(...values: unknown[]): void };

export const options: PretrainedModelOptions & PretrainedTokenizerOptions = {
  dtype,
  device,
  progress_callback: report,
};

// A pipeline that is loaded once and kept, as guides for transformers.js have it.
export class Kept {
  static instance: Promise<AllTasks['text-classification']> | null = null;

  static get(): Promise<TextClassificationPipeline> {
    Kept.instance ??= pipeline('text-classification', 'owner/name', options);
    return Kept.instance;
  }
}

export async function load<T extends PipelineType>(name: T): Promise<AllTasks[T]> {
  return pipeline(name, 'owner/name');
}

export async function outputs(
  ner: TokenClassificationPipeline,
  fill: FillMaskPipeline,
  answer: QuestionAnsweringPipeline,
  zeroShot: ZeroShotClassificationPipeline,
  classify: TextClassificationPipeline,
  extract: FeatureExtractionPipeline,
) {
  const tokens: TokenClassificationOutput<{ aggregation_strategy: 'none' }> = await ner('a');
  const groups: TokenClassificationOutput<{ aggregation_strategy: 'simple' }> = await ner('a', {
    aggregation_strategy: 'simple',
  });
  const either: TokenClassificationOutput<TokenClassificationPipelineOptions> = [
    ...tokens,
    ...groups,
  ];
  const filled: FillMaskOutput = await fill('a [MASK]');
  const single: FillMaskSingle | undefined = filled[0];
  const found: QuestionAnsweringOutput = await answer('q', 'c');
  const scored: ZeroShotClassificationOutput = await zeroShot('a', ['b']);
  const labels: TextClassificationOutput = await classify('a');
  const label: TextClassificationSingle | undefined = labels[0];
  const vectors: number[][] = (await extract('a', { pooling: 'mean' })).tolist();
  return { either, single, found, scored, label, vectors };
}

export type Types = [
  FeatureExtractionPipelineType,
  FillMaskPipelineType,
  QuestionAnsweringPipelineType,
  TextClassificationPipelineType,
  TokenClassificationPipelineType,
  ZeroShotClassificationPipelineType,
];
export type Options = [
  FeatureExtractionPipelineOptions,
  FillMaskPipelineOptions,
  QuestionAnsweringPipelineOptions,
  TextClassificationPipelineOptions,
  ZeroShotClassificationPipelineOptions,
];
