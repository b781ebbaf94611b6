// The package's entry `deberta-wasm/inline`: one file, with models in the calling thread. For service workers
// (also of extensions), which have neither workers nor import().
import { setHost } from '../js/base/host.js';
import { createInThread } from './in_thread.js';
import { capabilities, surroundings, whyNoBrowser } from './surroundings.js';

export * from '../js/api/index.js';

setHost({
  ...surroundings,
  whyUnusable: whyNoBrowser,
  capabilities: () => capabilities('deberta-wasm/inline runs the model in the calling thread'),
  createWorker: createInThread,
});
