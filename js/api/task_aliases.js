// Other names of tasks.

/** @type {Record<string, string>} */
export const aliases = {
  embeddings: 'feature-extraction',
  ner: 'token-classification',
  'sentiment-analysis': 'text-classification',
};
