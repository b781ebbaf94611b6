// Calls to a worker or a process, which answers them in order.

/**
 * The interface that a caller needs.
 * @typedef {object} Callee
 * @property {(message: any) => void} postMessage
 * @property {() => void} terminate
 */

/** The caller's side. */
export class CalledWorker {
  #worker;
  /** @type {{resolve: (value: any) => void, reject: (error: Error) => void}[]} */
  #waiting = [];
  /** @type {string | undefined} why it has ended */
  #failure;

  /** @param {(onMessage: (message: any) => void, onFailure: (why: string) => void) => Callee} start */
  constructor(start) {
    this.#worker = start(
      ({ value, error }) => {
        const { resolve, reject } = this.#waiting.shift();
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      },
      (why) => {
        this.#failure = why;
        for (const { reject } of this.#waiting.splice(0)) reject(new Error(why));
      },
    );
  }

  async call(method, ...args) {
    if (this.#failure !== undefined) throw new Error(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage({ method, args });
    });
  }

  dispose() {
    this.#worker.terminate();
  }
}

/**
 * The worker's side.
 * @param {Record<string, (...args: any[]) => any>} methods
 * @param {(message: any) => void} post
 * @returns {(message: any) => void} the function that handles the caller's messages
 */
export function answer(methods, post) {
  let last = Promise.resolve();
  return ({ method, args }) => {
    last = last.then(async () => {
      try {
        post({ value: await methods[method](...args) });
      } catch (error) {
        post({ error: String(error) });
      }
    });
  };
}
