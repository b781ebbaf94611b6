import { pipeline } from '@huggingface/transformers';

// Allocate a pipeline for sentiment-analysis
const pipe = await pipeline('sentiment-analysis', 'acme/deberta-sentiment');

const out = await pipe('I love transformers!');
console.log(out);

console.log(await pipe(['I love transformers!', 'I hate transformers!']));
console.log(await pipe('I love transformers!', { top_k: 2 }));
console.log(await pipe('I love transformers!', { top_k: null }));
console.log(await pipe(['good', 'bad'], { top_k: null }));
