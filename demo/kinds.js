// Entities of kinds that one names: the call of the model, and what is shown of its answer.

/** @typedef {import('./entities.js').Entity} Entity */
/** @typedef {import('../web/index.js').ZeroShotTokenClassificationPipeline} NamedRecognizer */

/** The least probability that one can choose, with which the model is called. */
export const lowestThreshold = 0.05;

/**
 * Whether a call with a higher threshold would find an entity that a call with a lower one has found. Candidates are
 * chosen in descending score, so that none depends on those below it: no other call is needed. Scores are numbers of
 * 32 bits, and so is the threshold that the model compares them with.
 * @param {number} score of the entity
 * @param {number} threshold
 */
export function isAbove(score, threshold) {
  return score > Math.fround(threshold);
}

/**
 * The entities of all thresholds that one can choose.
 * @param {NamedRecognizer} recognizer
 * @param {string} text
 * @param {readonly string[]} labels
 * @returns {Promise<Entity[]>}
 */
export async function findKinds(recognizer, text, labels) {
  if (text.trim() === '' || labels.length === 0) return [];
  const entities = await recognizer(text, labels, { threshold: lowestThreshold });
  return entities.map(({ label, text: word, ...entity }) => ({
    entity_group: label,
    word,
    ...entity,
  }));
}

/**
 * The names in what one has typed or pasted.
 * @param {string} typed with commas or line ends between names
 * @returns {string[]}
 */
export function namesIn(typed) {
  const names = typed.split(/[,;\n]/).map((name) => name.trim().replace(/\s+/g, ' '));
  return names.filter((name) => name !== '');
}
