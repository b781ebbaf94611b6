import { pipeline, type ProgressCallback, type ProgressInfo } from '@huggingface/transformers';

const bars = new Map<string, number>();

const progress_callback: ProgressCallback = (data: ProgressInfo) => {
  switch (data.status) {
    case 'initiate':
      bars.set(data.file, 0);
      break;
    case 'progress':
      bars.set(data.file, data.progress);
      break;
    case 'done':
      bars.delete(data.file);
      break;
    case 'ready':
      console.log('ready', data.task, data.model);
      break;
  }
};

const classifier = await pipeline('text-classification', 'acme/deberta-sentiment', {
  progress_callback,
});
console.log([...bars.keys()]);
console.log(await classifier('That went fast'));
await classifier.dispose();
