// fill-mask against Python's FillMaskPipeline.postprocess and get_target_ids.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModelForMaskedLM, pipeline } from '../../../../dist/node.js';
import { fixedConfig, cleanUp } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { expectClose, partsOf, softmax } from '../../../support/reference.mjs';
import { maskedLanguageModel } from '../../../support/tiny_models.mjs';

const texts = [
  'Write to [MASK] at once.',
  '[MASK]',
  'Überall 😀 [MASK], é\u0301 .',
  'one two three '.repeat(20) + '[MASK]',
];
const several = 'The [MASK] of [MASK] was[MASK].';

let fill;
let parts;
beforeAll(async () => {
  const folder = maskedLanguageModel();
  fill = await pipeline('fill-mask', folder, { threads: 1 });
  parts = await partsOf(folder, AutoModelForMaskedLM);
});
afterAll(async () => {
  await fill.dispose();
  await parts.dispose();
  cleanUp();
});

/** get_target_ids of Python, in the order of the targets. */
async function targetIds({ tokenizer }, targets) {
  const vocabulary = await tokenizer.get_vocab();
  const ids = [];
  for (const target of [targets].flat()) {
    const [first] = await tokenizer.encode(target, { add_special_tokens: false });
    ids.push(vocabulary.get(target) ?? first);
  }
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** postprocess of Python; always a list for each mask. */
async function expectedOfMasks(model, text, { top_k = 5, targets, ...encode } = {}) {
  const { tokenizer } = model;
  const ids = (await tokenizer(text, { ...encode, return_tensor: false })).input_ids;
  const { logits } = await model.run(text, encode);
  const masks = ids.flatMap((id, i) => (id === tokenizer.mask_token_id ? [i] : []));
  const competing = targets && (await targetIds(model, targets));
  const rows = logits.tolist()[0];
  return Promise.all(
    masks.map((mask) => {
      const scores = softmax(rows[mask]);
      const order = competing ?? scores.map((_, id) => id);
      const best = [...order].sort((a, b) => scores[b] - scores[a]).slice(0, top_k);
      return Promise.all(
        best.map(async (token) => ({
          score: scores[token],
          token,
          token_str: await tokenizer.decode([token]),
          sequence: await tokenizer.decode(ids.with(mask, token), {
            skip_special_tokens: masks.length === 1,
          }),
        })),
      );
    }),
  );
}

const expected = async (...args) => (await expectedOfMasks(...args))[0];

describe('a text with one mask', () => {
  test.each(texts)('%#: the five best tokens of the vocabulary', async (text) => {
    const result = await fill(text);
    expectClose(result, await expected(parts, text));
    expect(result).toHaveLength(5);
    for (const filling of result) {
      expect(Object.keys(filling).sort()).toEqual(['score', 'sequence', 'token', 'token_str']);
    }
  });

  test.each([1, 2, 17, 10_000])('top_k %i', async (top_k) => {
    const result = await fill(texts[0], { top_k });
    const wanted = await expected(parts, texts[0], { top_k: Math.min(top_k, 100) });
    expect(result).toHaveLength(Math.min(top_k, fixedConfig.vocab_size));
    expectClose(result.slice(0, 100), wanted);
    expect(result.every(({ score }, i) => i === 0 || score <= result[i - 1].score)).toBe(true);
  });

  test('the space before the mask is the mask’s, and the token brings its own', async () => {
    const [{ token_str, sequence }] = await fill(texts[0], { targets: 'Ġto' });
    expect(token_str).toBe(' to');
    expect(sequence).toBe('Write to to at once.');
    const [joined] = await fill(texts[0], { targets: 'able' });
    expect([joined.token_str, joined.sequence]).toEqual(['able', 'Write toable at once.']);
  });

  test('special tokens are not in the sequence', async () => {
    for (const { sequence } of await fill(texts[0])) expect(sequence).not.toMatch(/\[(CLS|SEP)\]/);
    const [mask] = await fill(texts[0], { targets: '[MASK]' });
    expectClose([mask], await expected(parts, texts[0], { targets: '[MASK]' }));
    expect(mask.sequence).toBe('Write to at once.');
  });
});

describe('targets', () => {
  const cases = [
    'Ġto',
    ['Ġto', 'ĠThe', 'able'],
    ['to', ' to', 'The'],
    ['unbelievable', 'antidisestablishmentarianism'],
    ['Ġto', 'Ġto', ' to', 'able'],
    ['😀', 'Ω'],
    ['[CLS]', '[MASK]', 'Ġno'],
  ];
  test.each(cases.map((each) => [each]))('%j alone compete', async (targets) => {
    for (const top_k of [1, 2, 5]) {
      const options = { targets, top_k };
      expectClose(await fill(texts[0], options), await expected(parts, texts[0], options));
    }
  });

  test('one that is no token stands for its first, and each token once', async () => {
    const [first] = await parts.tokenizer.encode('unbelievable', { add_special_tokens: false });
    const result = await fill(texts[0], { targets: ['unbelievable', 'unbelievably'] });
    expect(result.map(({ token }) => token)).toEqual([first]);
  });

  test('the scores are those of the whole vocabulary', async () => {
    const [best, second] = await fill(texts[0]);
    const tokens = await parts.tokenizer.convert_ids_to_tokens([second.token, best.token]);
    expectClose(await fill(texts[0], { targets: tokens }), [best, second]);
  });

  test('undefined and null are none', async () => {
    expectClose(await fill(texts[0], { targets: undefined }), await fill(texts[0]));
    expectClose(await fill(texts[0], { targets: null }), await fill(texts[0]));
  });
});

describe('a text with several masks', () => {
  test('has a list for each, and the others stay in the sequence', async () => {
    const wanted = await expectedOfMasks(parts, several);
    expect(wanted).toHaveLength(3);
    expectClose(await fill(several), wanted);
    expect(wanted[0][0].sequence).toMatch(/^\[CLS\].*\[MASK\].*\[MASK\].*\[SEP\]$/);
  });

  test('takes the options for each', async () => {
    const options = { top_k: 2, targets: ['Ġto', 'Ġno', 'able'] };
    expectClose(await fill(several, options), await expectedOfMasks(parts, several, options));
  });

  test('may have more of them than share the vocabulary’s scores at once', async () => {
    const many = '[MASK] a '.repeat(70);
    expectClose(await fill(many, { top_k: 1 }), await expectedOfMasks(parts, many, { top_k: 1 }));
  });
});

describe('a batch', () => {
  test('is an array, with a list of lists where a text has several masks', async () => {
    expectClose(await fill([texts[0], several, texts[1]]), [
      await expected(parts, texts[0]),
      await expectedOfMasks(parts, several),
      await expected(parts, texts[1]),
    ]);
    expectClose(await fill([several]), [await expectedOfMasks(parts, several)]);
    expect(await fill([])).toEqual([]);
  });
});

describe('a text beyond the model', () => {
  const max_length = 16;
  const long =
    'one [MASK] three four five six seven eight nine ten eleven twelve thirteen fourteen';
  let short;
  let model;
  beforeAll(async () => {
    const folder = maskedLanguageModel({ maxLength: max_length });
    short = await pipeline('fill-mask', folder, { threads: 1 });
    model = await partsOf(folder, AutoModelForMaskedLM);
  });
  afterAll(() => Promise.all([short.dispose(), model.dispose()]));

  test('is cut, and the list says so', async () => {
    const result = await short(long);
    expectClose(result, await expected(model, long, { truncation: true, max_length }));
    expect(result.truncated).toBe(true);
    expect(Object.keys(result)).not.toContain('truncated');
    const masks = await short(`[MASK] ${long}`);
    expect([masks.length, masks.truncated]).toEqual([2, true]);
  });

  test('marks its own list of a batch, and the batch', async () => {
    const batch = await short(['a [MASK]', long]);
    expect(batch.map(({ truncated }) => truncated)).toEqual([false, true]);
    expect(batch.truncated).toBe(true);
    expect((await short(['a [MASK]'])).truncated).toBe(false);
  });

  test('whose mask is cut off is refused', async () => {
    const error = await short(`${secret} ${'one '.repeat(30)} [MASK]`).catch((failure) => failure);
    expect(error).toMatchObject({ code: 'INPUT', message: expect.stringContaining('[MASK]') });
    expect(error.message).toContain('16');
    expect(error.message).not.toContain(secret);
  });
});

const masked = `${secret} [MASK]`;
factsOfEveryPipeline({
  pipe: () => fill,
  inputs: [...texts, several],
  long: `${'one two three '.repeat(100)}[MASK]`,
  call: (pipe, input, options) => pipe(input, options),
  wrong: {
    text: [
      ['a number', (pipe) => pipe(7)],
      ['nothing', (pipe) => pipe()],
      ['one of a batch', (pipe) => pipe([masked, null])],
      ['no mask', (pipe) => pipe(secret)],
      ['empty', (pipe) => pipe('')],
      ['no mask in one of a batch', (pipe) => pipe([masked, secret])],
      ['another spelling of the mask', (pipe) => pipe(`${secret} [mask] <mask>`)],
    ],
    top_k: [
      ['0', (pipe) => pipe(masked, { top_k: 0 })],
      ['null', (pipe) => pipe(masked, { top_k: null })],
      ['a fraction', (pipe) => pipe(masked, { top_k: 2.5 })],
    ],
    targets: [
      ['an empty list', (pipe) => pipe(masked, { targets: [] })],
      ['an empty word', (pipe) => pipe(masked, { targets: '' })],
      ['a number', (pipe) => pipe(masked, { targets: 7 })],
      ['a number in a list', (pipe) => pipe(masked, { targets: [secret, 7] })],
    ],
  },
});
