// Documents by how well they answer a query.
import { DebertaError } from '../base/errors.js';
import { withTruncated } from './results.js';
import { checkBoolean, checkInteger, checkOneOf, checkText, kindOf } from '../base/checks.js';

/**
 * Options of a text-ranking call.
 * @typedef {object} TextRankingOptions
 * @property {number | null} [top_k] number of documents to return, best first; null (the default): all
 * @property {boolean} [return_documents] true: results hold the document's text, too; default false
 * @property {'sigmoid' | 'none'} [function_to_apply] default 'sigmoid', as sentence-transformers has it;
 *   'none': the logit
 * @property {import('../base/platform_types.js').Signal} [signal] ends the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * A document and how well it answers the query.
 * @typedef {object} RankedDocument
 * @property {number} index the document's place in the list that was given
 * @property {number} score after function_to_apply; the higher, the better
 * @property {string} [document] its text, with return_documents
 * @property {true} [truncated] there where the document or the query was cut
 */

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string} query
 * @param {readonly string[]} documents
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
