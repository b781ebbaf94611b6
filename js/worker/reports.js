// What a model says of itself, and of its load and its calls.

/** @typedef {import('../base/host.js').Runtime} Runtime */

/**
 * What the model says of itself once it is loaded.
 * @typedef {object} ModelInfo
 * @property {string} model_type 'deberta' or 'deberta-v2' (v2 and v3)
 * @property {string[]} id2label names of the labels
 * @property {number} num_labels number of labels
 * @property {number} hidden_size width of the vectors
 * @property {number} num_hidden_layers number of layers
 * @property {number} max_length tokens that one forward pass takes
 */

/**
 * What a load found.
 * @typedef {object} LoadReport
 * @property {number} bytes size of the checkpoint
 * @property {number} tensors number of tensors taken from it
 * @property {string[]} skipped names of the tensors that this model does not use
 * @property {string} format of the checkpoint: safetensors, pytorch, pytorch-legacy, tensorflow, or ''
 *   for none
 * @property {string[]} files names of the files that the checkpoint is in
 * @property {Record<string, import('../base/host.js').Origin>} origins where each file came from, and what
 *   its content was checked against
 * @property {string[]} initialized names of the tensors that it lacks, made at random (initialize_missing)
 * @property {string[]} unquantized_layers names of the layers whose weights would not survive in 8 bits (dtype q8)
 * @property {number} activation_bits bits of the activations that linear layers take: 32, with dtype q8 7, or 14 where a few channels
 *   dominate some layer
 * @property {number} milliseconds time from the call to the first possible answer
 */

/**
 * Speed of a call.
 * @typedef {object} CallReport
 * @property {number} tokens number of tokens that were computed
 * @property {number} milliseconds time that the call took
 * @property {number} tokens_per_second tokens divided by time
 */

/**
 * How a model runs.
 * @typedef {object} Diagnostics
 * @property {Runtime['variant']} variant which WebAssembly module runs
 * @property {number} threads number of threads that calls such as the last one use: what has been fastest of late
 * @property {number} threads_started number of threads that were started, the upper limit of `threads`
 * @property {string} why how the number of threads came about
 * @property {string} version the package's version
 * @property {number} heap_bytes size of the module's memory
 * @property {number} workspace_bytes bytes of that memory which are for activations
 * @property {Record<string, number>} profile milliseconds in each stage of all calls so far
 * @property {LoadReport} load what the load found
 * @property {CallReport | null} last speed of the newest call
 */
