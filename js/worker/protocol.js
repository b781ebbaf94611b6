// The messages between a page and a model's worker.
//
//   → {id, method, args}      ← {id, value} | {id, error: PlainError}
//   → {id, abort: true}       the call was aborted: no answer is needed
//                             ← {stage}   the current stage of the worker's start (start.js)
//
// A worker answers in the order of the calls. A method has the same name here, in engine.js and in
// bindings/embind.cc; only `start` is handled in server.js, and `run` is begin(), step() and result() in C++.

/** @typedef {import('../base/host.js').ConvertedTensor} ConvertedTensor */
/** @typedef {import('../base/host.js').Runtime} Runtime */
/** @typedef {import('../base/host.js').StoreFailure} StoreFailure */
/** @typedef {import('../base/host.js').WorkerPlace} WorkerPlace */
/** @typedef {import('../base/plain_errors.js').PlainError} PlainError */

/**
 * The methods of a worker.
 * @typedef {object} WorkerMethods
 * @property {(runtime: Runtime, place?: WorkerPlace) => string} start the first call: instantiates the module and
 *   returns its version
 * @property {(id: number, bytes: Uint8Array) => void} hash adds bytes to the content with this id
 * @property {(id: number) => void} hashWritten from now on, written weights belong to the content with this id
 * @property {(id: number) => string} digest returns the SHA-256 of that content in hexadecimal, and ends it
 * @property {(name: string, bytes: Uint8Array) => void} setFile sends a whole file that is not weights
 * @property {(options: TokenizerSettings) => TokenizerInfo} openTokenizer reads the tokenizer's files
 * @property {(options: OpenOptions) => OpenedModel} open reads config.json and prepares to read weights
 * @property {(bytes: Uint8Array) => void} writeWeights sends the next bytes of a file of weights
 * @property {(path: string[]) => StoreFailure | null} openPieces opens a file for pieces (stored_pieces.js)
 * @property {(path: string[], at: number, bytes: Uint8Array) => import('../base/host.js').StoredBytes | StoreFailure} storePiece
 * @property {() => void} closePieces
 * @property {(piece: import('../base/host.js').StoredPiece['stored']) => boolean} writeStored writes the piece as weights; false: it
 *   is damaged, or cannot be read here
 * @property {() => void} nextFile ends a file that is followed by another
 * @property {() => WeightsReport} finishWeights ends the last file
 * @property {(seed: number) => WeightsReport} initializeWeights initializes random weights instead of reading any
 * @property {(task: string, texts: string[], options: object) => any} run runs a task. any: the type of the results
 *   depends on the task; js/pipelines defines it
 * @property {(method: string, texts: string[], options: object) => any} tokenizerCall calls a method of the tokenizer.
 *   any: the type depends on the method; js/tokenizer defines it
 * @property {() => Stats} stats
 * @property {() => void} openCheckpoint the first call of a conversion to 8 bits (keep_converted.js), in a worker without
 *   a model
 * @property {(name: string, bytes: Uint8Array) => string[]} filesOfIndex the files that an index of weights names
 * @property {(name: string) => void} beginFile a file of weights begins
 * @property {(bytes: Uint8Array) => ConvertedTensor[]} convert sends the next bytes of the file; returns the tensors that
 *   are complete
 * @property {() => void} finishFile the file ends
 * @property {() => boolean} finishCheckpoint ends the conversion, and tells whether anything was converted
 */

/**
 * The stages of a start: loading the worker's script, its WebAssembly module, its threads.
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
 * The properties of the tokenizer (bindings/tokenizer_calls.cc).
 * @typedef {object} TokenizerInfo
 * @property {Partial<Record<Role, number>>} special_ids
 * @property {Partial<Record<Role, string>>} special_tokens
 * @property {number[]} all_special_ids
 * @property {string[]} all_special_tokens
 * @property {number[]} additional_special_ids
 * @property {number} vocab_size
 * @property {number} model_max_length 0: the files do not have it
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
 * @property {boolean} [config_only] only check the configuration
 * @property {string} [head]
 * @property {boolean} [initialize_missing]
 * @property {string} [dtype] the core's name
 * @property {string} [weights] name of the weights' file, or of the index that was set before
 */

/** @typedef {import('./reports.js').ModelInfo & {weight_files?: string[]}} OpenedModel weight_files: the files of
 *   the index, in the order in which they must be sent */

/** @typedef {Omit<import('./reports.js').LoadReport, 'files' | 'origins' | 'converted' | 'milliseconds'>} WeightsReport */

/** @typedef {Omit<import('./reports.js').Diagnostics, 'variant' | 'why' | 'version' | 'load'>
 *   & {threads_at_once: number}} Stats threads_at_once: number of threads that ran at the same time when the model was ready */
