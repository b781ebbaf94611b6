import { pipeline } from '@huggingface/transformers';

const messages = Array.from({ length: 20 }, (_, i) => ({
  id: i,
  text: `Message ${i}: ${i % 2 ? 'please call me back' : 'thank you so much'}`,
}));

const classifier = await pipeline('text-classification', 'acme/deberta-sentiment');

const batchSize = 8;
/** @type {Record<number, string>} */
const labels = {};
for (let i = 0; i < messages.length; i += batchSize) {
  const batch = messages.slice(i, i + batchSize);
  const results = await classifier(batch.map(({ text }) => text));
  results.forEach((result, j) => {
    labels[batch[j].id] = Array.isArray(result) ? result[0].label : result.label;
  });
}
console.log(Object.keys(labels).length);

// All at once, one by one
const single = await Promise.all(messages.map(({ text }) => classifier(text)));
console.log(single.every(([{ label }], i) => label === labels[i]));
