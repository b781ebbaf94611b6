// The functions that tools/bench/run.mjs calls, in a page or in Node. Both engines are loaded at the same time and take
// turns, so that other load on the machine affects both.
import { compareEntities, compareLogits, compareNamed } from './compare.js';
import { inputOf } from './inputs.js';
import { Ours } from './ours.js';
import { Peer } from './peer.js';
import { Roofline } from './roofline.js';

/**
 * The parts that differ between a page and Node.
 * @typedef {object} Host
 * @property {typeof import('../../../js/api/index.js')} deberta this package
 * @property {(name: 'peer' | 'roofline') => import('./worker_calls.js').CalledWorker} startWorker that has
 *   the methods of peer_methods.js or roofline_methods.js
 */

const classes = { ours: Ours, peer: Peer };

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function timed(call) {
  const start = performance.now();
  const value = await call();
  return { value, milliseconds: performance.now() - start };
}

/**
 * Repeats the call until the engine's optimising compiler is done: no call was faster than the earlier ones
 * for two calls and for a second.
 * @param {() => Promise<unknown>} call
 */
async function warmUp(call) {
  const end = performance.now() + 20_000;
  let best = Infinity;
  for (let since = 0, calls = 0; calls < 2 || (since < 1000 && performance.now() < end);) {
    const { milliseconds } = await timed(call);
    const better = milliseconds < 0.97 * best;
    [since, calls] = better ? [0, 0] : [since + milliseconds, calls + 1];
    best = Math.min(best, milliseconds);
  }
}

/** The difference between the answers of both sides, by what kind the row is of. */
function differenceOf({ named, texts, padded }, ours, peer) {
  if (named) return compareNamed(ours, peer, named);
  return texts ? compareEntities(ours, peer, padded.dims[1]) : compareLogits(ours, peer);
}

/** @param {Host} host */
export function makeBench(host) {
  /** @type {{ours?: Ours, peer?: Peer}} */
  let engines = {};
  let roofline;
  const load = (name, options) => classes[name].load(host, options);

  return {
    /** The time from an empty worker to the first answer, in milliseconds; the model is unloaded afterwards. */
    async timeLoad(name, options, row) {
      const input = await inputOf(row, host.deberta);
      let engine;
      const { milliseconds } = await timed(async () => {
        engine = await load(name, options);
        const call = await engine.prepare(input);
        await call();
      });
      await engine.dispose();
      return milliseconds;
    },

    async open(options) {
      for (const name of Object.keys(classes)) engines[name] = await load(name, options);
      roofline = await Roofline.load(host, options, options.dtype === 'q8' ? 'bytes' : 'floats');
      const { variant, version } = await engines.ours.diagnostics();
      return { variant, version, roofline: await roofline.measureAll() };
    },

    async measure(row, { runs, seconds, maxDifference }) {
      const input = await inputOf(row, host.deberta);
      const { lengths } = input;
      const calls = {};
      for (const name of Object.keys(classes)) calls[name] = await engines[name].prepare(input);
      const [ours, peer] = [await calls.ours(), await calls.peer()];
      const difference = differenceOf(input, ours, peer);
      if (!(difference <= maxDifference)) return { lengths, difference };

      for (const name of Object.keys(classes)) await warmUp(calls[name]);
      const samples = { ours: [], peer: [] };
      const peaks = [];
      const end = performance.now() + 1000 * seconds;
      for (let run = 0; run < runs || (performance.now() < end && run < 50); run++) {
        for (const name of Object.keys(classes)) {
          samples[name].push((await timed(calls[name])).milliseconds);
          // The threads of a pool spin for a while after a call, and would slow the other engine.
          await pause(20);
        }
        peaks.push(await roofline.measure());
      }
      return { lengths, difference, samples, peaks };
    },

    /** The profile of ours: its best call, and the milliseconds of each stage in the mean call. */
    async profile(options, row, { seconds }) {
      const engine = await load('ours', options);
      const input = await inputOf(row, host.deberta);
      const call = await engine.prepare(input);
      await warmUp(call);
      const before = (await engine.diagnostics()).profile;
      const samples = [];
      const end = performance.now() + 1000 * seconds;
      while (performance.now() < end) samples.push((await timed(call)).milliseconds);
      const { profile: after, variant } = await engine.diagnostics();
      const stages = Object.entries(after).map(([stage, sum]) => [
        stage,
        (sum - before[stage]) / samples.length,
      ]);
      await engine.dispose();
      const mean = samples.reduce((sum, each) => sum + each, 0) / samples.length;
      const { lengths } = input;
      const best = Math.min(...samples);
      return { variant, lengths, best, mean, stages: Object.fromEntries(stages) };
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
}
