// Padding and truncation, and the windows of a long text.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { DebertaTokenizer } from '../../../../dist/node.js';
import {
  CLS,
  PAD,
  SEP,
  lists,
  long,
  times,
  useFixedTokenizer,
} from '../../../support/fixed_tokenizer.mjs';
import { cleanUp, damagedModel } from '../../../support/models.mjs';
import { expectRefused } from '../../../support/refusals.mjs';

afterAll(cleanUp);

const fixed = useFixedTokenizer();
const { idsOf } = fixed;
let tokenizer, vocab;
beforeAll(() => {
  ({ tokenizer, vocab } = fixed);
});

describe('padding', () => {
  const texts = ['Hello', long];
  const pad = (row, length, left = false) => {
    const filler = times(length - row.length, vocab[PAD]);
    return left ? [...filler, ...row] : [...row, ...filler];
  };
  let rows;
  let most;
  beforeAll(async () => {
    rows = await Promise.all(texts.map((text) => tokenizer.encode(text)));
    most = Math.max(...rows.map((row) => row.length));
  });

  test.each([true, 'longest'])('%s: to the longest of the call', async (padding) => {
    const { input_ids, attention_mask, token_type_ids } = await tokenizer(texts, {
      padding,
      ...lists,
    });
    expect(input_ids).toEqual(rows.map((row) => pad(row, most)));
    expect(attention_mask).toEqual(
      rows.map((row) => [...times(row.length, 1), ...times(most - row.length, 0)]),
    );
    expect(token_type_ids).toEqual(times(2, times(most, 0)));
    expect((await tokenizer(texts, { padding })).input_ids.dims).toEqual([2, most]);
    // One text is the longest.
    expect((await tokenizer('Hello', { padding, ...lists })).input_ids).toEqual(rows[0]);
  });

  test.each([false, 'do_not_pad'])(
    '%s: none, and a tensor of texts of two lengths is refused',
    async (padding) => {
      expect((await tokenizer(texts, { padding, ...lists })).input_ids).toEqual(rows);
      await expectRefused(
        () => tokenizer(texts, { padding }),
        'padding',
        `${rows[0].length}`,
        `${rows[1].length}`,
      );
    },
  );

  test('max_length: to that length, which does not truncate', async () => {
    const options = { padding: 'max_length', max_length: 8, ...lists };
    const { input_ids } = await tokenizer(texts, options);
    expect(input_ids).toEqual([pad(rows[0], 8), rows[1]]);
    expect(rows[1].length).toBeGreaterThan(8);
    const cut = await tokenizer(texts, { ...options, truncation: true });
    expect(cut.input_ids.map((row) => row.length)).toEqual([8, 8]);
    const most = await tokenizer('Hello', { padding: 'max_length', ...lists });
    expect(most.input_ids).toEqual(pad(rows[0], 512));
  });

  test('on the left side', async () => {
    const encoding = await tokenizer(texts, {
      padding: true,
      padding_side: 'left',
      return_offsets_mapping: true,
      return_special_tokens_mask: true,
      ...lists,
    });
    const gap = most - rows[0].length;
    expect(encoding.input_ids).toEqual(rows.map((row) => pad(row, most, true)));
    expect(encoding.attention_mask[0]).toEqual([...times(gap, 0), ...times(rows[0].length, 1)]);
    expect(encoding.special_tokens_mask[0].slice(0, gap + 1)).toEqual(times(gap + 1, 1));
    expect(encoding.offset_mapping[0].slice(0, gap + 2)).toEqual([
      ...times(gap + 1, [0, 0]),
      expect.any(Array),
    ]);
    expect(encoding.offset_mapping[0][gap + 1][1]).toBeGreaterThan(0);
    expect(encoding.word_ids(0).slice(0, gap + 2)).toEqual([...times(gap + 1, null), 0]);
    expect(encoding.sequence_ids(0).slice(0, gap + 2)).toEqual([...times(gap + 1, null), 0]);
  });

  test('on the side that the files say', async () => {
    const folder = damagedModel('tokenizer_config.json', (content) =>
      JSON.stringify({
        ...JSON.parse(content),
        padding_side: 'left',
        truncation_side: 'left',
        model_max_length: 6,
      }),
    );
    const left = await DebertaTokenizer.from_pretrained(folder);
    expect([left.padding_side, left.truncation_side, left.model_max_length]).toEqual([
      'left',
      'left',
      6,
    ]);
    const { input_ids } = await left(['Hello', long], {
      padding: true,
      truncation: true,
      ...lists,
    });
    const words = await idsOf(long);
    expect(input_ids).toEqual([
      pad(rows[0], 6, true),
      [vocab[CLS], ...words.slice(-4), vocab[SEP]],
    ]);
    const right = await left(['Hello', long], {
      padding: true,
      padding_side: 'right',
      truncation: true,
      ...lists,
    });
    expect(right.input_ids[0]).toEqual(pad(rows[0], 6));
    await left.dispose();
  });

  test('to a multiple', async () => {
    const { input_ids } = await tokenizer(texts, {
      padding: true,
      pad_to_multiple_of: 8,
      ...lists,
    });
    const multiple = Math.ceil(most / 8) * 8;
    expect(input_ids).toEqual(rows.map((row) => pad(row, multiple)));
    const options = { padding: 'max_length', max_length: 13, pad_to_multiple_of: 8, ...lists };
    expect((await tokenizer('Hello', options)).input_ids).toHaveLength(16);
    // Without padding it says nothing.
    expect((await tokenizer('Hello', { pad_to_multiple_of: 8, ...lists })).input_ids).toEqual(
      rows[0],
    );
    expect(
      (await tokenizer('Hello', { padding: true, pad_to_multiple_of: null, ...lists })).input_ids,
    ).toEqual(rows[0]);
  });

  test('refuses what it does not know', async () => {
    await expectRefused(() => tokenizer(texts, { padding: 'some' }), 'padding');
    await expectRefused(
      () => tokenizer(texts, { padding: true, pad_to_multiple_of: 0 }),
      'pad_to_multiple_of',
      '0',
    );
    await expectRefused(
      () => tokenizer(texts, { padding: true, padding_side: 'top' }),
      'padding_side',
    );
  });
});

describe('truncation', () => {
  const inputs = { text: long, pair: 'a b c d e' };
  let a;
  let b;
  beforeAll(async () => {
    [a, b] = [await idsOf(inputs.text), await idsOf(inputs.pair)];
    expect([a.length, b.length]).toEqual([a.length, 5]);
    expect(a.length).toBeGreaterThanOrEqual(10);
  });
  const pairOf = (first, second) => [vocab[CLS], ...first, vocab[SEP], ...second, vocab[SEP]];
  const call = (options) => tokenizer(long, { ...lists, ...options });
  const callPair = (options) => call({ text_pair: inputs.pair, ...options });

  test('max_length alone truncates, as in Python', async () => {
    const { input_ids } = await call({ max_length: 6 });
    expect(input_ids).toEqual([vocab[CLS], ...a.slice(0, 4), vocab[SEP]]);
    expect((await call({ max_length: 6, truncation: null })).input_ids).toEqual(input_ids);
    // Not where it is for padding, nor where truncation is refused.
    expect((await call({ max_length: 6, padding: true })).input_ids).toHaveLength(a.length + 2);
    expect((await call({ max_length: 6, truncation: false })).input_ids).toHaveLength(a.length + 2);
    const not = { max_length: 6, truncation: 'do_not_truncate' };
    expect((await call(not)).input_ids).toHaveLength(a.length + 2);
    expect((await call({ max_length: null })).input_ids).toHaveLength(a.length + 2);
  });

  test('truncation alone is to the model’s length', async () => {
    const text = 'word '.repeat(600);
    expect((await tokenizer(text, { truncation: true })).input_ids.dims).toEqual([1, 512]);
    expect((await tokenizer(text)).input_ids.dims[1]).toBeGreaterThan(512);
  });

  test('a text that fits is left whole', async () => {
    for (const max_length of [a.length + 2, 100]) {
      const encoding = await call({ truncation: true, max_length });
      expect(encoding.input_ids).toEqual([vocab[CLS], ...a, vocab[SEP]]);
      expect(encoding.truncated).toBe(false);
    }
    const cut = await call({ truncation: true, max_length: a.length + 1 });
    expect(cut.truncated).toBe(true);
    expect(Object.keys(cut)).not.toContain('truncated');
  });

  test('only_first and only_second leave the other whole', async () => {
    const max_length = 12; // 9 tokens and 3 special ones
    expect((await callPair({ truncation: 'only_first', max_length })).input_ids).toEqual(
      pairOf(a.slice(0, 4), b),
    );
    const second = { truncation: 'only_second', max_length: a.length + 3 + 2 };
    expect((await callPair(second)).input_ids).toEqual(pairOf(a, b.slice(0, 2)));
    await expectRefused(() => callPair({ truncation: 'only_first', max_length: 7 }), 'only_first');
    await expectRefused(
      () => callPair({ truncation: 'only_second', max_length: 7 }),
      'only_second',
    );
    await expectRefused(() => call({ truncation: 'only_second', max_length: 7 }), 'only_second');
  });

  test.each([true, 'longest_first'])('%s takes from the longer one', async (truncation) => {
    expect((await callPair({ truncation, max_length: 3 + 5 + 5 })).input_ids).toEqual(
      pairOf(a.slice(0, 5), b),
    );
    expect((await callPair({ truncation, max_length: 3 + 3 + 3 })).input_ids).toEqual(
      pairOf(a.slice(0, 3), b.slice(0, 3)),
    );
  });

  test('refuses lengths that leave no room, and what it does not know', async () => {
    await expectRefused(() => call({ max_length: 1 }), 'max_length', '1', '2');
    await expectRefused(() => callPair({ max_length: 2 }), 'max_length', '2', '3');
    expect((await call({ max_length: 2 })).input_ids).toEqual([vocab[CLS], vocab[SEP]]);
    for (const max_length of [0, -1, 1.5, NaN, '8']) {
      await expectRefused(() => call({ max_length }), 'max_length');
    }
    await expectRefused(() => call({ truncation: 'some', max_length: 5 }), 'truncation');
  });

  test('what is dropped comes as windows, which share `stride` tokens', async () => {
    const encoding = await tokenizer([long, 'Hello'], {
      truncation: true,
      max_length: 6,
      stride: 1,
      return_overflowing_tokens: true,
      return_offsets_mapping: true,
      ...lists,
    });
    const windows = [];
    for (let at = 0; ; at += 3) {
      windows.push([vocab[CLS], ...a.slice(at, at + 4), vocab[SEP]]);
      if (at + 4 >= a.length) break;
    }
    const count = windows.length;
    expect(encoding.input_ids.slice(0, count)).toEqual(windows);
    expect(encoding.input_ids).toHaveLength(count + 1);
    expect(encoding.overflow_to_sample_mapping).toEqual([...times(count, 0), 1]);
    const { offset_mapping } = await tokenizer(long, { return_offsets_mapping: true, ...lists });
    expect(encoding.offset_mapping[1].slice(1, -1)).toEqual(offset_mapping.slice(1 + 3, 1 + 7));
    expect(encoding.word_ids(1)[1]).toBe(3);
    const padded = await tokenizer([long, 'Hello'], {
      truncation: true,
      max_length: 6,
      stride: 1,
      return_overflowing_tokens: true,
      padding: true,
    });
    expect(padded.input_ids.dims).toEqual([count + 1, 6]);
  });

  test('one text may have windows too: its arrays are nested', async () => {
    const options = {
      truncation: true,
      max_length: 6,
      return_overflowing_tokens: true,
      ...lists,
    };
    const { input_ids, overflow_to_sample_mapping } = await tokenizer(long, options);
    expect(input_ids.flatMap((row) => row.slice(1, -1))).toEqual(a);
    expect(overflow_to_sample_mapping).toEqual(times(input_ids.length, 0));
    const short = await tokenizer('Hello', options);
    expect(short.input_ids).toEqual([await tokenizer.encode('Hello')]);
    expect(short.overflow_to_sample_mapping).toEqual([0]);
    const without = await tokenizer(long, lists);
    expect(Object.keys(without)).not.toContain('overflow_to_sample_mapping');
  });

  test('windows of a pair keep the one that is not cut: a question over a long text', async () => {
    const { input_ids, token_type_ids } = await tokenizer(inputs.pair, {
      text_pair: long,
      truncation: 'only_second',
      max_length: 3 + b.length + 4,
      stride: 2,
      return_overflowing_tokens: true,
      ...lists,
    });
    expect(input_ids[0]).toEqual(pairOf(b, a.slice(0, 4)));
    expect(input_ids[1]).toEqual(pairOf(b, a.slice(2, 6)));
    expect(input_ids.at(-1).slice(-1 - 2, -1)).toEqual(a.slice(-2));
    expect(token_type_ids[1]).toEqual([...times(b.length + 2, 0), ...times(5, 1)]);
  });

  test('a stride that leaves no step is refused', async () => {
    const options = { truncation: true, max_length: 6, return_overflowing_tokens: true };
    await expectRefused(() => tokenizer(long, { ...options, stride: 4 }), 'stride', '4');
    await expectRefused(() => tokenizer(long, { ...options, stride: -1 }), 'stride', '-1');
    await expectRefused(() => tokenizer(long, { ...options, stride: 0.5 }), 'stride', '0.5');
  });
});
