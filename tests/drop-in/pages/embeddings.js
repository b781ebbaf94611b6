import { cos_sim, env, pipeline } from '@huggingface/transformers';

env.allowLocalModels = true;
env.allowRemoteModels = false;

const extractor = await pipeline('feature-extraction', 'acme/deberta-embeddings', {
  device: 'gpu' in navigator ? 'webgpu' : 'wasm',
});
const texts = ['Hello world!', 'This is an example sentence.'];
const output = await extractor(texts, { pooling: 'mean', normalize: true });
const [a, b] = output.tolist();
document.title = `${output.dims} ${cos_sim(a, b) < 1} ${cos_sim(a, a).toFixed(3)}`;
