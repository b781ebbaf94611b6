// Measures the time and the memory that a large checkpoint takes to load in Chromium.
//
//   npm run bench:load [-- --runs N] [--dtype q8]
//
// The checkpoint has deberta-base's configuration, keys and sizes (557 MB, F32; with --dtype q8 what `convert` makes of it, 156 MB) and
// random weights. It comes from a Hub on 127.0.0.1: from the network in a browser without a cache, from the cache in a page that is
// reloaded, and in a browser that was started anew. Peak: the most memory that the page's process has had resident at once: wasm,
// JavaScript, and the browser's own part, which an empty page shows.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { launchWithProfile } from '../../tests/support/browser.mjs';
import { startHub } from '../../tests/support/hub.mjs';
import { peakOfPages } from '../../tests/support/peak_memory.mjs';
import { contentSecurityPolicy, serve } from '../serve.mjs';
import { root } from '../project.mjs';

const hidden = 768;
const inner = 3072;
const layers = 12;
const vocabulary = 50265;

/** config.json of microsoft/deberta-base */
const config = {
  model_type: 'deberta',
  attention_probs_dropout_prob: 0.1,
  hidden_act: 'gelu',
  hidden_dropout_prob: 0.1,
  hidden_size: hidden,
  initializer_range: 0.02,
  intermediate_size: inner,
  max_position_embeddings: 512,
  relative_attention: true,
  pos_att_type: 'c2p|p2c',
  layer_norm_eps: 1e-7,
  max_relative_positions: -1,
  position_biased_input: false,
  num_attention_heads: 12,
  num_hidden_layers: layers,
  type_vocab_size: 0,
  vocab_size: vocabulary,
};

/** The names and shapes in its pytorch_model.bin, its heads included. */
function* tensors() {
  const norm = function* (/** @type {string} */ name) {
    yield [`${name}.gamma`, [hidden]];
    yield [`${name}.beta`, [hidden]];
  };
  const dense = function* (/** @type {string} */ name, outputs = hidden, inputs = hidden) {
    yield [`${name}.weight`, [outputs, inputs]];
    yield [`${name}.bias`, [outputs]];
  };
  yield ['deberta.embeddings.word_embeddings.weight', [vocabulary, hidden]];
  yield* norm('deberta.embeddings.LayerNorm');
  for (let i = 0; i < layers; ++i) {
    const layer = `deberta.encoder.layer.${i}`;
    const self = `${layer}.attention.self`;
    yield [`${self}.q_bias`, [hidden]];
    yield [`${self}.v_bias`, [hidden]];
    yield [`${self}.in_proj.weight`, [3 * hidden, hidden]];
    yield [`${self}.pos_proj.weight`, [hidden, hidden]];
    yield* dense(`${self}.pos_q_proj`);
    yield* dense(`${layer}.attention.output.dense`);
    yield* norm(`${layer}.attention.output.LayerNorm`);
    yield* dense(`${layer}.intermediate.dense`, inner);
    yield* dense(`${layer}.output.dense`, hidden, inner);
    yield* norm(`${layer}.output.LayerNorm`);
  }
  yield ['deberta.encoder.rel_embeddings.weight', [1024, hidden]];
  yield ['lm_predictions.lm_head.bias', [vocabulary]];
  yield* dense('lm_predictions.lm_head.dense');
  yield* norm('lm_predictions.lm_head.LayerNorm');
}

/** Numbers around 0, of initializer_range's size; every block of them is the same. */
function noise(bytes) {
  const digest = createHash('sha512').update('deberta').digest();
  const values = Float32Array.from(
    { length: 1 << 16 },
    (_, i) => 0.02 * Math.sin(i * 12.9898 + digest[i % 64]),
  );
  const block = Buffer.from(values.buffer);
  return {
    *[Symbol.iterator]() {
      for (let at = 0; at < bytes; at += block.length) yield block.subarray(0, bytes - at);
    },
  };
}

/** @param {string} folder */
function writeModel(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  /** @type {Record<string, unknown>} */
  const header = {};
  let end = 0;
  for (const [name, shape] of tensors()) {
    const bytes = shape.reduce((product, size) => product * size, 4);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = openSync(join(folder, 'model.safetensors'), 'w');
  for (const part of [length, text, ...noise(end)]) writeSync(file, part);
  closeSync(file);
  return end + 8 + text.length;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    dtype: { type: 'string', default: 'fp32' },
  },
});
const { dtype } = values;
const runs = Number(values.runs);
const megabytes = (/** @type {number} */ bytes) => Math.round(bytes / 1e6);
const median = (/** @type {number[]} */ list) => list.toSorted((a, b) => a - b)[list.length >> 1];

const work = mkdtempSync(join(tmpdir(), 'deberta-bench-'));
const policy = contentSecurityPolicy.replace("connect-src 'self'", '$& http://127.0.0.1:*');
const site = await serve(join(root, 'dist'), { headers: { 'Content-Security-Policy': policy } });
let size = writeModel(join(work, 'model'));
if (dtype === 'q8') {
  const [from, to] = [join(work, 'model'), join(work, 'q8')];
  const args = [join(root, 'dist/cli.js'), 'convert', from, to, '--dtype', 'q8'];
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  rmSync(from, { recursive: true });
  renameSync(to, from);
  ({ size } = statSync(join(from, 'model.safetensors')));
}
const hub = await startHub({ repositories: { 'bench/deberta-base': join(work, 'model') } });
writeFileSync(join(root, 'dist/bench.html'), '<!doctype html><title>bench</title>');

/** Loads the model in the page. */
const load = (page) =>
  page.evaluate(
    async ([remoteHost, dtype]) => {
      const { AutoModel, env } = await import('./deberta.js');
      env.remoteHost = remoteHost;
      const start = performance.now();
      const model = await AutoModel.from_pretrained('bench/deberta-base', { dtype });
      const loaded = performance.now() - start;
      await model({ input_ids: [[1, 2, 3, 4, 5, 6, 7, 8]] });
      const first = performance.now() - start;
      const { heap_bytes, threads, load } = await model.diagnostics();
      const { from, verified } = load.origins['model.safetensors'];
      await model.dispose();
      return { loaded, first, heap_bytes, threads, from, verified };
    },
    [hub.url, dtype],
  );

/**
 * @param {string} profile
 * @param {number} loads each in a page that is loaded anew
 */
async function visit(profile, loads) {
  const context = await launchWithProfile(profile);
  const page = await context.newPage();
  const results = [];
  await page.goto(`${site.url}bench.html`);
  for (let i = 0; i < loads; ++i) {
    if (i > 0) await page.reload();
    const result = await load(page);
    results.push({ ...result, peak: await peakOfPages(context.browser()) });
  }
  if (loads === 0) results.push({ peak: await peakOfPages(context.browser()) });
  await context.close();
  return results;
}

try {
  const rows = { network: [], reload: [], restart: [], empty: [] };
  for (let run = 0; run < runs; ++run) {
    const profile = join(work, `profile-${run}`);
    rows.network.push(...(await visit(profile, 1)));
    const [restart, reload] = await visit(profile, 2);
    rows.restart.push(restart);
    rows.reload.push(reload);
    rows.empty.push(...(await visit(join(work, `empty-${run}`), 0)));
    rmSync(profile, { recursive: true, force: true });
  }
  console.log(`checkpoint: ${megabytes(size)} MB; medians of ${runs}`);
  console.log('from     loaded s  first answer s  wasm MB  peak MB  checked');
  for (const [from, results] of Object.entries(rows)) {
    const of = (/** @type {string} */ key) => median(results.map((result) => result[key]));
    if (from === 'empty') {
      console.log(`empty page ${' '.repeat(30)} ${megabytes(of('peak'))}`);
      continue;
    }
    const place = from === 'network' ? 'network' : 'cache';
    if (results.some((result) => result.from !== place)) throw new Error(`not from the ${place}`);
    console.log(
      from.padEnd(8),
      (of('loaded') / 1000).toFixed(2).padStart(8),
      (of('first') / 1000).toFixed(2).padStart(15),
      String(megabytes(of('heap_bytes'))).padStart(8),
      String(megabytes(of('peak'))).padStart(8),
      results[0].verified.padStart(8),
    );
  }
} finally {
  rmSync(join(root, 'dist/bench.html'), { force: true });
  await Promise.all([hub.close(), site.close()]);
  rmSync(work, { recursive: true, force: true });
}
