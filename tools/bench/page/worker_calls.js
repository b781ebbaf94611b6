// Calls of a worker that answers them in order.

/** The page's side. @param {string} file of the worker */
export class CalledWorker {
  #worker;
  /** @type {{resolve: (value: any) => void, reject: (error: Error) => void}[]} */
  #waiting = [];

  constructor(file) {
    this.#worker = new Worker(new URL(file, import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data: { value, error } }) => {
      const { resolve, reject } = this.#waiting.shift();
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    };
    this.#worker.onerror = ({ message }) => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(message));
    };
  }

  call(method, ...args) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage({ method, args });
    });
  }

  dispose() {
    this.#worker.terminate();
  }
}

/** The worker's side. @param {Record<string, (...args: any[]) => any>} methods */
export function answer(methods) {
  let last = Promise.resolve();
  self.onmessage = ({ data: { method, args } }) => {
    last = last.then(async () => {
      try {
        self.postMessage({ value: await methods[method](...args) });
      } catch (error) {
        self.postMessage({ error: String(error) });
      }
    });
  };
}
