// Runs one call at a time; only the newest input waits.

/**
 * @template In, Out
 * @typedef {object} Handlers
 * @property {(input: In, output: Out) => void} onResult
 * @property {(error: unknown) => void} onError
 */

/**
 * Runs slow work on an input that changes faster than the work is done.
 * @template In, Out
 */
export class NewestWins {
  #work;
  #handlers;
  #busy = false;
  /** @type {{input: In} | null} */
  #waiting = null;
  /** @type {(() => void)[]} */
  #idle = [];

  /**
   * @param {(input: In) => Promise<Out>} work
   * @param {Handlers<In, Out>} handlers
   */
  constructor(work, handlers) {
    this.#work = work;
    this.#handlers = handlers;
  }

  /**
   * Processes the input when the current call has ended, unless a newer input arrives first.
   * @param {In} input
   */
  submit(input) {
    this.#waiting = { input };
    if (!this.#busy) void this.#run();
  }

  /**
   * Resolves when nothing runs and nothing waits.
   * @returns {Promise<void>}
   */
  settled() {
    return this.#busy ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async #run() {
    this.#busy = true;
    while (this.#waiting) {
      const { input } = this.#waiting;
      this.#waiting = null;
      try {
        const output = await this.#work(input);
        this.#handlers.onResult(input, output);
      } catch (error) {
        this.#handlers.onError(error);
      }
    }
    this.#busy = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
