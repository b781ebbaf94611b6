// What a page and a model's worker say to each other.
//
//   → {id, method, args}      ← {id, value} | {id, error: PlainError}
//   → {id, abort: true}       nobody waits for the answer any more
//                             ← {stage}   what the worker's start waits for now (start.js)
//
// A worker answers in the order of the calls. A method has one name on its whole way: here, in engine.js and in
// bindings/embind.cc; only `start` ends in server.js, and `run` is begin(), step() and result() there.

/** @typedef {import('../base/host.js').Runtime} Runtime */
/** @typedef {import('../base/host.js').WorkerPlace} WorkerPlace */
/** @typedef {import('../base/plain_errors.js').PlainError} PlainError */

/**
 * The methods of a worker.
 * @typedef {object} WorkerMethods
 * @property {(runtime: Runtime, place?: WorkerPlace) => string} start the first call: instantiates the module, and
 *   gives its version
 * @property {(id: number, bytes: Uint8Array) => void} hash the next bytes of the content number `id`
 * @property {(id: number) => void} hashWritten the weights that are written from now on are the content number `id`
 * @property {(id: number) => string} digest the SHA-256 of that content, in hexadecimal; ends it
 * @property {(name: string, bytes: Uint8Array) => void} setFile a whole file, but for weights
 * @property {(options: TokenizerSettings) => TokenizerInfo} openTokenizer reads the tokenizer's files
 * @property {(options: OpenOptions) => OpenedModel} open reads config.json, and prepares for weights
 * @property {(bytes: Uint8Array) => void} writeWeights the next bytes of a file of weights
 * @property {() => void} nextFile the file is complete, and the next one follows
 * @property {() => WeightsReport} finishWeights the last file is complete
 * @property {(seed: number) => WeightsReport} initializeWeights makes weights, instead of reading any
 * @property {(task: string, texts: string[], options: object) => any} run runs a task. any: each task has results
 *   of its own, which js/pipelines describes
 * @property {(method: string, texts: string[], options: object) => any} tokenizerCall calls a method of the tokenizer.
 *   any: as above, js/tokenizer
 * @property {() => Stats} stats
 */

/**
 * What a start waits for: the worker's script, its WebAssembly module, its threads.
 * @typedef {'script' | 'module' | 'threads'} Stage
 */

/** @typedef {{[K in keyof WorkerMethods]: {id: number, method: K, args: Parameters<WorkerMethods[K]>}}[keyof WorkerMethods]} Call */
/** @typedef {Call | {id: number, abort: true}} ToWorker */
/** @typedef {{id: number, value?: unknown, error?: PlainError}} Answer */
/** @typedef {Answer | {stage: Stage}} FromWorker */

/**
 * @typedef {object} TokenizerSettings
 * @property {boolean} [add_prefix_space]
 * @property {boolean} [use_fast]
 */

/** @typedef {'bos' | 'eos' | 'unk' | 'sep' | 'pad' | 'cls' | 'mask'} Role */

/**
 * What the tokenizer says of itself (bindings/tokenizer_calls.cc).
 * @typedef {object} TokenizerInfo
 * @property {Partial<Record<Role, number>>} special_ids
 * @property {Partial<Record<Role, string>>} special_tokens
 * @property {number[]} all_special_ids
 * @property {string[]} all_special_tokens
 * @property {number[]} additional_special_ids
 * @property {number} vocab_size
 * @property {number} model_max_length 0: the files say none
 * @property {'left' | 'right'} padding_side
 * @property {'left' | 'right'} truncation_side
 * @property {boolean} add_prefix_space
 * @property {boolean} clean_up_tokenization_spaces
 * @property {number} tokenizer_class an index of `classes` in js/tokenizer/tokenizer.js
 * @property {number} special_tokens_to_add
 * @property {number} special_tokens_to_add_to_pair
 */

/**
 * @typedef {object} OpenOptions
 * @property {boolean} [config_only] the configuration is checked, and that is all
 * @property {string} [head]
 * @property {boolean} [initialize_missing]
 * @property {string} [dtype] by the core's name
 * @property {string} [weights] name of their file, or of the index of several that was set before
 */

/** @typedef {import('./reports.js').ModelInfo & {weight_files?: string[]}} OpenedModel weight_files: those that the
 *   index names, in the order that is expected */

/** @typedef {Omit<import('./reports.js').LoadReport, 'files' | 'origins' | 'milliseconds'>} WeightsReport */

/** @typedef {Omit<import('./reports.js').Diagnostics, 'variant' | 'why' | 'version' | 'load'>
 *   & {threads_at_once: number}} Stats threads_at_once: of those that were started, which ran at the same time */
