import { pipeline } from '@huggingface/transformers';

const classifier = await pipeline('zero-shot-classification', 'acme/deberta-mnli');

const text =
  'Last week I upgraded my iOS version and ever since then my phone has been overheating.';
const labels = ['mobile', 'billing', 'website', 'account access'];
console.log(await classifier(text, labels));

const output = await classifier(text, labels, {
  multi_label: true,
  hypothesis_template: 'This text is about {}.',
});
const best = output.labels.filter((_, i) => output.scores[i] > 0);
console.log(best);

console.log(await classifier([text, 'I cannot log in'], labels));
