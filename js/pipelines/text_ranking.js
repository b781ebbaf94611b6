// Documents by how well they answer a query.
import { DebertaError } from '../errors.js';
import { withTruncated } from './results.js';
import { checkBoolean, checkInteger, checkOneOf, checkText, kindOf } from '../checks.js';

/**
 * @typedef {object} TextRankingOptions
 * @property {number | null} [top_k] so many documents; default null: all
 * @property {boolean} [return_documents] default false; true: results hold the document, too
 * @property {'sigmoid' | 'none'} [function_to_apply] default 'sigmoid', as sentence-transformers has it;
 *   'none': the logit
 * @property {AbortSignal} [signal] ends the call
 */

/**
 * @typedef {object} RankedDocument
 * @property {number} index of documents
 * @property {number} score
 * @property {string} [document] with return_documents
 * @property {true} [truncated] it or the query was cut
 */

/**
 * @param {import('../session.js').Session} session
 * @param {string} query
 * @param {string[]} documents
 * @param {TextRankingOptions} [options]
 * @returns {Promise<import('./results.js').List<RankedDocument>>} best first
 */
export async function textRanking(session, query, documents, options = {}) {
  const { top_k = null, return_documents = false, function_to_apply = 'sigmoid' } = options;
  const texts = [checkText(query, 'query')];
  if (!Array.isArray(documents)) {
    throw new DebertaError('INPUT', `documents: expected an array, got ${kindOf(documents)}`);
  }
  for (const document of documents) texts.push(checkText(document, 'documents'));
  checkBoolean(return_documents, 'return_documents');
  const [ranking] = await session.run(
    'textRanking',
    texts,
    {
      top_k: top_k === null ? 0 : checkInteger(top_k, 'top_k', 1),
      function_to_apply: checkOneOf(function_to_apply, 'function_to_apply', ['sigmoid', 'none']),
    },
    options.signal,
  );
  /** @type {RankedDocument[]} */
  const ranked = ranking.documents.map((/** @type {any} */ { index, score, truncated }) => ({
    index,
    score,
    ...(return_documents && { document: texts[index + 1] }),
    ...(truncated && { truncated }),
  }));
  return withTruncated(ranked, ranking.truncated);
}
