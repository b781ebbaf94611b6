// Token classification that takes out what it finds.
import { DebertaError } from '../errors.js';
import { redactEntities } from '../redact.js';
import { tokenClassification } from './token_classification.js';

/** @typedef {import('../redact.js').RedactOptions} RedactOptions */
/** @typedef {import('./token_classification.js').TokenClassificationOptions} TokenClassificationOptions */
/** @typedef {ReturnType<typeof redactEntities>} Redaction */
/** @typedef {RedactOptions & TokenClassificationOptions} RedactTextOptions aggregation_strategy is
 *   'simple' by default, and stride what keeps an entity at a window's end whole */

/** Tokens that windows share: the longest entity that is found whole wherever it stands. */
const stride = 32;

/**
 * @param {import('../session.js').Session} session
 * @param {string} text of any length: nothing of it is left unread
 * @param {RedactTextOptions} [options]
 * @returns {Promise<Redaction>}
 */
export async function redactText(session, text, options = {}) {
  const { policy, min_score, merge_spellings, map, ...classification } = options;
  const shared = Math.min(stride, Math.floor((session.info.max_length - 2) / 2));
  const entities = await tokenClassification(session, text, {
    aggregation_strategy: 'simple',
    stride: shared,
    ...classification,
  });
  if (/** @type {{truncated?: boolean}} */ (entities).truncated) {
    throw new DebertaError('INPUT', 'stride: with 0 the end of the text would be left unread');
  }
  const found = /** @type {import('./token_classification.js').EntityGroup[]} */ (entities);
  return redactEntities(text, found, { policy, min_score, merge_spellings, map });
}
