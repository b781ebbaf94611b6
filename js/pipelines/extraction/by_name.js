// The zero-shot pipelines on models of GLiNER2; loaded on demand.
import { DebertaError } from '../../base/errors.js';
import { checkTexts, mismatch } from '../../base/checks.js';
import { listsOf } from '../results.js';
import { runTasks } from './run.js';
import { Schema } from './schema.js';

/** @typedef {import('../../worker/session.js').Session} Session */
/** @typedef {{start: number, end: number, label: number, score: number}} Found */

/** The name of the task of zero-shot classification, which the model reads. */
const category = 'category';

/** Words of a chunk, and those that neighbours share unless the caller says. */
const chunkWords = 384;
const sharedWords = 64;

/**
 * @param {Session} session
 * @param {string[]} texts
 * @param {string[]} candidate_labels
 * @param {{multi_label: boolean, signal?: AbortSignal | null}} options
 * @returns {Promise<import('../zero_shot_classification.js').ZeroShotResult[]>}
 */
export async function classifyByName(session, texts, candidate_labels, { multi_label, signal }) {
  const labels = [...new Set(candidate_labels)];
  const { tasks } = new Schema().classification(category, labels, {
    // Of several classes, with a threshold of 0, all are chosen.
    ...{ multi_label: true, cls_threshold: 0 },
    class_act: multi_label ? 'sigmoid' : 'softmax',
  });
  const results = await runTasks(session, tasks, texts, { threshold: 0, signal });
  return results.map(({ findings: [{ classes = [] }] }, i) => {
    const sorted = [...classes].sort((a, b) => b.score - a.score);
    return {
      sequence: texts[i],
      labels: sorted.map(({ label }) => labels[label]),
      scores: sorted.map(({ score }) => score),
    };
  });
}

/**
 * @param {Session} session
 * @param {string | readonly string[]} input
 * @param {import('../named_entities.js').Labels[]} lists one for all texts, or one for each
 * @param {any} options of zero-shot-token-classification, as named_entities.js has checked them
 */
export async function findByName(session, input, lists, options) {
  const { flat_ner, multi_label, stride, thresholds, signal, return_class_probs, spans } = options;
  for (const [name, value] of Object.entries({ return_class_probs, input_spans: spans })) {
    if (value) throw new DebertaError('INPUT', `${name}: GLiNER2 models do not have it`);
  }
  const overlap = stride ?? sharedWords;
  if (overlap >= chunkWords) throw mismatch('stride', `less than ${chunkWords}`, stride, overlap);
  const reading = {
    ...{ threshold: 0, signal },
    max_words: overlap === 0 ? chunkWords : null,
    chunks: overlap === 0 ? null : { words: chunkWords, overlap },
  };
  let first = 0;
  const listsOfTasks = lists.map(({ names, prompts }) => {
    const schema = new Schema();
    for (const [i, name] of names.entries()) {
      const description = prompts[i] === name ? undefined : prompts[i];
      schema.entities({ [name]: { description, threshold: thresholds[first + i] } });
    }
    first += names.length;
    return schema.tasks;
  });
  const texts = checkTexts(input);
  const results = [];
  if (lists.length === 1) {
    results.push(...(await runTasks(session, listsOfTasks[0], texts, reading)));
  } else {
    for (const [i, text] of texts.entries()) {
      results.push(...(await runTasks(session, listsOfTasks[i], [text], reading)));
    }
  }
  return listsOf(input, results, ({ findings: [{ entities }] }, i) => {
    const { names } = lists[lists.length === 1 ? 0 : i];
    const found = (entities ?? []).flatMap((each, label) =>
      each.map((entity) => ({ .../** @type {any} */ (entity), label })),
    );
    return withoutConflicts(found, flat_ner, multi_label).map(({ start, end, label, score }) => ({
      start,
      end,
      text: texts[i].slice(start, end),
      label: names[label],
      score,
    }));
  });
}

/**
 * The entities that no better one of another label excludes, in the order of the text. The rules are GLiNER's.
 * @param {Found[]} found by label
 * @param {boolean} flat_ner
 * @param {boolean} multi_label
 * @returns {Found[]}
 */
function withoutConflicts(found, flat_ner, multi_label) {
  /** @type {Found[]} */
  const kept = [];
  const excludes = (/** @type {Found} */ a, /** @type {Found} */ b) => {
    if (a.start === b.start && a.end === b.end) return !multi_label;
    if (a.end <= b.start || b.end <= a.start) return false;
    const isNested =
      (a.start <= b.start && b.end <= a.end) || (b.start <= a.start && a.end <= b.end);
    return flat_ner || !isNested;
  };
  for (const each of [...found].sort((a, b) => b.score - a.score || a.start - b.start)) {
    if (!kept.some((other) => excludes(each, other))) kept.push(each);
  }
  return kept.sort((a, b) => a.start - b.start);
}
