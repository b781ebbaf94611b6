// The options of from_pretrained on the command line.
import { otherDevices, otherDtypes } from '../../js/files/substitutions.js';
import { dtypes } from '../../js/worker/load.js';

/** Options for the source of files, for every command that takes a model. @type {import('./options.js').Kinds} */
export const sourceKinds = {
  revision: 'text',
  token: 'text',
  header: 'headers',
  local_files_only: 'flag',
  force_download: 'flag',
  cache_dir: 'text',
  integrity: 'pairs',
};

export const sourceHelp = `
  --revision R          branch, tag or commit of a Hub repository (default: main)
  --token T             access token of the Hub, for repositories that are not public. Other users of the
                        machine may see it in the list of processes; the variable HF_TOKEN is safer
  --header 'NAME: TEXT' sent with requests to the Hub (may be repeated)
  --local_files_only    make no request
  --force_download      download again, even if cached
  --cache_dir FOLDER    the cache (default: ~/.cache/deberta-wasm/hub)
  --integrity FILE=SHA256   refuse a file with another SHA-256 (may be repeated)
  --remote_host URL     the Hub (default: the variable HF_ENDPOINT, or https://huggingface.co/)
Options may be written with - or _: --cache-dir is --cache_dir.`;

/** Options of the load, for commands that load the model. @type {import('./options.js').Kinds} */
export const modelKinds = {
  dtype: ['auto', ...Object.keys(dtypes), ...otherDtypes],
  device: ['auto', 'wasm', 'cpu', ...otherDevices],
  strict: 'flag',
  threads: 'integer',
  deterministic: 'flag',
  use_fast: 'switch',
  add_prefix_space: 'switch',
  from_tf: 'flag',
  use_safetensors: 'flag',
  initialize_missing: 'flag',
  config: 'json',
  num_labels: 'integer',
  id2label: 'labels',
  problem_type: ['regression', 'single_label_classification', 'multi_label_classification'],
};

export const modelHelp = `
  --dtype D             type of the weights in memory: auto or fp32 (default), fp16, q8 (also int8, uint8),
                        q8-weights; converted on load from any type in the file
  --threads N           the largest number of threads (default: the machine's cores, at most 4)
  --deterministic       the same results, bit by bit, on every machine; slower
  --no-use_fast         use the ids of Python's slow tokenizer, where they differ
  --[no-]add_prefix_space   overrides the tokenizer's files
  --from_tf             read the weights from tf_model.h5, even if there are other files
  --use_safetensors     read the weights from safetensors only, and no pickle
  --initialize_missing  initialize a missing head with random weights instead of refusing
  --config FILE         a JSON file instead of the model's config.json
  --num_labels N, --id2label A,B,…, --problem_type TYPE   override config.json
  --device D            auto, wasm or cpu: all mean WebAssembly
  --strict              refuse a dtype or device of transformers.js that is not here, such as q4 or webgpu,
                        instead of replacing it with a warning`;
