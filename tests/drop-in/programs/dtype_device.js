import { AutoModel, env, LogLevel, pipeline } from '@huggingface/transformers';

env.logLevel = LogLevel.ERROR;

const onGpu = await pipeline('feature-extraction', 'acme/deberta-embeddings', {
  device: 'webgpu',
  dtype: 'fp16',
});
console.log(await onGpu('Hello', { pooling: 'mean', normalize: true }));

const small = await pipeline('text-classification', 'acme/deberta-sentiment', { dtype: 'q4' });
console.log(await small('Hello'));

const model = await AutoModel.from_pretrained('acme/deberta-embeddings', {
  dtype: { model: 'q8' },
  device: 'wasm',
});
console.log(model.config.model_type);
