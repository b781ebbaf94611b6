// The options of a load.

/**
 * Options of a load.
 * @typedef {object} LoadOptions
 * @property {import('../files/progress.js').ProgressCallback} [progress_callback] receives the load's progress
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the load: it fails with the signal's
 *   reason
 * @property {number} [threads] the maximum number of threads; default: the machine's cores, up to 4
 * @property {boolean} [deterministic] the same bits on every machine: does not use relaxed SIMD, whose rounding
 *   depends on the CPU; slower
 * @property {boolean} [from_tf] read the weights from tf_model.h5, even if there are other files
 * @property {boolean} [use_safetensors] read the weights from safetensors only, and no pickle
 * @property {boolean} [initialize_missing] initialize a missing head with random weights, as
 *   transformers does before fine-tuning, instead of refusing; default false
 * @property {boolean} [cache_converted] with dtype 'q8' or 'q8-weights': keep the weights in 8 bits in the cache beside those of the
 *   Hub, so that later loads read a quarter; default false
 * @property {boolean} [add_prefix_space] whether the tokenizer adds a space before a text; overrides the tokenizer's files
 * @property {boolean} [use_fast] false: use the ids of Python's slow tokenizer, where they differ
 * @property {object} [config] a configuration instead of the repository's config.json
 * @property {number} [num_labels] number of labels; overrides config.json
 * @property {string | null} [problem_type] 'regression', 'single_label_classification' or
 *   'multi_label_classification'; overrides config.json
 * @property {Record<number, string>} [id2label] names of the labels; overrides config.json
 * @property {Record<string, number>} [label2id] numbers of the labels; overrides config.json
 */

/**
 * The parts of a model to load.
 * @typedef {object} Plan
 * @property {string} name of the task or class, for progress events
 * @property {boolean} [tokenizer]
 * @property {'none' | 'sequence-classification' | 'token-classification' | 'question-answering'
 *   | 'masked-lm' | 'multiple-choice' | 'gliner' | 'gliner2'} [head] of the model; absent: no model
 * @property {'gliner2'} [otherHead] of models that the plan takes, too
 * @property {boolean} [configOnly] only check the model's configuration
 * @property {string} [dtype] the core's name for the dtype of the weights
 * @property {import('../files/substitutions.js').Substitution[]} [substitutions] what stands in for options
 * @property {number} [seed] initialize random weights instead of reading any: from_config
 */
