// Redacts the entities that token classification finds.
import { checkText } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { checkOptions, divided } from '../base/options.js';
import { plainSpaces } from '../base/white_space.js';
import { withoutPossessive } from '../redaction/possessive.js';
import { redactEntities, redactOptions } from '../redaction/redact.js';
import {
  classifyTokens,
  entityOptions,
  recommendedGrouping,
  recommendedOptions,
} from './entities.js';

/** @typedef {import('../redaction/redact.js').RedactOptions} RedactOptions */
/** @typedef {import('./token_classification.js').EntityGroup} EntityGroup */
/** @typedef {import('./token_classification.js').EntityOptions} EntityOptions */
/** @typedef {import('../redaction/redact.js').Redaction} Redaction */

/**
 * @typedef {object} CheckOptions
 * @property {boolean} [checks] true: cards and IBANs without a valid sum are not entities, those with one have a higher
 *   score, and e-mail addresses, URLs, IP addresses, IBANs and cards that the model missed are added; default false
 */
/** @typedef {RedactOptions & EntityOptions & CheckOptions} RedactTextOptions aggregation_strategy is by default what the
 *   model recommends, else 'simple'; align_to_words is true, and stride is large enough to keep an entity at a window's
 *   end whole */

/** Tokens that neighbouring windows share: entities up to this length are found whole at any position. */
const shared = 32;

/** @type {import('../base/options.js').Schema<CheckOptions>} */
export const checkOption = { checks: { type: 'boolean', default: false } };

/** @type {import('../base/options.js').Schema<RedactTextOptions>} */
const schema = {
  ...redactOptions,
  ...entityOptions,
  ...checkOption,
  // Tokens without aggregation have no entity_group, which redaction needs.
  aggregation_strategy: {
    choices: ['simple', 'first', 'average', 'max', 'viterbi'],
    default: 'simple',
  },
  stride: { type: 'integer', min: 0, default: null },
  align_to_words: { type: 'boolean', default: true },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string} text of any length: all of it is read
 * @param {RedactTextOptions} [options]
 * @returns {Promise<Redaction>}
 */
async function redactText(session, text, options) {
  return (await redactTexts(session, [text], options))[0];
}

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string[]} texts each with a map of its own
 * @param {RedactTextOptions} [options]
 * @returns {Promise<Redaction[]>}
 */
async function redactTexts(session, texts, options) {
  // Of what the model recommends, the rest may be less than all of the text, or of a word.
  const all = checkOptions(schema, options, {
    aggregation_strategy: recommendedGrouping(session.config),
    ignore_labels: recommendedOptions(session.config).ignore_labels,
  });
  const [redaction, { checks, ...classification }] = divided(redactOptions, all);
  classification.stride ??= Math.min(shared, Math.floor((session.info.max_length - 2) / 2));
  // Models miss names between no-break spaces or tabs, so they get the text with plain spaces.
  const plain = texts.map((text) => plainSpaces(checkText(text)));
  // Keeps the entities of all windows, so that an entity that only one window found is redacted, too.
  const lists = await classifyTokens(
    session,
    plain.map(({ text }) => text),
    { ...classification, keep_overlaps: true },
  );
  if (lists.truncated) {
    throw new DebertaError('INPUT', 'stride: expected at least 1 for a long text, got 0');
  }
  const { ignore_labels } = all;
  const checkedBy = checks ? await checksOf(session, ignore_labels) : null;
  return texts.map((text, i) => {
    const entities = checkedBy ? checkedBy(plain[i].text, lists[i]) : lists[i];
    const found = entities.map((/** @type {EntityGroup} */ entity) => {
      const original = plain[i].original(entity);
      return { ...original, word: text.slice(original.start, original.end) };
    });
    return redactEntities(text, united(found, text).map(withoutPossessive), redaction);
  });
}

/**
 * Adds the checks to a text's entities. What patterns add has the model's label, or an own one if the model has none.
 * @param {import('../worker/session.js').Session} session
 * @param {readonly string[]} ignored labels
 */
async function checksOf(session, ignored) {
  const checks = await import('../redaction/checks.js');
  const labels = session.info.id2label.flatMap((label) => [label, label.replace(/^[A-Z]-/, '')]);
  const wanted = [...labels, ...checks.kinds].filter((label) => !ignored.includes(label));
  return (/** @type {string} */ text, /** @type {EntityGroup[]} */ entities) =>
    checks.withChecks(text, entities, wanted);
}

/**
 * Merges overlapping entities of a label: two windows may find two parts of one entity.
 * @param {EntityGroup[]} entities
 * @param {string} text
 * @returns {EntityGroup[]}
 */
function united(entities, text) {
  /** @type {EntityGroup[]} */
  const result = [];
  /** @type {Map<string, EntityGroup>} the last entity of each label */
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
export const redaction = {
  options: schema,
  run: redactText,
  many: (session, inputs, options) =>
    redactTexts(
      session,
      inputs.map(({ text }) => text),
      options,
    ),
};
