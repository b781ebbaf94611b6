// The worker's side of rpc.js.
import { Engine, crashOr } from './engine.js';
import { toPlain } from './errors.js';

/** @typedef {import('./engine.js').NativeModule} NativeModule */
/** @typedef {import('./runtime.js').Runtime} Runtime */

/** The methods that a call may name. */
const methods = new Set([
  'setFile',
  'open',
  'write',
  'finish',
  'tokenClassification',
  'textClassification',
  'tokenize',
  'stats',
]);

/**
 * Answers calls one after the other.
 * @param {(runtime: Runtime) => Promise<NativeModule>} instantiate
 * @param {(message: unknown) => void} post
 * @returns {(message: {id: number, method: string, args: any[]}) => void} takes a call
 */
export function makeServer(instantiate, post) {
  /** @type {Engine | undefined} */
  let engine;
  let turn = Promise.resolve();

  /**
   * @param {string} method
   * @param {any[]} args
   */
  async function answer(method, args) {
    if (method === 'start') {
      const [runtime] = args;
      engine = new Engine(await instantiate(runtime), runtime.threads);
      return engine.version();
    }
    if (!engine || !methods.has(method)) throw new Error(`no method ${method}`);
    const { [method]: run } = /** @type {any} */ (engine);
    return run.apply(engine, args);
  }

  return ({ id, method, args }) => {
    turn = turn.then(async () => {
      try {
        post({ id, value: await answer(method, args) });
      } catch (failure) {
        post({ id, error: toPlain(crashOr(failure)) });
      }
    });
  };
}

/**
 * Where the modules are, for bundlers literal: one import a variant.
 * @type {Record<Runtime['variant'], () => Promise<{default: (options: object) => Promise<any>}>>}
 */
export const modules = {
  // @ts-ignore: built files, beside the bundle
  simd: () => import('./wasm/deberta-simd.js'),
  // @ts-ignore
  'simd-threads': () => import('./wasm/deberta-simd-threads.js'),
  // @ts-ignore
  relaxed: () => import('./wasm/deberta-relaxed.js'),
  // @ts-ignore
  'relaxed-threads': () => import('./wasm/deberta-relaxed-threads.js'),
};

/**
 * @param {Runtime} runtime
 * @returns {Promise<NativeModule>}
 */
export async function instantiate({ variant, threads }) {
  const { default: create } = await modules[variant]();
  // The worker is one of the threads.
  return create({ pthreadPoolSize: threads - 1 });
}
