// What from_pretrained takes, on the command line.
import { dtypes } from '../../js/worker/load.js';

/** Of the files, for every command that takes a model. @type {import('./options.js').Kinds} */
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
  --token T             of the Hub, for repositories that are not open to everybody. Other users of the
                        machine may see it in the list of processes: better the variable HF_TOKEN
  --header 'NAME: TEXT' sent to the Hub (may be repeated)
  --local_files_only    no request leaves this machine
  --force_download      what the cache holds is fetched again
  --cache_dir FOLDER    instead of ~/.cache/deberta-wasm/hub
  --integrity FILE=SHA256   content that differs is refused, wherever it is from (may be repeated)
  --remote_host URL     instead of https://huggingface.co/ (or the variable HF_ENDPOINT)
Options may be spelt with - or _: --cache-dir is --cache_dir.`;

/** Of the model, for a command that loads it. @type {import('./options.js').Kinds} */
export const modelKinds = {
  dtype: ['auto', ...Object.keys(dtypes)],
  device: ['auto', 'wasm', 'cpu'],
  threads: 'integer',
  deterministic: 'flag',
  use_fast: 'switch',
  add_prefix_space: 'switch',
  from_tf: 'flag',
  initialize_missing: 'flag',
  config: 'json',
  num_labels: 'integer',
  id2label: 'labels',
  problem_type: ['regression', 'single_label_classification', 'multi_label_classification'],
};

export const modelHelp = `
  --dtype D             what the weights are kept in: auto and fp32 (default), fp16, q8 (also int8, uint8),
                        q8-weights; made on load from whatever the file holds
  --threads N           the largest number of threads (default: the machine's cores, at most 4)
  --deterministic       the same bits on every machine; slower
  --no-use_fast         the ids of Python's tokenizer, where they differ
  --[no-]add_prefix_space   instead of what the tokenizer's files say
  --from_tf             the weights are in tf_model.h5, whatever else is there
  --initialize_missing  a head that the checkpoint lacks is made at random instead of refused
  --config FILE         JSON instead of the model's config.json
  --num_labels N, --id2label A,B,…, --problem_type TYPE   instead of what config.json says
  --device D            auto, wasm or cpu: all the same`;
