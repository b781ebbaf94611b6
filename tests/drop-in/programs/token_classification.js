import { pipeline } from '@huggingface/transformers';

const classifier = await pipeline('token-classification', 'acme/deberta-ner');

const output = await classifier('My name is Sarah and I live in London');
console.log(output);

const all = await classifier('My name is Sarah', { ignore_labels: [] });
console.log(all);

// Several texts at once.
const batch = await classifier(['Ada lives in London', 'Bob lives in Rome']);
for (const entities of batch) {
  console.log(entities.map(({ entity, score, word, index }) => ({ entity, score, word, index })));
}
