// Measures texts per second of many sentences in Node: a call for each, calls of 32 in the order of the texts, pipe.stream()
// with several budgets, and the command with several workers.
//
//   npm run bench:bulk [-- MODEL] [--texts N] [--runs N] [--dtype D] [--peer]
//
// --peer: transformers.js answers the same texts with the same weights in floats, too, in the same process and on one thread; in Node
// it runs onnxruntime's native library. First it is checked that both find the same in nearly all texts.
//
// MODEL is a model of token classification, by default the bundled one. The sentences have 1 to 60 words
// (sentences.json, each with a number of its own). All ways answer the same texts in turns, with one thread for each model; the
// median counts. The command's time is from its start to its end, with the load.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { pipeline } from '../../dist/node.js';
import { root } from '../project.mjs';
import { openPeer, peerName, peerVersion } from './bulk_peer.mjs';
import { median } from './measure/statistics.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    texts: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    dtype: { type: 'string', default: 'fp32' },
    peer: { type: 'boolean' },
  },
});
const [model = join(root, 'models/pii-tiny')] = positionals;
const { dtype } = values;
const runs = Number(values.runs);

const sentences = JSON.parse(readFileSync(join(root, 'tools/bench/sentences.json'), 'utf8'));
const texts = Array.from(
  { length: Number(values.texts) },
  (_, i) => `${sentences[(i * 7) % sentences.length]} (${i})`,
);

const folder = mkdtempSync(join(tmpdir(), 'deberta-bench-'));
const input = join(folder, 'texts.jsonl');
writeFileSync(input, texts.map((text) => `${JSON.stringify(text)}\n`).join(''));

const pipe = await pipeline('token-classification', model, { dtype, threads: 1 });

/** @param {number} batch_tokens */
const streaming = (batch_tokens) => async () => {
  for await (const { error } of pipe.stream(texts, { batch_tokens })) if (error) throw error;
};

/** @param {number} workers */
const commanding = (workers) => async () => {
  const status = await new Promise((resolve, reject) => {
    const args = ['run', 'ner', model, '--jsonl', '--file', input, '--dtype', dtype, '--threads=1'];
    const to = ['--output', join(folder, 'out.jsonl'), '--force', `--workers=${workers}`];
    const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args, ...to], {
      stdio: 'ignore',
    });
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status !== 0) throw new Error(`the command ended with ${status}`);
};

/** @type {Record<string, () => Promise<void>>} */
const ways = {
  'a call for each text': async () => {
    for (const text of texts) await pipe(text);
  },
  'calls of 32 texts': async () => {
    for (let i = 0; i < texts.length; i += 32) await pipe(texts.slice(i, i + 32));
  },
  'stream, 256 tokens': streaming(256),
  'stream, 1024 tokens': streaming(1024),
  'stream, 4096 tokens': streaming(4096),
  'command, 1 worker': commanding(1),
  'command, 2 workers': commanding(2),
};

const peer = values.peer ? await openPeer(model, 1) : null;
if (peer) {
  ways['transformers.js, a call for each text'] = async () => {
    for (const text of texts) await peer.classify(text);
  };
  ways['transformers.js, calls of 32 texts'] = async () => {
    for (let i = 0; i < texts.length; i += 32) await peer.classify(texts.slice(i, i + 32));
  };
}

/** Compares the labelled tokens of some texts. @param {NonNullable<typeof peer>} peer */
async function compare(peer) {
  const some = texts.slice(0, 200);
  const labels = (/** @type {any[]} */ tokens) => tokens.map(({ entity }) => entity).join();
  const ours = await pipe(some, { aggregation_strategy: 'none' });
  const theirs = /** @type {any[][]} */ (await peer.classify(some));
  const same = some.filter((_, i) => labels(ours[i]) === labels(theirs[i])).length;
  if (same < 0.95 * some.length) {
    throw new Error(
      `the same labels in ${same} of ${some.length} texts only: these are not the same models`,
    );
  }
  return `${peerName} ${peerVersion}: the same labels in ${same} of ${some.length} texts`;
}

try {
  if (peer) console.log(await compare(peer));
  await streaming(1024)(); // compiles
  /** @type {Record<string, number[]>} seconds */
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let run = 0; run < runs; ++run) {
    for (const [name, way] of Object.entries(ways)) {
      const start = performance.now();
      await way();
      times[name].push((performance.now() - start) / 1000);
    }
  }
  console.log(`${texts.length} texts, ${dtype}, Node ${process.versions.node}; medians of ${runs}`);
  for (const [name, seconds] of Object.entries(times)) {
    const rate = (texts.length / median(seconds)).toFixed(1);
    console.log(`${name.padEnd(38)}${rate.padStart(8)} texts/s`);
  }
} finally {
  await pipe.dispose();
  await peer?.dispose();
  rmSync(folder, { recursive: true, force: true });
}
