// Puts inputs of a stream that have about as many tokens into one batch, as far as the budget allows.
import { columnsOf } from '../tokenizer/rows.js';
import { isOfInputs } from './stream_answers.js';

/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('./task.js').Input} Input */

/** Makes batches. */
export class Batching {
  #method;
  #answers;
  #budget;
  #signal;

  /**
   * @param {import('./task.js').Method} method
   * @param {import('./stream_answers.js').Answers} answers
   * @param {number} budget tokens of a batch, unless one input has more
   * @param {AbortSignal} signal
   */
  constructor(method, answers, budget, signal) {
    this.#method = method;
    this.#answers = answers;
    this.#budget = budget;
    this.#signal = signal;
  }

  /**
   * @template {{input: Input}} Entry
   * @param {Entry[]} entries
   * @param {Session} session
   * @returns {Promise<Entry[][]>} the longest entries first, so that workers end at about the same time
   */
  async of(entries, session) {
    const tokens = await this.#tokensOf(entries, session);
    const byTokens = (/** @type {Entry} */ a, /** @type {Entry} */ b) =>
      Number(tokens.get(b)) - Number(tokens.get(a));
    /** @type {Entry[][]} */
    const batches = [];
    let room = 0;
    for (const entry of entries.sort(byTokens)) {
      room -= Number(tokens.get(entry));
      if (room >= 0 && batches.length > 0) {
        batches[batches.length - 1].push(entry);
      } else {
        batches.push([entry]);
        room = this.#budget - Number(tokens.get(entry));
      }
    }
    return batches;
  }

  /**
   * The number of tokens that the model reads for each entry.
   * @template {{input: Input}} Entry
   * @param {Entry[]} entries
   * @param {Session} session
   * @returns {Promise<Map<Entry, number>>}
   */
  async #tokensOf(entries, session) {
    const texts = [...new Set(entries.flatMap(({ input }) => stringsOf(input)))];
    const special = session.tokenizer.special_tokens_to_add;
    const counts = await this.#countsOf(texts, session);
    const sum = (/** @type {unknown} */ value) =>
      stringsOf(value).reduce((total, text) => total + Number(counts.get(text)), 0);
    const { each } = this.#method;
    return new Map(
      entries.map((entry) => {
        if (!each) return [entry, sum(entry.input) + special];
        const { [each]: list, ...others } = entry.input;
        const members = typeof list === 'string' ? list.split(',') : [list].flat();
        return [entry, sum(list) + members.length * (sum(others) + special)];
      }),
    );
  }

  /**
   * @param {string[]} texts
   * @param {Session} session
   * @returns {Promise<Map<string, number>>} tokens of each text
   */
  async #countsOf(texts, session) {
    await this.#answers.recovered(session);
    try {
      const how = { truncation: 'none', add_special_tokens: false };
      const packed = await session.tokenize('encode', texts, how, this.#signal);
      const { lengths } = columnsOf(packed);
      return new Map(texts.map((text, i) => [text, lengths[i]]));
    } catch (error) {
      if (!isOfInputs(error)) throw error;
      // Too long to be counted at once: so long batches of one text. Its call says what is wrong.
      return new Map(texts.map((text) => [text, text.length]));
    }
  }
}

/**
 * The strings in a value.
 * @param {unknown} value
 * @returns {string[]}
 */
export function stringsOf(value) {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
