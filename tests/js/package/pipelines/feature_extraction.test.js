// feature-extraction: the hidden states of Python's FeatureExtractionPipeline, and the pooling that
// transformers.js adds to it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModel, Tensor, pipeline } from '../../../../dist/node.js';
import { fixedModel, cleanUp } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { expectClose, partsOf } from '../../../support/reference.mjs';
import { encoder } from '../../../support/tiny_models.mjs';

const texts = ['What a day.', 'Go!', '', 'Überall 😀 Ωmega', 'one two three '.repeat(20)];
const hidden = 256;
const poolings = ['none', 'mean', 'cls', 'first_token', 'last_token', 'eos'];
const cases = poolings.flatMap((pooling) => [false, true].map((normalize) => [pooling, normalize]));

let embed;
let parts;
beforeAll(async () => {
  const folder = encoder();
  embed = await pipeline('feature-extraction', folder, { threads: 1 });
  parts = await partsOf(folder, AutoModel);
});
afterAll(async () => {
  await embed.dispose();
  await parts.dispose();
  cleanUp();
});

/** The vectors of one text: one for each token, or one. */
async function expected(model, text, { pooling = 'none', normalize = false, ...encode } = {}) {
  const { last_hidden_state } = await model.run(text, encode);
  const [rows] = last_hidden_state.tolist();
  const mean = rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
  const [first, last] = [[rows[0]], [rows.at(-1)]];
  const vectors = {
    none: rows,
    mean: [mean],
    cls: first,
    first_token: first,
    last_token: last,
    eos: last,
  }[pooling];
  if (!normalize) return vectors;
  return vectors.map((vector) => {
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return vector.map((value) => value / length);
  });
}

/** Vectors one after the other; `rows` of them, zeros behind the last. */
function expectVectors(data, vectors, rows = vectors.length) {
  const flat = vectors.flat();
  expect(data).toHaveLength(rows * hidden);
  let worst = 0;
  for (const [i, value] of data.entries())
    worst = Math.max(worst, Math.abs(value - (flat[i] ?? 0)));
  expect(worst).toBeLessThan(1e-5);
}

describe('one text', () => {
  test.each(texts)('%#: a vector for each token', async (text) => {
    const result = await embed(text);
    const wanted = await expected(parts, text);
    expect(result).toBeInstanceOf(Tensor);
    expect(result.type).toBe('float32');
    expect(result.dims).toEqual([1, wanted.length, hidden]);
    expect(wanted).toHaveLength((await parts.tokenizer.encode(text)).length);
    expectVectors(result.data, wanted);
  });

  test.each(cases)('pooling %s, normalize %s', async (pooling, normalize) => {
    for (const text of texts) {
      const result = await embed(text, { pooling, normalize });
      const wanted = await expected(parts, text, { pooling, normalize });
      expect(result.dims).toEqual(pooling === 'none' ? [1, wanted.length, hidden] : [1, hidden]);
      expectVectors(result.data, wanted);
    }
  });

  test('normalized vectors have length 1, others have not', async () => {
    for (const pooling of poolings) {
      const { data } = await embed(texts[0], { pooling, normalize: true });
      expect(Math.hypot(...data.subarray(0, hidden))).toBeCloseTo(1, 5);
      const plain = await embed(texts[0], { pooling });
      expect(Math.hypot(...plain.data.subarray(0, hidden))).not.toBeCloseTo(1, 1);
    }
  });

  test('the poolings differ', async () => {
    const different = ['mean', 'cls', 'last_token'];
    const vectors = await Promise.all(different.map((pooling) => embed(texts[0], { pooling })));
    expect(new Set(vectors.map(({ data }) => String(data))).size).toBe(3);
  });
});

describe('a batch', () => {
  test('of texts of many lengths has zeros behind the shorter ones', async () => {
    const lengths = [];
    for (const text of texts) lengths.push((await parts.tokenizer.encode(text)).length);
    const longest = Math.max(...lengths);
    for (const normalize of [false, true]) {
      const result = await embed(texts, { normalize });
      expect(result.dims).toEqual([texts.length, longest, hidden]);
      for (const [i, text] of texts.entries()) {
        const wanted = await expected(parts, text, { normalize });
        const size = longest * hidden;
        const data = result.data.subarray(i * size, (i + 1) * size);
        expectVectors(data, wanted, longest);
        expect(data.subarray(lengths[i] * hidden).every((value) => value === 0)).toBe(true);
      }
    }
  });

  test.each(cases.filter(([pooling]) => pooling !== 'none'))(
    'pooled by %s, normalize %s, has a vector for each text',
    async (pooling, normalize) => {
      const result = await embed(texts, { pooling, normalize });
      expect(result.dims).toEqual([texts.length, hidden]);
      const wanted = [];
      for (const text of texts)
        wanted.push(...(await expected(parts, text, { pooling, normalize })));
      expectVectors(result.data, wanted);
    },
  );

  test('of one text has one row', async () => {
    const { dims } = await embed([texts[0]], { pooling: 'mean' });
    expect(dims).toEqual([1, hidden]);
  });
});

describe('quantize', () => {
  /** numpy.packbits(vector > 0): the first value is the highest bit. */
  const packed = (vector) =>
    Array.from({ length: Math.ceil(vector.length / 8) }, (_, byte) =>
      parseInt(
        Array.from({ length: 8 }, (_, bit) => (vector[8 * byte + bit] > 0 ? '1' : '0')).join(''),
        2,
      ),
    );

  test.each(poolings.slice(1))('makes bits of vectors, pooling %s', async (pooling) => {
    const plain = (await embed(texts, { pooling })).tolist();
    const unsigned = await embed(texts, { pooling, quantize: true, precision: 'ubinary' });
    expect(unsigned.type).toBe('uint8');
    expect(unsigned.dims).toEqual([texts.length, hidden / 8]);
    expect(unsigned.tolist()).toEqual(plain.map(packed));
    const signed = await embed(texts, { pooling, quantize: true });
    expect(signed.type).toBe('int8');
    expect(signed.tolist()).toEqual(plain.map((row) => packed(row).map((byte) => byte - 128)));
    expect(signed.tolist()).toEqual(
      (await embed(texts, { pooling, quantize: true, precision: 'binary' })).tolist(),
    );
    // A positive factor changes no bit.
    const normalized = { pooling, quantize: true, normalize: true, precision: 'ubinary' };
    expect((await embed(texts, normalized)).tolist()).toEqual(unsigned.tolist());
  });

  test('has both signs, so that the bits say something', async () => {
    const { data } = await embed(texts, { pooling: 'mean', quantize: true, precision: 'ubinary' });
    const ones = Array.from(data)
      .join(' ')
      .split(' ')
      .map(Number)
      .map((byte) => byte.toString(2));
    const count = ones.join('').split('1').length - 1;
    expect(count).toBeGreaterThan(texts.length * hidden * 0.2);
    expect(count).toBeLessThan(texts.length * hidden * 0.8);
  });

  test('says that text was cut, as without it', async () => {
    const long = await embed('one two three '.repeat(300), { pooling: 'mean', quantize: true });
    expect(long.truncated).toBe(true);
  });

  test('precision alone changes nothing', async () => {
    const options = { pooling: 'mean' };
    const plain = await embed(texts[0], options);
    expect(plain.type).toBe('float32');
    expect(await embed(texts[0], { ...options, precision: 'ubinary' })).toEqual(plain);
  });
});

test('a model with a head is read without it', async () => {
  const headed = await pipeline('embeddings', fixedModel, { threads: 1 });
  expectVectors((await headed(texts[0])).data, await expected(parts, texts[0]));
  await headed.dispose();
});

describe('a text beyond the model', () => {
  const max_length = 16;
  const long = 'one two three '.repeat(20);
  let short;
  let model;
  beforeAll(async () => {
    const folder = encoder({ maxLength: max_length });
    short = await pipeline('feature-extraction', folder, { threads: 1 });
    model = await partsOf(folder, AutoModel);
  });
  afterAll(() => Promise.all([short.dispose(), model.dispose()]));

  test('is cut, and the tensor says so', async () => {
    const result = await short(long);
    expect(result.dims).toEqual([1, max_length, hidden]);
    expect(result.truncated).toBe(true);
    expectVectors(result.data, await expected(model, long, { truncation: true, max_length }));
    expect((await short(['one', long], { pooling: 'cls' })).truncated).toBe(true);
    expect((await short(['one', 'two'])).truncated).toBe(false);
    expect((await short('one', { pooling: 'mean' })).truncated).toBe(false);
  });
});

factsOfEveryPipeline({
  pipe: () => embed,
  inputs: texts,
  long: 'one two three '.repeat(100),
  call: async (pipe, input, options) => {
    const tensor = await pipe(input, { pooling: 'mean', normalize: true, ...options });
    return Array.isArray(input) ? tensor.tolist() : tensor.tolist()[0];
  },
  wrong: {
    text: [
      ['a number', (pipe) => pipe(7)],
      ['nothing', (pipe) => pipe()],
      ['one of a batch', (pipe) => pipe([secret, 7])],
      ['none', (pipe) => pipe([])],
    ],
    pooling: [
      ['unknown', (pipe) => pipe(secret, { pooling: 'max' })],
      ['missing for bits', (pipe) => pipe(secret, { quantize: true })],
      ['true', (pipe) => pipe(secret, { pooling: true })],
    ],
    normalize: [
      ['a word', (pipe) => pipe(secret, { normalize: 'yes' })],
      ['null', (pipe) => pipe(secret, { normalize: null })],
    ],
  },
});

test('without pooling, too, a batch gives what its texts give alone', async () => {
  const together = await embed(texts);
  for (const [i, text] of texts.entries()) {
    const alone = (await embed(text)).tolist()[0];
    expectClose(together.tolist()[i].slice(0, alone.length), alone);
  }
});
