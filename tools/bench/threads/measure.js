// The measurements of the table of threads, in a page and in Node.

/** The measured models, each with a number of threads. */
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
 * Calls the model with that number of threads repeatedly: at least once, and for a number of seconds.
 * @param {number} threads
 * @param {number} tokens of one text
 * @param {number} seconds
 * @returns {Promise<{milliseconds: number[], sum: number}>} the time of each call, and the sum of its logits
 */
export async function time(threads, tokens, seconds) {
  const { model, Tensor, vocabulary } = loaded.get(threads);
  const ids = BigInt64Array.from({ length: tokens }, (_, i) =>
    BigInt(10 + ((i * 7919) % (vocabulary - 10))),
  );
  const input_ids = new Tensor('int64', ids, [1, tokens]);
  const milliseconds = [];
  let sum;
  const end = performance.now() + 1000 * seconds;
  do {
    const start = performance.now();
    const { logits } = await model({ input_ids });
    milliseconds.push(performance.now() - start);
    sum = logits.data.reduce((total, each) => total + each, 0);
  } while (performance.now() < end);
  return { milliseconds, sum };
}

/** The diagnostics of a model's threads. @param {number} threads */
export async function diagnostics(threads) {
  return loaded.get(threads).model.diagnostics();
}

export async function unload() {
  for (const { model } of loaded.values()) await model.dispose();
  loaded.clear();
}
