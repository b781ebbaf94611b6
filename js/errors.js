// The errors that callers see. A message carries the fact and the number, never the user's text.

/** Which file the codes of the C++ core that begin so speak about. */
const files = /** @type {Record<string, string>} */ ({
  CONFIG: 'config.json',
  SAFETENSORS: 'model.safetensors',
  TENSOR: 'model.safetensors',
  NOT_A_CHECKPOINT: 'model.safetensors',
  SHARD_INDEX: 'model.safetensors.index.json',
  PT: 'pytorch_model.bin',
  H5: 'tf_model.h5',
  VOCAB: 'vocab.json',
  MERGES: 'merges.txt',
  TOKENIZER_JSON: 'tokenizer.json',
});

/**
 * @typedef {object} ErrorDetails
 * @property {string} [file] the model file that the error is about
 * @property {boolean} [retryable] whether the same call may succeed later
 * @property {unknown} [cause]
 */

/** Every failure of the package; `code` is stable, `message` is for people. */
export class DebertaError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorDetails} [details]
   */
  constructor(code, message, { file, retryable = false, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DebertaError';
    this.code = code;
    /** @type {string | undefined} */
    this.file = file ?? files[code] ?? files[code.split('_')[0]];
    this.retryable = retryable;
  }
}

/** A file of the model is not there. On the Hub, status 401 also means "no such repository". */
export class ModelFileNotFoundError extends DebertaError {
  /**
   * @param {string} message
   * @param {{file?: string, status?: number}} [details]
   */
  constructor(message, { file, status = 404 } = {}) {
    super('FILE_NOT_FOUND', message, { file });
    this.name = 'ModelFileNotFoundError';
    this.status = status;
  }
}
