// The names of the options of a load.
import { sourceNames } from '../files/source_names.js';

/** Options of transformers.js that have no meaning here. @type {Record<keyof import('./load.js').IgnoredOptions, 1>} */
const ignored = {
  subfolder: 1,
  model_file_name: 1,
  use_external_data_format: 1,
  session_options: 1,
  legacy: 1,
};

/** @type {Record<keyof import('./load.js').FromPretrainedOptions, 1>} */
export const loadNames = {
  progress_callback: 1,
  signal: 1,
  dtype: 1,
  device: 1,
  quantized: 1,
  strict: 1,
  threads: 1,
  deterministic: 1,
  config: 1,
  num_labels: 1,
  problem_type: 1,
  id2label: 1,
  label2id: 1,
  add_prefix_space: 1,
  use_fast: 1,
  cache_converted: 1,
  initialize_missing: 1,
  from_tf: 1,
  use_safetensors: 1,
  ...sourceNames,
  ...ignored,
};
