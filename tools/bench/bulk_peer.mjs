// transformers.js for bench:bulk: installed into the benchmark's cache, with the same model as ONNX and a tokenizer.json, which
// it needs.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { mustRun, root } from '../project.mjs';
import { cache, makeOnceByPython } from './models.mjs';

export const peerName = '@huggingface/transformers';
export const peerVersion = '4.3.2';

/**
 * @param {string} folder of a model of token classification with a byte-level BPE
 * @param {number} threads
 * @returns {Promise<{classify: (texts: string | string[]) => Promise<unknown[]>, dispose: () => Promise<void>}>}
 */
export async function openPeer(folder, threads) {
  const { env, pipeline } = await import(await install());
  Object.assign(env, { allowRemoteModels: false, localModelPath: `${cache}/` });
  const classifier = await pipeline('token-classification', await exported(folder), {
    dtype: 'fp32',
    session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
  });
  return {
    classify: (texts) => classifier(texts, { ignore_labels: ['O'] }),
    dispose: () => classifier.dispose(),
  };
}

/** @returns {Promise<string>} the address of its entry */
async function install() {
  const place = join(cache, `transformers.js-${peerVersion}`);
  mkdirSync(place, { recursive: true });
  const manifest = join(place, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private": true}');
  const find = () => createRequire(manifest).resolve(peerName);
  try {
    find();
  } catch {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
    await mustRun('npm', ['install', '--prefix', place, `${peerName}@${peerVersion}`, ...options]);
  }
  return pathToFileURL(find()).href;
}

/**
 * @param {string} folder
 * @returns {Promise<string>} the name of the exported model, in the cache
 */
async function exported(folder) {
  const hash = createHash('sha256');
  for (const file of ['config.json', 'model.safetensors', 'vocab.json', 'merges.txt']) {
    hash.update(readFileSync(join(folder, file)));
  }
  const name = `exported-${hash.digest('hex').slice(0, 12)}`;
  const to = join(cache, name);
  const script = join(root, 'tools/bench/export_folder.py');
  await makeOnceByPython(to, 'torch', [script, folder]);
  copyFileSync(join(folder, 'tokenizer_config.json'), join(to, 'tokenizer_config.json'));
  writeFileSync(join(to, 'tokenizer.json'), JSON.stringify(tokenizerOf(folder)));
  return name;
}

/** What Python's DebertaTokenizerFast writes for the vocabulary. @param {string} folder */
function tokenizerOf(folder) {
  const read = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8');
  const vocab = JSON.parse(read('vocab.json'));
  const { added_tokens_decoder } = JSON.parse(read('tokenizer_config.json'));
  const special = (/** @type {string} */ id) => ({ SpecialToken: { id, type_id: 0 } });
  const byteLevel = (/** @type {boolean} */ add_prefix_space) => {
    return { type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex: true };
  };
  const sequence = { Sequence: { id: 'A', type_id: 0 } };
  return {
    version: '1.0',
    added_tokens: Object.entries(added_tokens_decoder).map(([id, token]) => ({
      id: Number(id),
      ...token,
    })),
    normalizer: null,
    pre_tokenizer: byteLevel(false),
    post_processor: {
      type: 'TemplateProcessing',
      single: [special('[CLS]'), sequence, special('[SEP]')],
      pair: [special('[CLS]'), sequence, special('[SEP]')],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [
          token,
          { id: token, ids: [vocab[token]], tokens: [token] },
        ]),
      ),
    },
    decoder: byteLevel(true),
    model: {
      type: 'BPE',
      ...{ dropout: null, unk_token: null, fuse_unk: false, byte_fallback: false },
      vocab,
      merges: read('merges.txt')
        .split('\n')
        .filter((line) => line && !line.startsWith('#version')),
    },
  };
}
