// js/tensorflow: Keras' weights become those of the PyTorch twin, bit by bit.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { randomAccess } from '../../../js/files/random_access.js';
import { gather } from '../../../js/base/streams.js';
import { safetensorsOf } from '../../../js/files/tensorflow/checkpoint.js';
import { toPyTorch } from '../../../js/files/tensorflow/names.js';
import { root } from '../../../tools/project.mjs';
import { accessTo, checkpointBytes, oddBytes } from '../../support/hdf5.mjs';
import { splitSafetensors } from '../../support/models.mjs';

/** A safetensors file's tensors by name. */
function tensorsIn(bytes) {
  const [{ __metadata__: _, ...header }, data] = splitSafetensors(bytes);
  return Object.fromEntries(
    Object.entries(header).map(([name, { dtype, shape, data_offsets }]) => [
      name,
      { dtype, shape, bytes: data.subarray(...data_offsets).toString('hex') },
    ]),
  );
}

async function converted(bytes) {
  const { total, chunks } = await safetensorsOf(accessTo(bytes));
  const whole = await gather(chunks);
  expect(whole.length).toBe(total);
  return tensorsIn(Buffer.from(whole.buffer));
}

const values = ({ bytes }) => [
  ...new Float32Array(Uint8Array.from(Buffer.from(bytes, 'hex')).buffer),
];

describe('golden checkpoints', () => {
  test.each([
    ['v1_seq_single', 'as Keras writes it'],
    ['v1_tok_embeds', 'in the newest layout of HDF5'],
    ['v1_abs_rel_tt', 'the bare model, with positions and token types'],
    ['v1_mlm_legacy_embsize', 'word embeddings stored twice, and a layer without a name'],
    ['v2_noshare_ln', 'positions with projections of their own, which Keras names as v1'],
    ['v2_conv_gelu', 'the convolution, shared projections'],
  ])('%s: %s', async (name) => {
    const golden = tensorsIn(
      readFileSync(join(root, 'tests/fixtures/golden', name, 'model.safetensors')),
    );
    // The bare model's golden file leaves the prefix out.
    const expected = Object.fromEntries(
      Object.entries(golden).map(([key, tensor]) => [key.replace(/^e/, 'deberta.e'), tensor]),
    );
    expect(await converted(checkpointBytes(name))).toEqual(expected);
  });
});

test.each([
  [
    'deberta/m/deberta/embeddings/word_embeddings/weight',
    'deberta.embeddings.word_embeddings.weight',
  ],
  [
    'deberta/m/deberta/embeddings/position_embeddings/embeddings',
    'deberta.embeddings.position_embeddings.weight',
  ],
  ['deberta/m/deberta/embeddings/dense_3/kernel', 'deberta.embeddings.embed_proj.weight', true],
  ['deberta/m/deberta/embeddings/embed_proj/kernel', 'deberta.embeddings.embed_proj.weight', true],
  ['deberta/m/deberta/encoder/rel_embeddings.weight', 'deberta.encoder.rel_embeddings.weight'],
  [
    'deberta/m/deberta/encoder/layer_._11/attention/self/in_proj/kernel',
    'deberta.encoder.layer.11.attention.self.in_proj.weight',
    true,
  ],
  [
    'deberta/m/deberta/encoder/layer_._0/attention/self/q_bias',
    'deberta.encoder.layer.0.attention.self.q_bias',
  ],
  [
    'deberta/m/deberta/encoder/layer_._0/output/LayerNorm/gamma',
    'deberta.encoder.layer.0.output.LayerNorm.weight',
  ],
  [
    'deberta/m/deberta/encoder/layer_._0/output/LayerNorm/beta',
    'deberta.encoder.layer.0.output.LayerNorm.bias',
  ],
  ['deberta/m/deberta/encoder/LayerNorm/weight', 'deberta.encoder.LayerNorm.weight'],
  ['deberta/m/deberta/encoder/conv/conv/kernel', 'deberta.encoder.conv.conv.weight', true],
  ['deberta/m/deberta/x___y/kernel', 'deberta.y.weight', true],
  ['cls/m/cls/predictions/transform/dense/kernel', 'cls.predictions.transform.dense.weight', true],
  ['cls/m/cls/predictions/bias', 'cls.predictions.bias'],
  ['cls/m/deberta/embeddings/word_embeddings/weight', 'deberta.embeddings.word_embeddings.weight'],
  ['pooler/m/pooler/dense/bias', 'pooler.dense.bias'],
  ['classifier/m/classifier/kernel', 'classifier.weight', true],
  ['qa_outputs/m/qa_outputs/kernel', 'qa_outputs.weight', true],
  ['classifier/classifier/bias', 'classifier.bias'],
])('%s is %s', (keras, name, isKernel = false) => {
  expect(toPyTorch(`${keras}:0`.split('/'))).toEqual({ name, isKernel });
});

test('v2’s positions have v1’s names in Keras', () => {
  const path = 'deberta/m/deberta/encoder/layer_._0/attention/self/pos_q_proj/bias:0'.split('/');
  const layer = 'deberta.encoder.layer.0.attention.self';
  expect(toPyTorch(path).name).toBe(`${layer}.pos_q_proj.bias`);
  expect(toPyTorch(path, true).name).toBe(`${layer}.pos_query_proj.bias`);
});

test('doubles are narrowed', async () => {
  const tensors = await converted(oddBytes('float64'));
  const thirds = [0, 1, 2, 3, 4, 5].map((i) => Math.fround(i / 3));
  expect(tensors.w).toMatchObject({ dtype: 'F32', shape: [2, 3] });
  expect(values(tensors.w)).toEqual(thirds);
  expect(tensors.weight).toMatchObject({ dtype: 'F32', shape: [3, 2] });
  expect(values(tensors.weight)).toEqual([0, 3, 1, 4, 2, 5].map((i) => thirds[i]));
});

test('a convolution has its axes in reverse', async () => {
  const { weight } = await converted(oddBytes('conv'));
  expect(weight.shape).toEqual([4, 3, 2]);
  const expected = [];
  for (let k = 0; k < 4; ++k) {
    for (let j = 0; j < 3; ++j) for (let i = 0; i < 2; ++i) expected.push((i * 3 + j) * 4 + k);
  }
  expect(values(weight)).toEqual(expected);
});

test('of two dimensions it is refused', async () => {
  await expect(converted(oddBytes('conv_2d'))).rejects.toMatchObject({ code: 'H5_UNSUPPORTED' });
});

test('each chunk owns its buffer', async () => {
  const { chunks } = await safetensorsOf(accessTo(checkpointBytes('v1_seq_single')));
  const buffers = new Set();
  for await (const chunk of chunks) {
    expect(chunk.byteLength).toBe(chunk.buffer.byteLength);
    buffers.add(chunk.buffer);
    structuredClone(chunk, { transfer: [chunk.buffer] });
  }
  expect(buffers.size).toBeGreaterThan(20);
});

test('a file that comes once is read here and there', async () => {
  const pieces = [[0, 1, 2], [], [3], [4, 5, 6, 7]].map((piece) => Uint8Array.from(piece));
  const access = await randomAccess({
    total: null,
    chunks: (async function* () {
      yield* pieces;
    })(),
  });
  expect(access.size).toBe(8);
  for (let begin = 0; begin <= 8; ++begin) {
    for (let end = begin; end <= 8; ++end) {
      const bytes = await access.read(begin, end);
      expect([...bytes]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].slice(begin, end));
      expect(pieces.some(({ buffer }) => buffer === bytes.buffer)).toBe(false);
    }
  }
});
