// What the worker computes between a load and the first call.
import { expect, test } from '@jest/globals';

import { DebertaModel, DebertaConfig } from '../../../dist/node.js';

const config = new DebertaConfig({
  vocab_size: 60,
  hidden_size: 64,
  num_hidden_layers: 3,
  num_attention_heads: 2,
  intermediate_size: 40,
  relative_attention: true,
  pos_att_type: 'c2p|p2c',
  position_biased_input: false,
});
const inputs = { input_ids: [Array.from({ length: 50 }, (_, i) => i)] };

/** Milliseconds of attention so far, which position tables are a part of. */
const attention = async (model) => (await model.diagnostics()).profile.attention;

test('tables of positions exist before the first call, whose answer is the same', async () => {
  const [prepared, hurried] = await Promise.all(
    [1, 2].map(() => DebertaModel.from_config(config, { threads: 1 })),
  );
  try {
    const answer = await hurried(inputs);
    for (let tries = 0; tries < 100 && (await attention(prepared)) === 0; ++tries) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await attention(prepared)).toBeGreaterThan(0);
    const { last_hidden_state } = await prepared(inputs);
    expect(last_hidden_state.data).toEqual(answer.last_hidden_state.data);
  } finally {
    await Promise.all([prepared.dispose(), hurried.dispose()]);
  }
});
