// npm run bench:abort -- [--dtype q8] [--threads N] [--tokens N] [--after 50,200,…] [--times N]
// How long a worker is still busy after a call was aborted: a call of many tokens (default: 65,536) by a model of
// deberta-base's shape with random weights is aborted after some milliseconds, and a call of one token
// waits behind it. Medians and maxima, beside the small call's own time. Node; runtimes with other instructions: start
// this file with them.
import { parseArgs } from 'node:util';

import { DebertaModel } from '../../dist/node.js';
import { median } from './measure/statistics.js';

const { values } = parseArgs({
  options: {
    dtype: { type: 'string', default: 'fp32' },
    threads: { type: 'string', default: '2' },
    tokens: { type: 'string', default: '65536' },
    after: { type: 'string', default: '10,50,100,200,500,1000,2000' },
    times: { type: 'string', default: '3' },
  },
});
const tokens = Number(values.tokens);
const config = {
  model_type: 'deberta',
  vocab_size: 1000,
  relative_attention: true,
  pos_att_type: ['c2p', 'p2c'],
  max_relative_positions: -1,
  position_biased_input: false,
  type_vocab_size: 0,
  max_position_embeddings: 512,
};

const model = await DebertaModel.from_config(config, {
  dtype: values.dtype,
  threads: Number(values.threads),
});
const inputsOf = (count) => ({ input_ids: [Array.from({ length: count }, (_, i) => i % 1000)] });
const small = inputsOf(1);
const timed = async (call) => {
  const start = performance.now();
  await call();
  return performance.now() - start;
};
const large = inputsOf(tokens);
await model(small);
const own = [];
for (let i = 0; i < 9; i++) own.push(await timed(() => model(small)));
const { threads_started, variant } = await model.diagnostics();
const setting = `${values.dtype}, ${threads_started} threads, ${variant}, Node ${process.version}`;
console.log(`${tokens} tokens, ${setting}`);
console.log(`one token: ${median(own).toFixed(0)} ms`);
for (const after of values.after.split(',').map(Number)) {
  const times = [];
  for (let i = 0; i < Number(values.times); i++) {
    const controller = new AbortController();
    const call = model(large, { signal: controller.signal }).then(
      () => console.log('  finished before it was aborted'),
      (error) => {
        if (error.name !== 'AbortError') throw error;
      },
    );
    await new Promise((resolve) => setTimeout(resolve, after));
    controller.abort();
    times.push(await timed(() => model(small)));
    await call;
  }
  const [middle, most] = [median(times), Math.max(...times)].map((time) => time.toFixed(0));
  console.log(`aborted after ${after} ms: ${middle} ms (at most ${most})`);
}
await model.dispose();
