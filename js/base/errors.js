// The errors that callers see. A message says what was expected and what was found, never the user's text.

/**
 * The details of an error.
 * @typedef {object} ErrorDetails
 * @property {string} [file] the model file that the error is about
 * @property {boolean} [retryable] whether the same call may succeed later
 * @property {unknown} [cause] the error behind this one
 */

/**
 * The code of an error. docs/errors.md says what each means.
 * @typedef {'ABORTED' | 'CONFIG_JSON' | 'CONFIG_UNSUPPORTED' | 'CONFIG_VALUE' | 'CRASHED' | 'DISPOSED'
 *   | 'FILE_CHANGED' | 'FILE_NOT_FOUND' | 'H5_FORMAT' | 'H5_TRUNCATED' | 'H5_UNSUPPORTED' | 'INPUT'
 *   | 'INTEGRITY' | 'INTERNAL' | 'MERGES' | 'NETWORK' | 'NOT_A_CHECKPOINT' | 'OUT_OF_MEMORY' | 'PT_GLOBAL'
 *   | 'PT_OPCODE' | 'PT_PICKLE' | 'PT_TENSOR' | 'PT_TRUNCATED' | 'PT_ZIP' | 'SAFETENSORS_HEADER'
 *   | 'SAFETENSORS_HEADER_SIZE' | 'SAFETENSORS_TRUNCATED' | 'SHARD_INDEX' | 'SPM_MODEL' | 'STATE'
 *   | 'TENSOR_DTYPE' | 'TENSOR_MISSING' | 'TENSOR_RANGE' | 'TENSOR_SHAPE' | 'TENSOR_UNEXPECTED'
 *   | 'TOKENIZER_JSON' | 'TOKENIZER_UNSUPPORTED' | 'UNSUPPORTED' | 'VOCAB'} ErrorCode
 */

/** The error of every failure of the package; `code` is stable, `message` is for people. */
export class DebertaError extends Error {
  /**
   * Creates an error; only the package does.
   * @param {ErrorCode} code the code of the error
   * @param {string} message for people
   * @param {ErrorDetails} [details] the details
   */
  constructor(code, message, { file, retryable = false, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DebertaError';
    /**
     * The code of an error.
     * @type {ErrorCode}
     */
    this.code = code;
    /**
     * The model file that the error is about.
     * @type {string | undefined}
     */
    this.file = file;
    /** Whether the same call may succeed later. */
    this.retryable = retryable;
  }
}

/**
 * The details of the error for a missing file.
 * @typedef {object} NotFoundDetails
 * @property {string} [file] the file's name
 * @property {number} [status] HTTP status of the answer; default 404
 */

/** A file of the model is not there. On the Hub, status 401 also means "no such repository". */
export class ModelFileNotFoundError extends DebertaError {
  /**
   * Creates an error; only the package does.
   * @param {string} message for people
   * @param {NotFoundDetails} [details] the details
   */
  constructor(message, { file, status = 404 } = {}) {
    super('FILE_NOT_FOUND', message, { file });
    this.name = 'ModelFileNotFoundError';
    /** HTTP status of the answer; 404 where there was none. */
    this.status = status;
  }
}
