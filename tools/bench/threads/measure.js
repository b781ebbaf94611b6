// What the table of threads measures, in a page and in Node.

/** Models that calls are timed of, each with a number of threads. */
const loaded = new Map();

/**
 * @param {string} entry address of the package
 * @param {object} config
 * @param {number[]} threads a model for each
 */
export async function load(entry, config, threads) {
  const { DebertaForTokenClassification, Tensor } = await import(entry);
  for (const count of threads) {
    const model = await DebertaForTokenClassification.from_config(config, { threads: count });
    loaded.set(count, { model, Tensor, vocabulary: config.vocab_size });
  }
}

/**
 * The models in turns, a few calls of each at a time: what other programs do meets them all.
 * @param {number} tokens of one text
 * @param {{rounds: number, seconds: number}} options turns of each, and how long one lasts
 * @returns {Promise<Record<number, {milliseconds: number[], sum: number}>>} of each call, and of the logits
 */
export async function time(tokens, { rounds, seconds }) {
  const results = {};
  for (let round = -1; round < rounds; ++round) {
    for (const [threads, { model, Tensor, vocabulary }] of loaded) {
      const ids = BigInt64Array.from({ length: tokens }, (_, i) =>
        BigInt(10 + ((i * 7919) % (vocabulary - 10))),
      );
      const input_ids = new Tensor('int64', ids, [1, tokens]);
      const result = (results[threads] ??= { milliseconds: [], sum: 0 });
      const end = performance.now() + 1000 * seconds;
      do {
        const start = performance.now();
        const { logits } = await model({ input_ids });
        // The first round warms up.
        if (round >= 0) result.milliseconds.push(performance.now() - start);
        result.sum = logits.data.reduce((sum, each) => sum + each, 0);
      } while (performance.now() < end);
    }
  }
  return results;
}

/** What each model says of its threads. */
export async function diagnostics() {
  const found = {};
  for (const [threads, { model }] of loaded) found[threads] = await model.diagnostics();
  return found;
}

export async function unload() {
  for (const { model } of loaded.values()) await model.dispose();
  loaded.clear();
}
