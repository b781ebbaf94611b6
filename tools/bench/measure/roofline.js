// The maximum speed of the processor in WebAssembly: all threads run the same loop at the same time.

/** About 10 ms of each loop. */
const turns = {
  ...{ mul_add: 1e6, relaxed_madd: 1.2e6 },
  ...{ dot_i16x8: 1e6, relaxed_dot: 1e6, relaxed_dots: 7e5, relaxed_dot_add: 1e6 },
  read: 2,
};

/** The loops for products of floats, and of bytes. */
const loopsOf = {
  floats: ['mul_add', 'relaxed_madd'],
  bytes: ['dot_i16x8', 'relaxed_dot', 'relaxed_dots', 'relaxed_dot_add'],
};

export class Roofline {
  #workers;
  #kind;
  /** The fastest loop here. */
  #fastest;

  /**
   * @param {import('./bench.js').Host} host
   * @param {{threads: number, loops: string[]}} options addresses of roofline/loops.c's modules
   * @param {'floats' | 'bytes'} kind the type of the products
   */
  static async load({ startWorker }, { threads, loops }, kind) {
    const roofline = new Roofline();
    roofline.#kind = kind;
    roofline.#workers = Array.from({ length: threads }, () => startWorker('roofline'));
    await roofline.#onAll('load', loops);
    return roofline;
  }

  /** @returns {Promise<Record<string, number>>} the best operations or bytes per second of each loop */
  async measureAll() {
    const [there] = await this.#onAll('names');
    const loops = loopsOf[this.#kind].filter((name) => there.includes(name));
    const best = {};
    for (const name of [...loops, 'read']) {
      best[name] = 0;
      // The first ones run before the compiler is done; on a busy machine that takes a while.
      for (let sinceBest = 0; sinceBest < 20;) {
        const speed = await this.#measure(name);
        sinceBest = speed > 1.02 * best[name] ? 0 : sinceBest + 1;
        best[name] = Math.max(best[name], speed);
      }
    }
    this.#fastest = loops.reduce((a, b) => (best[b] > best[a] ? b : a));
    return best;
  }

  /** Operations per second of the fastest loop, now. */
  measure() {
    return this.#measure(this.#fastest);
  }

  async #measure(name) {
    const speeds = await this.#onAll('run', name, turns[name]);
    return speeds.reduce((sum, speed) => sum + speed, 0);
  }

  #onAll(method, ...args) {
    return Promise.all(this.#workers.map((worker) => worker.call(method, ...args)));
  }

  dispose() {
    for (const worker of this.#workers) worker.dispose();
  }
}
