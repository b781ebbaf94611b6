// Reports about a model, its load and its calls.

/** @typedef {import('../base/host.js').Runtime} Runtime */

/**
 * The properties of a loaded model.
 * @typedef {object} ModelInfo
 * @property {string} model_type 'deberta' or 'deberta-v2' (v2 and v3)
 * @property {string[]} id2label names of the labels
 * @property {number} num_labels number of labels
 * @property {number} hidden_size width of the vectors
 * @property {number} num_hidden_layers number of layers
 * @property {number} max_length maximum number of tokens of a forward pass
 */

/**
 * A report about a load.
 * @typedef {object} LoadReport
 * @property {number} bytes size of the checkpoint
 * @property {number} tensors number of tensors read from it
 * @property {string[]} skipped names of the tensors that this model does not use
 * @property {string} format format of the checkpoint: safetensors, pytorch, pytorch-legacy, tensorflow, or ''
 *   for none
 * @property {string[]} files names of the checkpoint's files
 * @property {Record<string, import('../base/host.js').Origin>} origins where each file came from, and how
 *   its content was verified
 * @property {string[]} initialized names of missing tensors that were initialized at random (initialize_missing)
 * @property {string[]} unquantized_layers names of the layers that stay floats, because 8 bits would lose too much (dtype q8)
 * @property {number} activation_bits bits of the inputs of linear layers: 32; with dtype q8 7, or 14 if some layer
 *   has outlier channels
 * @property {string | null} converted the copy of the weights in 8 bits (cache_converted): 'read' instead of the
 *   checkpoint's files, 'in progress', 'kept' for the next load, or 'not kept: ' and the reason; null: not requested
 * @property {number} milliseconds time from the call until the model is ready
 */

/**
 * The speed of a call.
 * @typedef {object} CallReport
 * @property {number} tokens number of computed tokens
 * @property {number} milliseconds duration of the call
 * @property {number} tokens_per_second tokens divided by time
 */

/**
 * How a model runs.
 * @typedef {object} Diagnostics
 * @property {Runtime['variant']} variant which WebAssembly module runs
 * @property {number} threads number of threads for calls such as the last one: the number that was recently fastest
 * @property {number} threads_started number of started threads, the maximum of `threads`
 * @property {string} why the reason for the number of threads
 * @property {string} version the package's version
 * @property {import('../files/substitutions.js').Substitution[]} substitutions what was used in place of a device or
 *   dtype that this package does not have
 * @property {number} heap_bytes size of the module's memory
 * @property {number} workspace_bytes bytes of that memory for activations
 * @property {Record<string, number>} profile milliseconds spent in each stage, over all calls so far
 * @property {LoadReport} load the report of the load
 * @property {CallReport | null} last speed of the newest call
 */
