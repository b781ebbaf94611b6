import { pipeline } from '@huggingface/transformers';

const unmasker = await pipeline('fill-mask', 'acme/deberta-mlm');
console.log(await unmasker('The goal of life is [MASK].'));
console.log(await unmasker('The Milky Way is a [MASK] galaxy.', { top_k: 1 }));

// Or with the mask token of whatever tokenizer it is
const mask = unmasker.tokenizer.mask_token;
const [first] = await unmasker(`Paris is the ${mask} of France.`);
console.log(first.token_str, first.score, first.sequence);
