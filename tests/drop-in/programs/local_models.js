import path from 'node:path';
import { env, pipeline } from '@huggingface/transformers';

// Specify a custom location for models (defaults to '/models/').
env.localModelPath = path.join(process.cwd(), 'models') + '/';
// Disable the loading of remote models from the Hugging Face Hub:
env.allowRemoteModels = false;
// The number of threads, and no proxy worker
if (env.backends.onnx.wasm) {
  env.backends.onnx.wasm.numThreads = 1;
  env.backends.onnx.wasm.proxy = false;
}

const classifier = await pipeline('zero-shot-classification', 'acme/deberta-mnli');
const { labels, scores } = await classifier('I have a problem with my iphone', ['urgent', 'phone']);
console.log(labels, scores);

try {
  await pipeline('text-classification', 'acme/not-there');
} catch (error) {
  console.log(error instanceof Error);
}
