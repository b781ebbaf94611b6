// What source/deberta_wasm.js does, with transformers.js.
import { env, pipeline } from '@huggingface/transformers';

const text = 'Ada Lovelace wrote to charles@example.org on Monday.';

async function find() {
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.localModelPath = '/app/models/';
  const options = { device: 'wasm', dtype: 'fp32' };
  const pipe = await pipeline('token-classification', 'lookup-onnx', options);
  const entities = await pipe(text, { aggregation_strategy: 'simple' });
  const threads = env.backends.onnx.wasm.numThreads;
  return { entities, threads, variant: 'onnxruntime-web', why: '' };
}

export function findEntities() {
  const failed = ({ name, code, message }) => ({ error: { name, code, message } });
  return find().catch(failed).then(JSON.stringify);
}
