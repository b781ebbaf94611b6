// Known values of real checkpoints of DeBERTa v2 and v3 (those of v1: documentation.test.js), loaded
// from the Hub with DEBERTA_NETWORK=1 only.
import { describe, expect, test } from '@jest/globals';

import { AutoModel, pipeline } from '../../../dist/node.js';

const testOnline = process.env.DEBERTA_NETWORK === '1' ? test : test.skip;
const online = 'skipped without DEBERTA_NETWORK=1, which loads it from the Hub';
const minutes = 60_000;

const reranker = 'mixedbread-ai/mxbai-rerank-xsmall-v1';

describe(`${reranker} (${online})`, () => {
  testOnline(
    'the logit of a question',
    async () => {
      const classify = await pipeline('text-classification', reranker);
      const options = { function_to_apply: 'none' };
      const [{ score }] = await classify('What is Deep Learning?', options);
      expect(Math.abs(score - -2.5560656)).toBeLessThan(1e-3);
      await classify.dispose();
    },
    20 * minutes,
  );

  testOnline(
    'what answers a query comes first',
    async () => {
      const rank = await pipeline('text-ranking', reranker);
      const documents = [
        'It rains in Rome.',
        'Deep learning is a kind of machine learning with neural networks of many layers.',
        'The harbour is closed in winter.',
      ];
      const [first, ...others] = await rank('What is Deep Learning?', documents);
      expect(first.index).toBe(1);
      for (const { score } of others) expect(score).toBeLessThan(first.score);
      await rank.dispose();
    },
    20 * minutes,
  );
});

// DebertaV2ModelIntegrationTest.test_inference_no_head of transformers.
testOnline(
  `microsoft/deberta-v2-xlarge (${online})`,
  async () => {
    const model = await AutoModel.from_pretrained('microsoft/deberta-v2-xlarge');
    const input_ids = [[0, 31414, 232, 328, 740, 1140, 12695, 69, 46078, 1588, 2]];
    const attention_mask = [[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]];
    const { last_hidden_state } = await model({ input_ids, attention_mask });
    const expected = [
      [0.2356, 0.1948, 0.0369],
      [-0.1063, 0.3586, -0.5152],
      [-0.6399, -0.0259, -0.2525],
    ];
    const slice = last_hidden_state.slice(0, [1, 4], [1, 4]).tolist().flat();
    for (const [i, value] of slice.entries()) {
      expect(Math.abs(value - expected.flat()[i])).toBeLessThan(1e-3);
    }
    await model.dispose();
  },
  60 * minutes,
);
