// The most that the processor gives inside WebAssembly: all threads at the same loop, at the same time.
import { CalledWorker } from './worker_calls.js';

/** About 10 ms of each loop. */
const turns = { mul_add: 4e6, relaxed_madd: 5e6, read: 2 };

export class Roofline {
  #workers;
  /** The loop of floats that is the fastest here. */
  #fastest;

  static async load(threads) {
    const roofline = new Roofline();
    roofline.#workers = Array.from(
      { length: threads },
      () => new CalledWorker('roofline_worker.js'),
    );
    const modules = ['relaxed', 'simd'].map(
      (each) => new URL(`${each}.wasm`, import.meta.url).href,
    );
    await roofline.#onAll('load', modules);
    return roofline;
  }

  /** @returns {Promise<Record<string, number>>} operations or bytes a second, of each loop at its best */
  async measureAll() {
    const [names] = await this.#onAll('names');
    const best = {};
    for (const name of names) {
      best[name] = 0;
      // The first ones run before the compiler is done; on a busy machine that takes a while.
      for (let sinceBest = 0; sinceBest < 20;) {
        const speed = await this.#measure(name);
        sinceBest = speed > 1.02 * best[name] ? 0 : sinceBest + 1;
        best[name] = Math.max(best[name], speed);
      }
    }
    this.#fastest = best.relaxed_madd > best.mul_add ? 'relaxed_madd' : 'mul_add';
    return best;
  }

  /** Operations a second of the fastest loop of floats, now. */
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
