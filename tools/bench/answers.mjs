// npm run bench:answers: the accuracy in 8 bits, ours compared with onnxruntime-web's, when a few feed-forward
// channels are many times as large as the others. See README.md.
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { main, ToolError } from '../project.mjs';
import { valuesOf } from './arguments.mjs';
import { writeAnswers } from './documents.mjs';
import { compareLogits } from './measure/compare.js';
import { madeUp } from './measure/inputs.js';
import { Ours } from './measure/ours.js';
import { Peer } from './measure/peer.js';
import { cache, makeOutlierModel, makeQuantizedPeer } from './models.mjs';
import { nodeHost } from './node/host.js';
import { answersTable } from './report.mjs';
import { centered, cosine } from './similarity.mjs';
import { peerVersion } from './site.mjs';

const usage = `usage: npm run bench:answers -- [options]
  --plant 1,50,…   how many times as large the channels are, default 1,50,100,200; 1: as they were
  --draws N        of random weights, default 3
  --json FILE      all figures
  --docs           table into docs/benchmarks/answers-q8.md`;

const lengths = Array(24).fill(40);

/**
 * The maximum difference between both sides in fp32, as a fraction of the largest logit: beyond it they do not
 * compute the same. Outliers increase the rounding error, to 3e-4 in the runs so far.
 */
const maxDifference = 1e-2;

function readOptions() {
  const string = { type: 'string' };
  const boolean = { type: 'boolean', default: false };
  const values = valuesOf(
    {
      plant: { ...string, default: '1,50,100,200' },
      draws: { ...string, default: '3' },
      ...{ json: string, docs: boolean, help: boolean },
    },
    usage,
  );
  if (values.help) return null;
  const factors = values.plant.split(',').map(Number);
  if (!factors.every((each) => each > 0))
    throw new ToolError('--plant: expected numbers, such as 50,200');
  const draws = Number(values.draws);
  if (!Number.isInteger(draws) || draws < 1)
    throw new ToolError('--draws: expected an integer of at least 1');
  return { factors, draws, json: values.json, docs: values.docs };
}

/** @returns the logits, and for ours the diagnostics */
async function answer(Engine, options, input) {
  const engine = await Engine.load(nodeHost, { threads: 1, ...options });
  try {
    const call = await engine.prepare(input);
    return { logits: await call(), diagnostics: await engine.diagnostics?.() };
  } finally {
    await engine.dispose();
  }
}

/** The similarity of the answers in q8 and in fp32, for both sides. */
async function compare(name) {
  const quantized = await makeQuantizedPeer(name);
  const folder = join(cache, name);
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  const labels = Object.keys(config.id2label).length;
  const input = madeUp({ lengths, vocabulary: config.vocab_size });
  const ours = (dtype) => answer(Ours, { ours: folder, dtype }, input);
  const runtime = { entry: 'onnxruntime-web' };
  const peer = (peerModel) => answer(Peer, { folder, peerModel, runtime }, input);

  const floats = { ours: await ours('fp32'), peer: await peer('model.onnx') };
  const difference = compareLogits(floats.ours.logits, floats.peer.logits);
  if (!(difference <= maxDifference)) {
    throw new ToolError(`${name}: the answers in fp32 differ by ${difference}`);
  }
  const small = { ours: await ours('q8'), peer: await peer(quantized) };
  const alike = (side) => {
    const both = [small[side].logits, floats[side].logits];
    const [a, b] = both.map((logits) => centered(logits, labels));
    return { cosine: cosine(...both), centered: cosine(a, b) };
  };
  const { variant, version, load } = small.ours.diagnostics;
  const unquantized_layers = load.unquantized_layers.length;
  const row = { ours: { ...alike('ours'), unquantized_layers }, peer: alike('peer'), difference };
  return { row, version, variant };
}

await main(async () => {
  const options = readOptions();
  if (!options) return console.log(usage);
  const { factors, draws } = options;
  const result = { peer: `onnxruntime-web ${peerVersion()}`, factors, draws, rows: [] };
  for (const factor of factors) {
    for (let draw = 1; draw <= draws; draw++) {
      const { row, ...ours } = await compare(await makeOutlierModel(draw, factor));
      Object.assign(result, ours);
      result.rows.push({ factor, draw, ...row });
      console.error(`×${factor}, draw ${draw}`);
    }
  }
  console.log(answersTable(result));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  if (options.docs) await writeAnswers(result);
});
