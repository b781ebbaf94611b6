// The calls of zero-shot-token-classification; loaded on demand.
import { checkProbability, checkText, checkTexts, mismatch } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { divided } from '../base/options.js';
import { redactEntities, redactOptions } from '../redaction/redact.js';
import { listsOf } from './results.js';

/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('./zero_shot_token_classification.js').ZeroShotTokenOptions} ZeroShotTokenOptions */
/** @typedef {import('./zero_shot_token_classification.js').RedactNamedOptions} RedactNamedOptions */

/**
 * Labels of a text: their names, each once, and what the model reads for each.
 * @typedef {object} Labels
 * @property {string[]} names
 * @property {string[]} prompts
 */

/** @typedef {{start: number, end: number, label: number, score: number, best?: [number, number][]}} Found */

/** The threshold of labels that the caller's do not name: the default for all. */
const usualThreshold = 0.5;

/**
 * @param {Session} session
 * @param {string | readonly string[]} input
 * @param {unknown} labels
 * @param {Required<ZeroShotTokenOptions>} options whose names and types are checked
 */
export function findNamed(session, input, labels, { input_spans, ...options }) {
  const texts = checkTexts(input);
  return find(session, input, labelLists(labels, 'candidate_labels', texts.length), {
    ...options,
    ...spansOf(input_spans, Array.isArray(input), texts.length),
  });
}

/**
 * @param {Session} session
 * @param {string[]} texts each with a map of its own
 * @param {Required<RedactNamedOptions>} options whose names and types are checked
 * @returns {Promise<import('../redaction/redact.js').Redaction[]>}
 */
export async function redactNamed(session, texts, options) {
  const [redaction, { labels, checks, ...how }] = divided(redactOptions, options);
  for (const text of texts) checkText(text);
  const named = labelsOf(labels, 'labels');
  const lists = await find(session, texts, [named], how);
  if (lists.truncated) {
    throw new DebertaError('INPUT', 'stride: expected at least 1 for a long text, got 0');
  }
  const checkedBy = checks ? (await import('../redaction/checks.js')).withChecks : null;
  return texts.map((text, i) => {
    const found = lists[i].map((/** @type {any} */ { label, text: word, ...entity }) => ({
      ...{ entity_group: label, word },
      ...entity,
    }));
    const checked = checkedBy ? checkedBy(text, found, named.names) : found;
    return redactEntities(text, checked, redaction);
  });
}

/**
 * @param {Session} session
 * @param {string | readonly string[]} input
 * @param {Labels[]} lists one for all texts, or one for each
 * @param {any} options checked
 * @returns {Promise<any>}
 */
async function find(session, input, lists, { signal, threshold, ...options }) {
  const texts = checkTexts(input);
  const thresholds = thresholdsOf(threshold, lists);
  if (session.head === 'gliner2') {
    const { findByName } = await import('./extraction/by_name.js');
    return findByName(session, input, lists, { ...options, thresholds, signal });
  }
  /** @type {{entities: Found[], truncated: boolean}[]} */
  const results = await session.run(
    'zero-shot-token-classification',
    [...lists.flatMap(({ prompts }) => prompts), ...texts],
    {
      ...options,
      thresholds,
      lists: Float64Array.from(lists, ({ prompts }) => prompts.length),
    },
    signal,
  );
  return listsOf(input, results, ({ entities }, i) => {
    const { names } = lists[lists.length === 1 ? 0 : i];
    return entities.map(({ start, end, label, score, best }) => ({
      start,
      end,
      text: texts[i].slice(start, end),
      label: names[label],
      score,
      ...(best && { class_probs: Object.fromEntries(best.map(([c, p]) => [names[c], p])) }),
    }));
  });
}

/**
 * @param {unknown} labels one list, or a list for each text
 * @param {string} name of the argument
 * @param {number} texts
 * @returns {Labels[]}
 */
function labelLists(labels, name, texts) {
  const isOfTexts =
    Array.isArray(labels) && labels.some((each) => typeof each === 'object' && each !== null);
  if (!isOfTexts) return [labelsOf(labels, name)];
  if (labels.length !== texts) {
    throw mismatch(name, `a list for each of ${texts} texts`, labels, labels.length);
  }
  return labels.map((each) => labelsOf(each, name));
}

/**
 * @param {unknown} labels
 * @param {string} name of the argument
 * @returns {Labels}
 */
function labelsOf(labels, name) {
  if (typeof labels === 'string') labels = labels.split(',').map((label) => label.trim());
  if (typeof labels !== 'object' || labels === null) {
    throw mismatch(name, 'names, or names with descriptions', labels);
  }
  const all = Array.isArray(labels)
    ? [...new Set(labels.map((label) => checkText(label, name)))].map((label) => [label, label])
    : Object.entries(labels).map(([label, prompt]) => [label, checkText(prompt, name)]);
  if (all.length === 0) throw mismatch(name, 'at least one', labels, 'none');
  return { names: all.map(([label]) => label), prompts: all.map(([, prompt]) => prompt) };
}

/**
 * The threshold of each label, of all lists.
 * @param {unknown} threshold
 * @param {Labels[]} lists
 * @returns {Float32Array}
 */
function thresholdsOf(threshold, lists) {
  const check = (/** @type {unknown} */ value) => checkProbability(value, 'threshold');
  const all = lists.flatMap(({ names }) => names);
  if (typeof threshold !== 'object' || threshold === null) {
    return new Float32Array(all.length).fill(check(threshold));
  }
  if (Array.isArray(threshold)) {
    throw mismatch('threshold', 'a number from 0 to 1, or by label', threshold);
  }
  const table = new Map(Object.entries(threshold).map(([label, value]) => [label, check(value)]));
  const unknown = [...table.keys()].find((label) => label !== '*' && !all.includes(label));
  if (unknown !== undefined) {
    throw new DebertaError('INPUT', `threshold: expected labels of the call, got '${unknown}'`);
  }
  const others = table.get('*') ?? usualThreshold;
  return Float32Array.from(all, (label) => table.get(label) ?? others);
}

/**
 * input_spans for the core.
 * @param {unknown} spans
 * @param {boolean} hasList whether the texts are a list
 * @param {number} texts
 */
function spansOf(spans, hasList, texts) {
  if (spans === null) return {};
  const wrong = (/** @type {unknown} */ value) =>
    mismatch('input_spans', 'a list of {start, end} for each text', value);
  if (!Array.isArray(spans)) throw wrong(spans);
  const isNested = hasList || Array.isArray(spans[0]);
  const lists = isNested ? spans : [spans];
  if (lists.length !== texts) {
    throw mismatch('input_spans', `a list for each of ${texts} texts`, spans, lists.length);
  }
  const flat = lists.flatMap((list) => {
    if (!Array.isArray(list)) throw wrong(list);
    return list.flatMap((span) => {
      const { start, end } = span ?? {};
      const isSpan = [start, end].every((at) => Number.isInteger(at) && at >= 0 && at < 2 ** 32);
      if (!isSpan) throw wrong(span);
      return [start, end];
    });
  });
  return {
    spans: Float64Array.from(flat),
    span_counts: Float64Array.from(lists, (list) => list.length),
  };
}
