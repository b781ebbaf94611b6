// Token classification that takes out what it finds.
import { checkText } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { checkOptions } from '../base/options.js';
import { plainSpaces } from '../base/white_space.js';
import { redactEntities, redactOptions } from '../redaction/redact.js';
import { classifyTokens, entityOptions } from './entities.js';

/** @typedef {import('../redaction/redact.js').RedactOptions} RedactOptions */
/** @typedef {import('./token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('./token_classification.js').TokenClassificationOptions} TokenClassificationOptions */
/** @typedef {import('../redaction/redact.js').Redaction} Redaction */
/** @typedef {RedactOptions & TokenClassificationOptions} RedactTextOptions aggregation_strategy is
 *   'simple' by default, and stride what keeps an entity at a window's end whole */

/** Tokens that windows share: the longest entity that is found whole wherever it stands. */
const shared = 32;

/** @type {import('../base/options.js').Schema<RedactTextOptions>} */
const schema = {
  ...redactOptions,
  ...entityOptions,
  // Tokens without a group have no label to redact by.
  aggregation_strategy: { choices: ['simple', 'first', 'average', 'max'], default: 'simple' },
  stride: { type: 'integer', min: 0, default: null },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string} text of any length: nothing of it is left unread
 * @param {RedactTextOptions} [options]
 * @returns {Promise<Redaction>}
 */
async function redactText(session, text, options) {
  const checked = checkOptions(schema, options);
  const { policy, min_score, merge_spellings, map, ...classification } = checked;
  classification.stride ??= Math.min(shared, Math.floor((session.info.max_length - 2) / 2));
  // Models miss names between no-break spaces or tabs: they read the text with plain ones.
  const plain = plainSpaces(checkText(text));
  // Not what is left after windows were merged: what one of them saw is not to stand in clear.
  const entities = await classifyTokens(session, plain.text, {
    ...classification,
    keep_overlaps: true,
  });
  if (entities.truncated) {
    throw new DebertaError('INPUT', 'stride: with 0 the end of the text would be left unread');
  }
  const found = entities.map((/** @type {EntityGroup} */ entity) => {
    const original = plain.original(entity);
    return { ...original, word: text.slice(original.start, original.end) };
  });
  return redactEntities(text, united(found, text), { policy, min_score, merge_spellings, map });
}

/**
 * One entity for those of a label that overlap, as two windows see two parts of one.
 * @param {EntityGroup[]} entities
 * @param {string} text
 * @returns {EntityGroup[]}
 */
function united(entities, text) {
  /** @type {EntityGroup[]} */
  const result = [];
  /** @type {Map<string, EntityGroup>} the last one of each label */
  const last = new Map();
  for (const entity of [...entities].sort((a, b) => a.start - b.start)) {
    const before = last.get(entity.entity_group);
    if (before && entity.start < before.end) {
      before.end = Math.max(before.end, entity.end);
      before.score = Math.max(before.score, entity.score);
      before.word = text.slice(before.start, before.end);
    } else {
      const own = { ...entity };
      result.push(own);
      last.set(entity.entity_group, own);
    }
  }
  return result;
}

/** The function `redact` of pipelines. @type {import('./task.js').Method} */
export const redaction = { options: schema, run: redactText };
