// Classifies texts by labels that the model was not trained on, by entailment.
import { DebertaError } from '../base/errors.js';
import { checkText, checkTexts, mismatch } from '../base/checks.js';
import { checkOptions } from '../base/options.js';
import { inGroups } from './groups.js';

/**
 * Options of a zero-shot-classification call.
 * @typedef {object} ZeroShotOptions
 * @property {string} [hypothesis_template] the sentence that is tested with each label; '{}' stands for
 *   the label; default 'This example is {}.'
 * @property {boolean} [multi_label] true: each label is scored independently; false (the default): the labels'
 *   probabilities sum to 1
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * The labels of a text.
 * @typedef {object} ZeroShotResult
 * @property {string} sequence the text
 * @property {string[]} labels the candidate labels, best first
 * @property {number[]} scores the labels' scores, in the order of the labels
 * @property {true} [truncated] present if the text was cut
 */

/** @type {import('../base/options.js').Schema<ZeroShotOptions>} */
const schema = {
  hypothesis_template: { type: 'string', default: 'This example is {}.', check: checkTemplate },
  multi_label: { type: 'boolean', default: false },
};

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} sequences
 * @param {string | readonly string[]} candidate_labels a list, or comma-separated names
 * @param {ZeroShotOptions} [options]
 * @returns {Promise<ZeroShotResult | ZeroShotResult[]>}
 */
async function zeroShotClassification(session, sequences, candidate_labels, options) {
  const { hypothesis_template, multi_label, signal } = checkOptions(schema, options);
  const texts = checkTexts(sequences);
  const empty = texts.indexOf('');
  if (empty >= 0) throw new DebertaError('INPUT', `text ${empty} is empty`);
  const labels = labelsOf(candidate_labels);
  if (session.head === 'gliner2') {
    if (hypothesis_template !== schema.hypothesis_template.default) {
      const expected = 'the default, because GLiNER2 models read the labels alone';
      throw mismatch('hypothesis_template', expected, hypothesis_template, 'another');
    }
    const { classifyByName } = await import('./extraction/by_name.js');
    const named = await classifyByName(session, texts, labels, { multi_label, signal });
    return Array.isArray(sequences) ? named : named[0];
  }
  const hypotheses = labels.map((label) => hypothesis_template.replace('{}', () => label));
  /** @type {{order: Int32Array, scores: Float32Array, truncated: boolean}[]} */
  const results = await session.run(
    'zero-shot-classification',
    [...hypotheses, ...texts],
    { hypotheses: hypotheses.length, multi_label },
    signal,
  );
  const named = results.map(({ order, scores, truncated }, i) => ({
    sequence: texts[i],
    labels: Array.from(order, (label) => labels[label]),
    scores: Array.from(scores),
    ...(truncated && { truncated: /** @type {const} */ (true) }),
  }));
  return Array.isArray(sequences) ? named : named[0];
}

/** @param {unknown} labels */
function labelsOf(labels) {
  if (typeof labels !== 'string' && !Array.isArray(labels)) {
    throw mismatch('candidate_labels', 'names', labels);
  }
  const list =
    typeof labels === 'string'
      ? labels
          .split(',')
          .map((label) => label.trim())
          .filter((label) => label !== '')
      : labels.map((label) => checkText(label, 'candidate_labels'));
  if (list.length === 0) throw new DebertaError('INPUT', 'candidate_labels: expected at least one');
  return list;
}

/**
 * @param {unknown} template
 * @param {string} name
 */
function checkTemplate(template, name) {
  // Without a place for the label, all hypotheses would be the same. Python refuses it, too.
  if (!checkText(template, name).includes('{}')) {
    throw new DebertaError('INPUT', `${name}: expected a '{}' for the label`);
  }
}

/** @type {import('./task.js').Task} */
export const zeroShotClassificationTask = {
  name: 'zero-shot-classification',
  head: 'sequence-classification',
  otherHead: 'gliner2',
  options: schema,
  run: zeroShotClassification,
  parts: ['text', 'candidate_labels'],
  each: 'candidate_labels',
  many: (session, inputs, options) =>
    inGroups(
      inputs,
      ({ candidate_labels }) => JSON.stringify(candidate_labels),
      async (group) => {
        const texts = group.map(({ text }) => checkText(text));
        const labels = group[0].candidate_labels;
        return /** @type {any} */ (zeroShotClassification(session, texts, labels, options));
      },
    ),
};
