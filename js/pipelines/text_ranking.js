// Ranks documents by relevance to a query.
import { checkText, mismatch } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { withTruncated } from './results.js';

/**
 * Options of a text-ranking call.
 * @typedef {object} TextRankingOptions
 * @property {number | null} [top_k] number of documents to return, best first; null (the default): all
 * @property {boolean} [return_documents] true: results include the document's text; default false
 * @property {'sigmoid' | 'none'} [function_to_apply] default 'sigmoid', as in sentence-transformers;
 *   'none': the logit
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A document and its relevance to the query.
 * @typedef {object} RankedDocument
 * @property {number} index the document's index in the given list
 * @property {number} score after function_to_apply; higher is better
 * @property {string} [document] its text, with return_documents
 * @property {true} [truncated] present if the document or the query was cut
 */

/** @type {import('../base/options.js').Schema<TextRankingOptions>} */
const schema = {
  top_k: { type: 'integer', default: null, nullable: 'all' },
  return_documents: { type: 'boolean', default: false },
  function_to_apply: { choices: ['sigmoid', 'none'], default: 'sigmoid' },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string} query
 * @param {readonly string[]} documents
 * @param {TextRankingOptions} [options]
 * @returns {Promise<import('./results.js').List<RankedDocument>>} best first
 */
async function textRanking(session, query, documents, options) {
  const { return_documents, signal, ...checked } = checkOptions(schema, options);
  const texts = [checkText(query, 'query')];
  if (!Array.isArray(documents)) {
    throw mismatch('documents', 'an array', documents);
  }
  for (const document of documents) texts.push(checkText(document, 'documents'));
  const [ranking] = await session.run('text-ranking', texts, checked, signal);
  /** @type {RankedDocument[]} */
  const ranked = ranking.documents.map((/** @type {RankedDocument} */ found) => ({
    ...found,
    ...(return_documents && { document: texts[found.index + 1] }),
  }));
  return withTruncated(ranked, ranking.truncated);
}

/** @type {import('./task.js').Task} */
export const textRankingTask = {
  name: 'text-ranking',
  head: 'sequence-classification',
  options: schema,
  run: textRanking,
  parts: ['query', 'documents'],
  each: 'documents',
  many: (session, inputs, options) =>
    Promise.all(
      inputs.map(({ query, documents }) => textRanking(session, query, documents, options)),
    ),
};
