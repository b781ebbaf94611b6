// A CommonJS program. `import = require` is require() as TypeScript checks it.
import deberta = require('deberta-wasm');

export const load = (): Promise<deberta.TokenClassificationPipeline> =>
  deberta.pipeline('token-classification', 'owner/name');
