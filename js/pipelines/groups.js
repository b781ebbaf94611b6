// Inputs of a stream that one call of a task cannot take together.

/** @typedef {import('./task.js').Input} Input */

/**
 * Answers inputs in groups of the same key.
 * @param {readonly Input[]} inputs
 * @param {(input: Input) => unknown} keyOf
 * @param {(inputs: Input[]) => Promise<any[]>} answer an answer for each input of a group
 * @returns {Promise<any[]>} in the order of the inputs
 */
export async function inGroups(inputs, keyOf, answer) {
  /** @type {Map<unknown, number[]>} indices of the inputs, by key */
  const groups = new Map();
  inputs.forEach((input, i) => {
    const key = keyOf(input);
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  });
  /** @type {any[]} */
  const answers = [];
  for (const group of groups.values()) {
    const found = await answer(group.map((i) => inputs[i]));
    group.forEach((i, at) => (answers[i] = found[at]));
  }
  return answers;
}
