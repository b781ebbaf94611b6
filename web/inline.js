// The package's entry `deberta-wasm/inline`: all in one file, and models in the calling thread. For service workers
// (of extensions, too), which have neither workers nor import().
import { setHost } from '../js/current_host.js';
import { createInThread } from './in_thread.js';
import { abilities, surroundings } from './surroundings.js';

export * from '../js/index.js';

setHost({
  ...surroundings,
  abilities: () => abilities('deberta-wasm/inline runs the model in the calling thread'),
  createWorker: createInThread,
});
