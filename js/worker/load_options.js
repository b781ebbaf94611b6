// What a load is asked for.

/**
 * Options of a load.
 * @typedef {object} LoadOptions
 * @property {import('../files/progress.js').ProgressCallback} [progress_callback] is told of the load's progress
 * @property {import('../base/platform_types.js').Signal} [signal] ends the load: it fails with the signal's
 *   reason
 * @property {number} [threads] the largest number of threads; default: the machine's cores, up to 4
 * @property {boolean} [deterministic] the same bits on every machine: without relaxed SIMD, which rounds
 *   as the processor does; slower
 * @property {boolean} [from_tf] the weights are in tf_model.h5, whatever else is there
 * @property {boolean} [initialize_missing] a head that the checkpoint lacks is made at random, as
 *   transformers does before fine-tuning, instead of refused; default false
 * @property {boolean} [add_prefix_space] whether a text begins with a space for the tokenizer, instead of what the tokenizer's files say
 * @property {boolean} [use_fast] false: the ids of Python's tokenizer, where they differ
 * @property {object} [config] a configuration instead of the repository's config.json
 * @property {number} [num_labels] number of labels, instead of what config.json says
 * @property {string | null} [problem_type] 'regression', 'single_label_classification' or
 *   'multi_label_classification', instead of what config.json says
 * @property {Record<number, string>} [id2label] names of the labels, instead of what config.json says
 * @property {Record<string, number>} [label2id] numbers of the labels, instead of what config.json says
 */

/**
 * Which parts of a model are loaded.
 * @typedef {object} Plan
 * @property {string} name of the task or class, for progress events
 * @property {boolean} [tokenizer]
 * @property {'none' | 'sequence-classification' | 'token-classification' | 'question-answering'
 *   | 'masked-lm' | 'multiple-choice'} [head] of the model; absent: no model
 * @property {boolean} [configOnly] the model's configuration is checked, and that is all
 * @property {string} [dtype] of the weights, by the core's name
 * @property {number} [seed] no weights are read, they are made: from_config
 */
