// Finds the entities of texts, for token classification and redaction.
import { checkTexts } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { checkOptions } from '../base/options.js';
import { listsOf } from './results.js';

/** @typedef {import('./token_classification.js').Entity} Entity */

/** @typedef {import('./token_classification.js').EntityOptions} EntityOptions */

/** @type {import('../base/options.js').Schema<EntityOptions>} */
export const entityOptions = {
  aggregation_strategy: {
    choices: ['none', 'simple', 'first', 'average', 'max', 'viterbi'],
    default: 'none',
  },
  ignore_labels: { type: 'strings', default: ['O'] },
  stride: { type: 'integer', min: 0, default: 0 },
  align_to_words: { type: 'boolean', default: false },
};

/**
 * The options that a model recommends for this task: task_specific_params of its config.json. What is no option is for other
 * programs.
 * @param {any} config
 * @returns {Partial<EntityOptions>}
 * @throws {DebertaError} CONFIG_VALUE for a wrong value
 */
export function recommendedOptions(config) {
  const given = Object.entries(config?.task_specific_params?.['token-classification'] ?? {});
  const known = given.filter(([name]) => Object.hasOwn(entityOptions, name));
  const options = /** @type {EntityOptions} */ (Object.fromEntries(known));
  try {
    checkOptions(entityOptions, options);
  } catch (error) {
    const { message } = /** @type {DebertaError} */ (error);
    const details = { file: 'config.json' };
    throw new DebertaError('CONFIG_VALUE', `task_specific_params: ${message}`, details);
  }
  return options;
}

/**
 * The strategy that a model recommends for finding whole entities; undefined: none.
 * @param {any} config
 */
export function recommendedGrouping(config) {
  const { aggregation_strategy: strategy } = recommendedOptions(config);
  return strategy === 'none' ? undefined : strategy;
}

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
