// One trial: something goes wrong during a load or a call, which gives the right answer or a typed error; the same
// again, without the fault, gives the right answer.

/** What the model finds in `text`, as a load or a call gives it. */
export const text = 'Ask ada@example.org';
export const rightAnswer = 'EMAIL ada@example.org';

/** Codes of errors that are an answer to a fault of the system: anything else, such as INTERNAL, is a mistake. */
const expectedCodes = ['NETWORK', 'INTEGRITY', 'FILE_NOT_FOUND', 'FILE_CHANGED', 'CRASHED'];

/** @param {{entity_group: string, word: string}[]} entities */
export const answerOf = (entities) =>
  entities.map(({ entity_group, word }) => `${entity_group} ${word}`).join(', ');

/**
 * The outcome of a promise: 'right', or the code of a typed error.
 * @param {Promise<string | string[]>} run an answer, or several that must all be right
 * @param {string[]} [right] the right answers
 * @param {number} [seconds] after which it counts as stuck
 */
export async function outcomeOf(run, right = [rightAnswer], seconds = 180) {
  let timer;
  const stuck = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${seconds} s`)), seconds * 1000);
  });
  try {
    const answers = [await Promise.race([run, stuck])].flat();
    const wrong = answers.find((answer) => !right.includes(answer));
    if (wrong === undefined) return 'right';
    throw new Error(`a wrong answer: ${wrong}`);
  } catch (error) {
    // An error of a page has lost all but its text: "DebertaError: [CODE] …".
    const code = error?.code ?? /\[(\w+)\]/.exec(error?.message)?.[1];
    if (process.env.FAULTS_DEBUG) console.error(error);
    if (expectedCodes.includes(code)) return code;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Numbers of trials by their outcomes.
 * @typedef {{trials: number, outcomes: Record<string, number>}} Tally
 */

/**
 * Runs trials one after the other.
 * @param {number} trials
 * @param {(index: number) => Promise<string>} trial gives its outcome
 * @returns {Promise<Tally>}
 */
export async function tally(trials, trial) {
  /** @type {Record<string, number>} */
  const outcomes = {};
  for (let i = 0; i < trials; ++i) {
    let outcome;
    try {
      outcome = await trial(i);
    } catch (cause) {
      throw new Error(`trial ${i} of ${trials}: ${cause?.message ?? cause}`, { cause });
    }
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return { trials, outcomes };
}

/**
 * Indices of some of `count` trials, spread over them; all where `some` is as large.
 * @param {number} count
 * @param {number} some
 */
export function spread(count, some) {
  if (some >= count) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: some }, (_, i) => Math.floor((i * count) / some));
}
