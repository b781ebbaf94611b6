import { AutoTokenizer, AutoModelForSequenceClassification } from '@huggingface/transformers';

const model_id = 'acme/deberta-rerank';
const model = await AutoModelForSequenceClassification.from_pretrained(model_id);
const tokenizer = await AutoTokenizer.from_pretrained(model_id);

/**
 * Performs ranking with the CrossEncoder on the given query and documents. Returns a sorted list with the document
 * indices and scores.
 * @param {string} query A single query
 * @param {string[]} documents A list of documents
 * @param {Object} options Options for ranking
 * @param {number} [options.top_k] Return the top-k documents. If undefined, all documents are returned.
 * @param {boolean} [options.return_documents] If true, also returns the documents. If false, only returns the indices
 *   and scores.
 */
async function rank(query, documents, { top_k = undefined, return_documents = false } = {}) {
  const inputs = tokenizer(new Array(documents.length).fill(query), {
    text_pair: documents,
    padding: true,
    truncation: true,
  });
  const { logits } = await model(inputs);
  return logits
    .sigmoid()
    .tolist()
    .map(([score], i) => ({
      corpus_id: i,
      score,
      ...(return_documents ? { text: documents[i] } : {}),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top_k);
}

const query = "Who wrote 'To Kill a Mockingbird'?";
const documents = [
  "'To Kill a Mockingbird' is a novel by Harper Lee published in 1960.",
  "The novel 'Moby-Dick' was written by Herman Melville and first published in 1851.",
  'Harper Lee, an American novelist, was born in 1926 in Monroeville, Alabama.',
];

const results = await rank(query, documents, { return_documents: true, top_k: 2 });
console.log(results);
