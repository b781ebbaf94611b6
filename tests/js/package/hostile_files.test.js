// Small files that claim large sizes, and weights that are hardly numbers. Addresses have 32 bits here, so
// the products of such sizes would wrap around; the core's own tests run where they have 64.
import { afterAll, expect, test } from '@jest/globals';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoModel, DebertaModel } from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import {
  cleanUp,
  joinSafetensors,
  splitSafetensors,
  temporaryFolder,
} from '../../support/models.mjs';

afterAll(cleanUp);

const options = { threads: 1 };
const small = {
  model_type: 'deberta',
  num_attention_heads: 1,
  num_hidden_layers: 1,
  intermediate_size: 16,
  position_biased_input: false,
  type_vocab_size: 0,
  vocab_size: 16,
};
const input = { input_ids: [[1, 2, 3]] };
const megabytes = async (model) => (await model.diagnostics()).heap_bytes / 2 ** 20;

/** A folder with a configuration, and a file whose tensors are only claimed. */
function claimed(config, shapes) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  let at = 0;
  const header = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const end = at + shape.reduce((product, size) => product * size, 2);
    header[name] = { dtype: 'F16', shape, data_offsets: [at, end] };
    at = end;
  }
  writeFileSync(join(folder, 'model.safetensors'), joinSafetensors(header, Buffer.alloc(64)));
  return folder;
}

test.each([37840, 20000])(
  'a hidden_size of %i is refused: its matrices wrap around',
  async (hidden) => {
    const config = { ...small, model_type: 'deberta-v2', hidden_size: hidden, embedding_size: 16 };
    const part = 'encoder.layer.0.attention.self.';
    const folder = claimed(config, {
      [`${part}key_proj.weight`]: [hidden, hidden],
      [`${part}query_proj.weight`]: [hidden, hidden],
    });
    await expect(AutoModel.from_pretrained(folder, options)).rejects.toMatchObject({
      name: 'DebertaError',
      code: 'OUT_OF_MEMORY',
      message: expect.stringContaining(part.slice(0, -1)),
    });
  },
);

test('a vocabulary whose table wraps around to 0 bytes is refused', async () => {
  const config = { ...small, hidden_size: 256, vocab_size: 2 ** 24 };
  const made = DebertaModel.from_config(config, options);
  await expect(made).rejects.toMatchObject({
    code: 'OUT_OF_MEMORY',
    message: expect.stringContaining('16777216 x 256 x 4 bytes'),
  });
});

test('a span in the millions takes no memory for distances that no text has', async () => {
  const config = { ...small, hidden_size: 16, max_relative_positions: 2 ** 24 };
  const model = await DebertaModel.from_config({ ...config, num_hidden_layers: 64 }, options);
  expect(await megabytes(model)).toBeLessThan(100);
  const { last_hidden_state } = await model(input);
  expect(last_hidden_state.data.every(Number.isFinite)).toBe(true);
  await model.dispose();
});

test('weights below the smallest normal float load in 8 bits', async () => {
  const folder = temporaryFolder();
  cpSync(join(root, 'tests/fixtures/golden/v1_c2p_p2c'), folder, { recursive: true });
  const path = join(folder, 'model.safetensors');
  const [header, data] = splitSafetensors(readFileSync(path));
  const tiny = Buffer.from(new Float32Array(data.length / 4).fill(1e-42).buffer);
  writeFileSync(path, joinSafetensors(header, tiny));
  const model = await AutoModel.from_pretrained(folder, { ...options, dtype: 'q8' });
  const { last_hidden_state } = await model(input);
  expect(last_hidden_state.data.every(Number.isFinite)).toBe(true);
  await model.dispose();
});

test.each([{ dims: [-1, -3] }, { dims: [0, 3] }, { dims: [2 ** 16, 2 ** 16] }, { dims: [1.5, 2] }])(
  'input_ids of shape %j are refused',
  async ({ dims }) => {
    const model = await DebertaModel.from_config({ ...small, hidden_size: 16 }, options);
    const input_ids = { data: new Int32Array(3), dims };
    await expect(model({ input_ids })).rejects.toMatchObject({ code: 'INPUT' });
    await expect(model(input)).resolves.toHaveProperty('last_hidden_state');
    await model.dispose();
  },
);
