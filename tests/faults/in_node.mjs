// Faults in Node.
import { join } from 'node:path';
import { readFileSync } from 'node:fs';

import { killAll, running } from './killed_workers.mjs';
import { cacheFaults, faultyCache } from './cache_faults.mjs';
import { answerOf, outcomeOf, rightAnswer, spread, tally, text } from './trial.mjs';
import { startHub } from '../support/hub.mjs';
import { fixedModel, joinSafetensors, splitSafetensors } from '../support/models.mjs';
import { seeded } from '../support/random.mjs';

const { env, pipeline } = await import('../../dist/node.js');

const name = 'ada/pii';
const simple = { aggregation_strategy: 'simple' };
const weights = 'model.safetensors';

/** Loads the model, asks it and ends it. @param {object} [options] */
async function ask(options) {
  const ner = await pipeline('ner', name, { threads: 1, ...options });
  try {
    return answerOf(await ner(text, simple));
  } finally {
    await ner.dispose();
  }
}

/** Runs `body` with a Hub and a cache in memory of its own. */
async function withHub(body, { files = fixedModel, api = true } = {}) {
  const hub = await startHub({ repositories: { [name]: { main: files } }, api });
  const before = { ...env };
  const retry = { attempts: 4, delay: 1, stall: 5000 };
  Object.assign(env, { remoteHost: hub.url, useCustomCache: true, useFSCache: false, retry });
  try {
    return await body(hub);
  } finally {
    Object.assign(env, before);
    await hub.close();
  }
}

/**
 * The Nth operation of the cache goes wrong, in the first load or in the second one, which reads what the first has
 * kept: each N, or as many as `most`.
 * @param {keyof typeof cacheFaults} fault
 * @param {number} most
 */
export function cacheGoesWrong(fault, most) {
  const { of } = cacheFaults[fault];
  return withHub(async () => {
    const newCache = () => (env.customCache = faultyCache());
    const clean = newCache();
    await ask();
    const first = clean.counts[of];
    await ask();
    const moments = spread(clean.counts[of], most);
    return tally(moments.length, async (i) => {
      const cache = newCache();
      const nth = moments[i] + 1;
      if (nth > first) await ask();
      cache.arm(fault, nth > first ? nth - first : nth);
      const outcome = await outcomeOf(ask());
      cache.disarm();
      const offline = await outcomeOf(ask({ network: 'none' }));
      const after = await outcomeOf(ask());
      if (after !== 'right') throw new Error(`${after} after the fault`);
      return offline === 'right' ? outcome : `${outcome}, offline ${offline}`;
    });
  });
}

/** @param {number} milliseconds */
const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The duration of a promise's work. @param {() => Promise<unknown>} work */
async function durationOf(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * All workers are killed at a random moment of a load.
 * @param {number} times
 * @param {number} seed
 */
export async function killedInLoad(times, seed) {
  const { fraction } = seeded(seed);
  const load = (threads) => pipeline('ner', fixedModel, { threads });
  const duration = await durationOf(async () => (await load(2)).dispose());
  return tally(times, async (i) => {
    const loading = load(1 + (i % 2)).then(async (ner) => {
      const answer = answerOf(await ner(text, simple));
      await ner.dispose();
      return answer;
    });
    const outcome = outcomeOf(loading);
    await after(fraction() * duration * 1.2);
    await killAll();
    const found = await outcome;
    await none();
    return found;
  });
}

/** Waits until no worker runs. */
async function none() {
  for (let i = 0; running.size > 0; ++i) {
    if (i === 500) throw new Error(`${running.size} workers are left`);
    await after(10);
  }
}

/**
 * All workers are killed at a random moment of calls; the next call starts a new one.
 * @param {number} times
 * @param {number} seed
 */
export async function killedInCall(times, seed) {
  const { fraction } = seeded(seed);
  const long = `${text}. `.repeat(60).trim();
  const ner = await pipeline('ner', fixedModel, { threads: 2 });
  const call = async () => answerOf(await ner(long, { ...simple, stride: 8 }));
  const right = [Array(60).fill(rightAnswer).join(', ')];
  const duration = await durationOf(call);
  try {
    return await tally(times, async () => {
      const outcomes = Promise.all([call(), call()].map((answer) => outcomeOf(answer, right)));
      await after(fraction() * 2 * duration);
      await killAll();
      const found = await outcomes;
      const next = await outcomeOf(call(), right);
      if (next !== 'right') throw new Error(`${next} after the fault`);
      return [...new Set(found)].sort().join(' and ');
    });
  } finally {
    await ner.dispose();
  }
}

/** The model whose head says something else: its labels are in another order. */
function otherModel() {
  const [header, data] = splitSafetensors(readFileSync(join(fixedModel, weights)));
  const { data_offsets } = header['classifier.bias'];
  const changed = Buffer.from(data);
  changed.subarray(...data_offsets).reverse();
  return joinSafetensors(header, changed);
}

/**
 * The weights are replaced on the server while a load reads them, between two ranges: the answer is that of one of the
 * two versions, and then of the new one.
 * @param {number} times
 * @param {number} seed
 * @param {boolean} api whether the server lists its files
 */
export function replacedInLoad(times, seed, api) {
  const { below } = seeded(seed);
  const versions = [readFileSync(join(fixedModel, weights)), otherModel()];
  return withHub(
    async (hub) => {
      const answers = [];
      for (const version of versions) {
        hub.replace(name, 'main', weights, version);
        env.customCache = faultyCache();
        answers.push(await ask());
      }
      if (answers[0] === answers[1]) throw new Error('both versions answer the same');
      return tally(times, async (i) => {
        const [before, now] = i % 2 ? [0, 1] : [1, 0];
        hub.replace(name, 'main', weights, versions[before]);
        env.customCache = faultyCache();
        const cuts = [below(versions[0].length), below(1 << 20)];
        hub.fault(weights, ...cuts.map((cut) => ({ cut })));
        let isReplaced = false;
        const progress_callback = ({ status, file, loaded }) => {
          if (isReplaced || status !== 'progress' || file !== weights || !loaded) return;
          isReplaced = true;
          hub.replace(name, 'main', weights, versions[now]);
        };
        const outcome = await outcomeOf(ask({ progress_callback }), answers);
        if (!isReplaced) hub.replace(name, 'main', weights, versions[now]);
        hub.clearFaults();
        // A cached load does not ask for a newer version.
        const next = await outcomeOf(ask({ force_download: true }), [answers[now]]);
        if (next !== 'right') throw new Error(`${next} after the fault`);
        return outcome;
      });
    },
    { api },
  );
}

/**
 * The clock jumps by up to ten years, back or forth, at a random moment of a load on a bad network.
 * @param {number} times
 * @param {number} seed
 */
export function clockJumps(times, seed) {
  const { fraction } = seeded(seed);
  const { now } = Date;
  return withHub(async (hub) => {
    const jump = async (offset, work) => {
      Date.now = () => now() + offset;
      try {
        return await work();
      } finally {
        Date.now = now;
      }
    };
    env.customCache = faultyCache();
    const duration = await durationOf(ask);
    return tally(times, async () => {
      env.customCache = faultyCache();
      hub.fault(weights, { cut: 1_000_000 }, { status: 503 });
      const offset = (fraction() - 0.5) * 20 * 365 * 86_400_000;
      const outcome = outcomeOf(ask());
      await after(fraction() * duration);
      const found = await jump(offset, () => outcome);
      hub.clearFaults();
      const next = await jump(-offset, () => outcomeOf(ask()));
      if (next !== 'right') throw new Error(`${next} after the fault`);
      return found;
    });
  });
}
