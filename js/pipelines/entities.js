// Finds the entities of texts, for token classification and redaction.
import { checkTexts } from '../base/checks.js';
import { listsOf } from './results.js';

/** @typedef {import('./token_classification.js').Entity} Entity */

/** @typedef {import('./token_classification.js').EntityOptions} EntityOptions */

/** @type {import('../base/options.js').Schema<EntityOptions>} */
export const entityOptions = {
  aggregation_strategy: {
    choices: ['none', 'simple', 'first', 'average', 'max'],
    default: 'none',
  },
  ignore_labels: { type: 'strings', default: ['O'] },
  stride: { type: 'integer', min: 0, default: 0 },
  align_to_words: { type: 'boolean', default: false },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {Required<EntityOptions> & {keep_overlaps?: boolean}} options checked; keep_overlaps: whether
 *   overlapping entities from different windows are all kept
 * @returns {Promise<any>}
 */
export async function classifyTokens(session, input, { signal, ...options }) {
  const texts = checkTexts(input);
  /** @type {{entities: Entity[], truncated: boolean}[]} the word of a token is from the vocabulary, that of an entity is a part of the text */
  const results = await session.run('token-classification', texts, options, signal);
  return listsOf(input, results, ({ entities }, i) =>
    entities.map((entity) => ({
      ...entity,
      word:
        (options.align_to_words ? null : entity.word) ?? texts[i].slice(entity.start, entity.end),
    })),
  );
}
