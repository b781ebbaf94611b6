// Instantiates one of the package's WebAssembly modules.
import { compile, refusedByPolicy } from './compile.js';
import { prepareThreads, threadsHaveStarted } from './thread.js';

/** @typedef {import('../js/worker/native_module.js').NativeModule} NativeModule */
/** @typedef {import('../js/base/host.js').WorkerPlace} WorkerPlace */

/** @typedef {(options: object) => Promise<NativeModule>} Create Emscripten's glue code of one variant */

/**
 * @param {Create} create
 * @param {import('../js/base/host.js').Runtime} runtime
 * @param {WorkerPlace} place
 * @param {(stage: import('../js/worker/protocol.js').Stage) => void} onStage
 * @returns {Promise<NativeModule>}
 */
export async function instantiate(create, { threads }, place, onStage) {
  const compiled = compile(/** @type {string} */ (place.module));
  // The glue would wait forever if a step outside of it fails, so a failure ends the wait.
  /** @type {(error: unknown) => void} */
  let fail = () => {};
  const failure = new Promise((_, reject) => (fail = reject));
  prepareThreads(place, fail);
  compiled.then(() => threads > 1 && onStage('threads'), fail);
  const module = create({
    // The worker is one of the threads.
    pthreadPoolSize: threads - 1,
    /**
     * @param {WebAssembly.Imports} imports
     * @param {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} receive
     */
    instantiateWasm(imports, receive) {
      compiled
        .then(async (module) => receive(await WebAssembly.instantiate(module, imports), module))
        .catch((error) => fail(refusedByPolicy(error) ?? error));
      return {};
    },
  });
  const started = await Promise.race([module, /** @type {Promise<never>} */ (failure)]);
  threadsHaveStarted();
  return started;
}
