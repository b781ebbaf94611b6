// What tools/bench/run.mjs calls in the page, as globalThis.bench. Both engines are loaded at the same time and
// take turns, so that what else the machine does meets both.
import { compareEntities, compareLogits } from './compare.js';
import { AutoTokenizer } from './deberta/deberta.js';
import { Ours } from './ours.js';
import { Peer } from './peer.js';
import { Roofline } from './roofline.js';

const classes = { ours: Ours, peer: Peer };
/** @type {{ours?: Ours, peer?: Peer}} */
let engines = {};
let roofline;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function timed(call) {
  const start = performance.now();
  const value = await call();
  return { value, milliseconds: performance.now() - start };
}

/** Token ids of a row of lengths, the same each time. @param {{lengths: number[], vocabulary: number}} row */
function idsOf({ lengths, vocabulary }) {
  const dims = [lengths.length, Math.max(...lengths)];
  const count = dims[0] * dims[1];
  // Below 10 are the special tokens.
  const input_ids = BigInt64Array.from({ length: count }, (_, i) =>
    BigInt(10 + ((i * 7919) % (vocabulary - 10))),
  );
  return { input_ids, attention_mask: new BigInt64Array(count).fill(1n), dims };
}

/** @param {{texts: string[], folder: string}} row */
async function encoded({ texts, folder }) {
  const tokenizer = await AutoTokenizer.from_pretrained(`${folder}/`);
  const { input_ids, attention_mask } = await tokenizer(texts, { padding: true });
  await tokenizer.dispose();
  const { dims } = input_ids;
  return { input_ids: input_ids.data, attention_mask: attention_mask.data, dims };
}

/**
 * Calls until the engine's optimising compiler is done: no call has been faster than those before for a while.
 * @param {() => Promise<unknown>} call
 */
async function warmUp(call) {
  let best = Infinity;
  let sinceBest = 0;
  const end = performance.now() + 20_000;
  for (let i = 0; i < 2 || (sinceBest < 2 && i < 40 && performance.now() < end); i++) {
    const { milliseconds } = await timed(call);
    sinceBest = milliseconds < 0.97 * best ? 0 : sinceBest + 1;
    best = Math.min(best, milliseconds);
  }
}

const load = (name, options) => classes[name].load(options);

globalThis.bench = {
  /** From nothing in the worker to the first answer, in milliseconds; what was loaded is gone again. */
  async timeLoad(name, options, row) {
    const input = { ...row, padded: idsOf(row) };
    let engine;
    const { milliseconds } = await timed(async () => {
      engine = await load(name, options);
      await (
        await engine.prepare(input)
      )();
    });
    await engine.dispose();
    return milliseconds;
  },

  async open(options) {
    for (const name of Object.keys(classes)) engines[name] = await load(name, options);
    roofline = await Roofline.load(options.threads);
    const { variant, version } = await engines.ours.diagnostics();
    return { variant, version, roofline: await roofline.measureAll() };
  },

  async measure(row, { runs, seconds }) {
    const padded = row.texts ? await encoded(row) : idsOf(row);
    const lengths =
      row.lengths ??
      Array.from({ length: padded.dims[0] }, (_, i) => {
        const mask = padded.attention_mask.subarray(i * padded.dims[1], (i + 1) * padded.dims[1]);
        return mask.reduce((sum, value) => sum + Number(value), 0);
      });
    const calls = {};
    for (const name of Object.keys(classes)) {
      calls[name] = await engines[name].prepare({ ...row, padded });
    }
    const [ours, peer] = [await calls.ours(), await calls.peer()];
    const difference = row.texts
      ? compareEntities(ours, peer, padded.dims[1])
      : compareLogits(ours, peer);
    if (!(difference <= 1e-3)) return { lengths, difference };

    for (const name of Object.keys(classes)) await warmUp(calls[name]);
    const samples = { ours: [], peer: [] };
    const peaks = [];
    const end = performance.now() + 1000 * seconds;
    for (let run = 0; run < runs || (performance.now() < end && run < 50); run++) {
      for (const name of Object.keys(classes)) {
        samples[name].push((await timed(calls[name])).milliseconds);
        // Threads of a pool look out for more work for a while, and would take it from the other's.
        await pause(20);
      }
      peaks.push(await roofline.measure());
    }
    return { lengths, difference, samples, peaks };
  },

  async memory() {
    return { ours: await engines.ours.memory(), peer: await engines.peer.memory() };
  },

  async close() {
    for (const engine of Object.values(engines)) await engine.dispose();
    engines = {};
    roofline.dispose();
  },
};
