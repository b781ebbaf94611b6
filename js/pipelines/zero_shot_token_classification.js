// Finds entities of any kind, by name (GLiNER). The code of its calls is loaded on demand.
import { checkText } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { inGroups } from './groups.js';
import { redactOptions } from '../redaction/redact.js';
import { checkOption } from './redaction.js';

/**
 * The kinds to look for: a list of names, names with commas between them, or names with descriptions, which the
 * model reads instead: {drug: 'name of a medication'}.
 * @typedef {string | readonly string[] | Readonly<Record<string, string>>} CandidateLabels
 */

/**
 * A part of a text, in UTF-16 code units.
 * @typedef {object} TextSpan
 * @property {number} start where it begins
 * @property {number} end where it ends, exclusive
 */

/**
 * What finding entities by name has in common.
 * @typedef {object} ZeroShotTokenBasics
 * @property {number | Readonly<Record<string, number>>} [threshold] the least probability of an entity, from 0 to 1, or
 *   one for each label ('*': the others); default 0.5
 * @property {boolean} [flat_ner] true (the default): entities do not overlap; false: one may contain another
 * @property {boolean} [multi_label] true: the same words may have several labels; default false
 * @property {number | null} [stride] words that neighbouring windows of a long text share; null (the default): enough
 *   that no entity is lost at a border; 0: a text longer than the model's maximum is cut, and the list has
 *   `truncated: true`
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * @typedef {object} OwnZeroShotTokenOptions
 * @property {boolean} [return_class_probs] whether an entity has class_probs; default false
 * @property {readonly TextSpan[] | readonly (readonly TextSpan[])[] | null} [input_spans] only these parts of the
 *   text are looked at (of several texts, a list for each); they begin and end with words
 */
/** @typedef {ZeroShotTokenBasics & OwnZeroShotTokenOptions} ZeroShotTokenOptions options of a
 *   zero-shot-token-classification call */

/**
 * An entity of a kind that the caller named.
 * @typedef {object} NamedEntity
 * @property {number} start where it begins in the text, in UTF-16 code units
 * @property {number} end where it ends, exclusive
 * @property {string} text the entity's text: text.slice(start, end)
 * @property {string} label its kind
 * @property {number} score probability, from 0 to 1
 * @property {Record<string, number>} [class_probs] with return_class_probs: the probabilities of up to five labels,
 *   best first
 */

/**
 * @typedef {object} RedactLabels
 * @property {CandidateLabels} [labels] the kinds to redact; default: persons, their addresses, phone numbers, e-mail
 *   addresses, and numbers of accounts and documents
 */
/** @typedef {import('./redaction.js').CheckOptions} CheckOptions */
/** @typedef {import('../redaction/redact.js').RedactOptions & ZeroShotTokenBasics & RedactLabels & CheckOptions} RedactNamedOptions
 *   options of redacting entities by name */

/** Any value: the code that is loaded on demand checks it. */
const check = () => {};

/** @type {import('../base/options.js').Schema<ZeroShotTokenBasics>} */
const basics = {
  threshold: { type: 'thresholds', default: 0.5, check },
  flat_ner: { type: 'boolean', default: true },
  multi_label: { type: 'boolean', default: false },
  stride: { type: 'integer', min: 0, default: null },
};

/** @type {import('../base/options.js').Schema<ZeroShotTokenOptions>} */
const schema = {
  ...basics,
  return_class_probs: { type: 'boolean', default: false },
  input_spans: { type: 'spans', default: null, check },
};

/** @type {import('../base/options.js').Schema<RedactNamedOptions>} */
const redactSchema = {
  ...redactOptions,
  ...basics,
  ...checkOption,
  labels: {
    type: 'labels',
    default: [
      ...['person', 'address', 'phone number', 'email', 'date of birth', 'username', 'password'],
      ...['credit card number', 'bank account number', 'passport number', 'social security number'],
    ],
    check,
  },
};

const calls = () => import('./named_entities.js');

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} input
 * @param {CandidateLabels | readonly CandidateLabels[]} candidate_labels for all texts, or a list for each
 * @param {ZeroShotTokenOptions} [options]
 * @returns {Promise<NamedEntity[] | NamedEntity[][]>}
 */
async function zeroShotTokenClassification(session, input, candidate_labels, options) {
  const checked = checkOptions(schema, options);
  return (await calls()).findNamed(session, input, candidate_labels, checked);
}

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string} text of any length: all of it is read
 * @param {RedactNamedOptions} [options]
 */
async function redact(session, text, options) {
  return (await redactTexts(session, [text], options))[0];
}

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string[]} texts
 * @param {RedactNamedOptions} [options]
 */
async function redactTexts(session, texts, options) {
  const checked = checkOptions(redactSchema, options);
  return (await calls()).redactNamed(session, texts, checked);
}

/** @type {import('./task.js').Task} */
export const zeroShotTokenClassificationTask = {
  name: 'zero-shot-token-classification',
  aliases: ['zero-shot-ner'],
  head: 'gliner',
  otherHead: 'gliner2',
  options: schema,
  run: zeroShotTokenClassification,
  parts: ['text', 'candidate_labels', 'input_spans'],
  many: (session, inputs, options) =>
    inGroups(
      inputs,
      ({ candidate_labels, input_spans }) => JSON.stringify([candidate_labels, !input_spans]),
      async (group) => {
        const texts = group.map(({ text }) => checkText(text));
        const [{ candidate_labels, input_spans }] = group;
        const spans = input_spans && group.map((each) => each.input_spans);
        const how = { ...options, input_spans: spans };
        return zeroShotTokenClassification(session, texts, candidate_labels, how);
      },
    ),
  more: {
    redact: {
      options: redactSchema,
      run: redact,
      many: (session, inputs, options) =>
        redactTexts(
          session,
          inputs.map(({ text }) => text),
          options,
        ),
    },
  },
};
