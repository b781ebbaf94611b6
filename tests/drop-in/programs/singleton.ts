import {
  pipeline,
  type PipelineType,
  type ProgressCallback,
  type TextClassificationPipeline,
} from '@huggingface/transformers';

// Use the Singleton pattern to enable lazy construction of the pipeline.
class PipelineSingleton {
  static task = 'text-classification' as const satisfies PipelineType;
  static model = 'acme/deberta-sentiment';
  static instance: Promise<TextClassificationPipeline> | null = null;

  static async getInstance(progress_callback?: ProgressCallback) {
    this.instance ??= pipeline(this.task, this.model, { progress_callback });
    return this.instance;
  }
}

interface Message {
  text: string;
}

async function onMessage({ text }: Message) {
  const classifier = await PipelineSingleton.getInstance((progress) => {
    if (progress.status === 'ready') console.log(progress.status);
  });
  const output = await classifier(text);
  return { status: 'complete', output };
}

const [first, second] = await Promise.all([
  onMessage({ text: 'I love it' }),
  onMessage({ text: 'I hate it' }),
]);
console.log(first, second);
