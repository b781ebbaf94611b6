// Labels that the model was not trained on, by entailment.
import { DebertaError } from '../base/errors.js';
import { checkBoolean, checkText, kindOf } from '../base/checks.js';

/**
 * Options of a zero-shot-classification call.
 * @typedef {object} ZeroShotOptions
 * @property {string} [hypothesis_template] the sentence that is tried with each label; '{}' stands for
 *   the label; default 'This example is {}.'
 * @property {boolean} [multi_label] true: each label is scored by itself; false (the default): the labels
 *   share a probability of 1
 * @property {import('../base/platform_types.js').Signal} [signal] ends the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * The labels of a text.
 * @typedef {object} ZeroShotResult
 * @property {string} sequence the text
 * @property {string[]} labels the candidate labels, best first
 * @property {number[]} scores the labels' scores, in the order of the labels
 * @property {true} [truncated] there where the text was cut
 */

/**
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[]} sequences
 * @param {string | readonly string[]} candidate_labels a list, or names with commas between
 * @param {ZeroShotOptions} [options]
 * @returns {Promise<ZeroShotResult | ZeroShotResult[]>}
 */
export async function zeroShotClassification(session, sequences, candidate_labels, options = {}) {
  const { hypothesis_template = 'This example is {}.', multi_label = false } = options;
  const texts = (Array.isArray(sequences) ? sequences : [sequences]).map((text) => checkText(text));
  const labels = labelsOf(candidate_labels);
  const hypotheses = hypothesesOf(labels, hypothesis_template);
  /** @type {{order: Int32Array, scores: Float32Array, truncated: boolean}[]} */
  const results = await session.run(
    'zeroShotClassification',
    [...hypotheses, ...texts],
    { hypotheses: hypotheses.length, multi_label: checkBoolean(multi_label, 'multi_label') },
    options.signal,
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
    throw new DebertaError('INPUT', `candidate_labels: expected names, got ${kindOf(labels)}`);
  }
  const list =
    typeof labels === 'string'
      ? labels
          .split(',')
          .map((label) => label.trim())
          .filter((label) => label !== '')
      : labels.map((label) => checkText(label, 'candidate_labels'));
  if (list.length === 0) throw new DebertaError('INPUT', 'candidate_labels: there are none');
  return list;
}

/**
 * @param {string[]} labels
 * @param {unknown} template
 */
function hypothesesOf(labels, template) {
  const form = checkText(template, 'hypothesis_template');
  // Without a place for the label every hypothesis would be the same (Python refuses it too).
  if (!form.includes('{}')) {
    throw new DebertaError('INPUT', "hypothesis_template: has no '{}' for the label");
  }
  return labels.map((label) => form.replace('{}', () => label));
}
