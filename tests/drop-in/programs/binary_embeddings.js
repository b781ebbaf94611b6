import { pipeline, quantize_embeddings } from '@huggingface/transformers';

const extractor = await pipeline('feature-extraction', 'acme/deberta-embeddings');
const embeddings = await extractor(['one text', 'another text'], { pooling: 'mean' });

const binary = quantize_embeddings(embeddings, 'ubinary');
console.log(binary);

/**
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 */
function hamming(a, b) {
  let distance = 0;
  for (let i = 0; i < a.length; ++i) {
    for (let bits = a[i] ^ b[i]; bits; bits &= bits - 1) ++distance;
  }
  return distance;
}
const [first, second] = binary.tolist();
console.log(hamming(first, second));

console.log(await extractor('one text', { pooling: 'mean', quantize: true, precision: 'binary' }));
