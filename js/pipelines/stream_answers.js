// The answers of a stream's inputs, each with its own result or error: where a call of several fails, they are asked again
// one after the other.
import { checkText } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';

/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('./task.js').Input} Input */
/** @typedef {import('./task.js').Method} Method */

/** Inputs in a row that a crash may answer: more are no accident of the inputs. */
const maxCrashes = 10;

/** Codes of errors that an input may cause. Others are about the model, and end the stream. */
const ofInputs = ['INPUT', 'OUT_OF_MEMORY', 'CRASHED', 'INTERNAL'];

export class Answers {
  #method;
  #options;
  /** Of each session: settles when no input is tried alone, which no other call may disturb. @type {Map<Session, Promise<unknown>>} */
  #recoveries = new Map();
  #crashes = 0; // in a row

  /**
   * @param {Method} method
   * @param {any} options of its calls
   */
  constructor(method, options) {
    this.#method = method;
    this.#options = options;
  }

  /**
   * @param {Session} session
   * @param {Input[]} inputs
   * @returns {Promise<any[]>} a result or an error for each
   */
  async of(session, inputs) {
    await this.recovered(session);
    try {
      return await this.#ask(session, inputs);
    } catch (error) {
      if (!isOfInputs(error)) throw error;
      // A crash fails every call of the session. They are tried again one after the other, so that each has its own errors.
      const before = this.#recoveries.get(session);
      const again = (async () => {
        await before;
        return this.#apart(session, inputs);
      })();
      this.#recoveries.set(
        session,
        again.catch(() => {}),
      );
      return again;
    }
  }

  /**
   * Waits until no input of the session is tried alone.
   * @param {Session} session
   */
  async recovered(session) {
    for (let known; known !== this.#recoveries.get(session);) {
      known = this.#recoveries.get(session);
      await known;
    }
  }

  /**
   * Asks for fewer and fewer inputs at once, until each has an answer of its own.
   * @param {Session} session
   * @param {Input[]} inputs
   * @returns {Promise<any[]>}
   */
  async #apart(session, inputs) {
    try {
      return await this.#ask(session, inputs);
    } catch (failure) {
      if (!isOfInputs(failure)) throw failure;
      const error = /** @type {DebertaError} */ (failure);
      if (inputs.length === 1) {
        if (error.code !== 'INPUT' && ++this.#crashes > maxCrashes) throw error;
        return [{ result: null, error }];
      }
      const middle = inputs.length >> 1;
      const first = await this.#apart(session, inputs.slice(0, middle));
      return [...first, ...(await this.#apart(session, inputs.slice(middle)))];
    }
  }

  /**
   * @param {Session} session
   * @param {Input[]} inputs
   * @returns {Promise<any[]>}
   */
  async #ask(session, inputs) {
    const { many, run } = this.#method;
    const results = await (many
      ? many(session, inputs, this.#options)
      : run(session, textsOf(inputs), this.#options));
    this.#crashes = 0;
    return results.map((/** @type {unknown} */ result) => ({ result, error: null }));
  }
}

/** Whether an input may cause it. @param {any} error */
export function isOfInputs(error) {
  return error instanceof DebertaError && ofInputs.includes(error.code);
}

/** @param {Input[]} inputs */
function textsOf(inputs) {
  return inputs.map(({ text }) => checkText(text));
}
