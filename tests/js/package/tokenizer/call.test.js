// A tokenizer's call: what it gives, words, offsets, what it refuses.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoTokenizer, BatchEncoding, Tensor } from '../../../../dist/node.js';
import {
  CLS,
  PAD,
  SEP,
  lists,
  times,
  useFixedTokenizer,
} from '../../../support/fixed_tokenizer.mjs';
import { fixedModel } from '../../../support/models.mjs';
import { expectRefused } from '../../../support/refusals.mjs';

const fixed = useFixedTokenizer();
const { idsOf } = fixed;
let tokenizer, vocab;
beforeAll(() => {
  ({ tokenizer, vocab } = fixed);
});

describe('what a call gives', () => {
  test('int64 tensors [batch, length]', async () => {
    for (const [input, rows] of [
      ['Hello', 1],
      [['Hello'], 1],
      [['Hello', 'Hello'], 2],
    ]) {
      const encoding = await tokenizer(input);
      expect(encoding).toBeInstanceOf(BatchEncoding);
      expect(Object.keys(encoding)).toEqual(['input_ids', 'attention_mask', 'token_type_ids']);
      for (const tensor of Object.values(encoding)) {
        expect(tensor).toBeInstanceOf(Tensor);
        expect(tensor.type).toBe('int64');
        expect(tensor.dims).toEqual([rows, (await idsOf('Hello')).length + 2]);
      }
    }
  });

  test('with return_tensor: false arrays, flat for one text', async () => {
    const ids = [vocab[CLS], ...(await idsOf('Hello')), vocab[SEP]];
    expect((await tokenizer('Hello', lists)).input_ids).toEqual(ids);
    expect((await tokenizer(['Hello'], lists)).input_ids).toEqual([ids]);
    expect((await tokenizer('Hello', lists)).attention_mask).toEqual(times(ids.length, 1));
    expect((await tokenizer(['Hello', ''], lists)).input_ids).toEqual([
      ids,
      [vocab[CLS], vocab[SEP]],
    ]);
    expect((await tokenizer([], lists)).input_ids).toEqual([]);
  });

  test('the fields that were asked for', async () => {
    const all = await tokenizer('Hello world', {
      ...lists,
      return_offsets_mapping: true,
      return_special_tokens_mask: true,
      return_length: true,
    });
    expect(Object.keys(all).sort()).toEqual([
      'attention_mask',
      'input_ids',
      'length',
      'offset_mapping',
      'special_tokens_mask',
      'token_type_ids',
    ]);
    const count = all.input_ids.length;
    expect(all.length).toBe(count);
    expect(all.special_tokens_mask).toEqual([1, ...times(count - 2, 0), 1]);
    const few = await tokenizer('Hello world', {
      ...lists,
      return_attention_mask: false,
      return_token_type_ids: false,
    });
    expect(Object.keys(few)).toEqual(['input_ids']);
    const batch = await tokenizer(['Hello', 'Hello world'], { ...lists, return_length: true });
    expect(batch.length).toEqual(batch.input_ids.map((row) => row.length));
  });

  test('no special tokens, where they are not wanted', async () => {
    const ids = await idsOf('Hello world');
    const whole = await tokenizer.encode('Hello world');
    expect(whole).toEqual([vocab[CLS], ...ids, vocab[SEP]]);
    expect(await tokenizer.encode('', { add_special_tokens: false })).toEqual([]);
  });

  test('of a pair: [CLS] A [SEP] B [SEP], with types 0 and 1', async () => {
    const [a, b] = [await idsOf('Hello world'), await idsOf('again')];
    const encoding = await tokenizer('Hello world', { text_pair: 'again', ...lists });
    const { input_ids, token_type_ids } = encoding;
    expect(input_ids).toEqual([vocab[CLS], ...a, vocab[SEP], ...b, vocab[SEP]]);
    expect(token_type_ids).toEqual([...times(a.length + 2, 0), ...times(b.length + 1, 1)]);
    expect(encoding.sequence_ids()).toEqual([
      null,
      ...times(a.length, 0),
      null,
      ...times(b.length, 1),
      null,
    ]);
    const batch = await tokenizer(['x', 'Hello world'], {
      text_pair: ['y', 'again'],
      padding: true,
      ...lists,
    });
    expect(batch.input_ids[1]).toEqual(input_ids);
    expect(batch.token_type_ids[1]).toEqual(token_type_ids);
    const bare = await tokenizer('Hello world', {
      text_pair: 'again',
      add_special_tokens: false,
      ...lists,
    });
    expect(bare.input_ids).toEqual([...a, ...b]);
    expect((await tokenizer('a', { text_pair: null, ...lists })).input_ids).toHaveLength(3);
  });

  test('the same for the same text, alone, in a batch, at once', async () => {
    const texts = Array.from({ length: 30 }, (_, i) => `${'word '.repeat(i)}${i}`);
    const { input_ids } = await tokenizer(texts, lists);
    const alone = await Promise.all(texts.map((text) => tokenizer.encode(text)));
    expect(input_ids).toEqual(alone);
    expect(new Set(alone.map(String)).size).toBe(30);
  });
});

describe('words', () => {
  let prefixed;
  beforeAll(async () => {
    prefixed = await AutoTokenizer.from_pretrained(fixedModel, { add_prefix_space: true });
  });
  afterAll(() => prefixed.dispose());
  const words = ['Hello', 'internationalization', '!', '日本'];

  test('add_prefix_space: true is said, and makes the first word as others are', async () => {
    expect([tokenizer.add_prefix_space, prefixed.add_prefix_space]).toEqual([false, true]);
    expect(await prefixed.encode('Hello')).toEqual(await tokenizer.encode(' Hello'));
    expect(await prefixed.encode(' Hello')).toEqual(await tokenizer.encode(' Hello'));
  });

  test('each is tokenized by itself, with its space; word_ids and offsets are of the words', async () => {
    const encoding = await prefixed(words, {
      is_split_into_words: true,
      return_offsets_mapping: true,
      ...lists,
    });
    const pieces = await Promise.all(words.map((word) => idsOf(` ${word}`)));
    expect(encoding.input_ids).toEqual([vocab[CLS], ...pieces.flat(), vocab[SEP]]);
    expect(encoding.word_ids()).toEqual([
      null,
      ...pieces.flatMap((ids, i) => times(ids.length, i)),
      null,
    ]);
    expect(pieces[1].length).toBeGreaterThan(1);
    for (const [i, word] of encoding.word_ids().entries()) {
      if (word === null) continue;
      const [start, end] = encoding.offset_mapping[i];
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(words[word].length);
    }
    const last = encoding.word_ids().lastIndexOf(1);
    expect(encoding.offset_mapping[last][1]).toBe(words[1].length);
  });

  test('in batches, in pairs, truncated, in windows', async () => {
    const options = { is_split_into_words: true, ...lists };
    const alone = (await prefixed(words, options)).input_ids;
    const other = (await prefixed(['one', 'two'], options)).input_ids;
    const batch = await prefixed([words, ['one', 'two']], options);
    expect(batch.input_ids).toEqual([alone, other]);
    expect(batch.word_ids(1)).toEqual([null, 0, 1, null]);
    const pair = await prefixed(words, { text_pair: ['one', 'two'], ...options });
    expect(pair.input_ids).toEqual([...alone, ...other.slice(1)]);
    expect(pair.word_ids().slice(-4)).toEqual([null, 0, 1, null]);
    const cut = await prefixed(words, { max_length: 4, ...options });
    expect(cut.input_ids).toEqual([...alone.slice(0, 3), vocab[SEP]]);
    const windows = await prefixed([words], {
      max_length: 4,
      return_overflowing_tokens: true,
      ...options,
    });
    expect(windows.input_ids.flatMap((row) => row.slice(1, -1))).toEqual(alone.slice(1, -1));
    expect(windows.overflow_to_sample_mapping).toEqual(windows.input_ids.map(() => 0));
    expect((await prefixed([[], ['one']], options)).input_ids).toEqual([
      [vocab[CLS], vocab[SEP]],
      [other[0], other[1], vocab[SEP]],
    ]);
    // No words are one text, as in Python.
    expect((await prefixed([], options)).input_ids).toEqual([vocab[CLS], vocab[SEP]]);
  });

  test('that are none are refused', async () => {
    const options = { is_split_into_words: true };
    await expectRefused(() => prefixed('Hello world', options), 'words', 'string');
    await expectRefused(() => prefixed([['a'], 'b'], options), 'word');
    await expectRefused(() => prefixed(['a', 7], options), 'word', 'number');
    await expectRefused(() => prefixed(['a'], { ...options, text_pair: 'b' }), 'words', 'string');
    await expectRefused(() => tokenizer([['a', 'b']]), 'text', 'array');
  });
});

describe('wrong inputs are refused by name, and say nothing of the text', () => {
  test('what is no text, no batch, no pair', async () => {
    for (const input of [undefined, null, 7, {}, true, ['a', null], ['a', 7]]) {
      await expectRefused(() => tokenizer(input), 'text');
    }
    await expectRefused(() => tokenizer(['a', 'b'], { text_pair: ['c'] }), 'text_pair', '2');
    await expectRefused(() => tokenizer(['a', 'b'], { text_pair: 'c' }), 'text_pair', '2');
    await expectRefused(() => tokenizer('a', { text_pair: ['c'] }), 'text');
    await expectRefused(() => tokenizer('a', { text_pair: 7 }), 'text');
    await expectRefused(() => tokenizer('a', { add_special_tokens: 'no' }), 'add_special_tokens');
    await expectRefused(
      () => tokenizer('a', { return_overflowing_tokens: 1 }),
      'return_overflowing_tokens',
    );
    const error = await tokenizer(['secret', 'secret words']).catch((failure) => failure);
    expect(error.message).not.toContain('secret');
    expect(await tokenizer.encode('Hello')).toHaveLength((await idsOf('Hello')).length + 2);
  });

  test('encode() takes one text', async () => {
    await expectRefused(() => tokenizer.encode(['a', 'b']), 'text');
    await expectRefused(() => tokenizer.encode(7), 'text');
  });

  test('rows that there are not', async () => {
    const encoding = await tokenizer('Hello');
    for (const method of ['word_ids', 'sequence_ids', 'tokens']) {
      await expectRefused(() => encoding[method](1), 'row', '1');
      await expectRefused(() => encoding[method](-1), 'row', '-1');
    }
  });
});

describe('offsets', () => {
  const offsetsOf = async (text) => {
    const options = { return_offsets_mapping: true, ...lists };
    return (await tokenizer(text, options)).offset_mapping.slice(1, -1);
  };

  test.each([
    ['letters', 'Hello world'],
    ['an emoji', 'a 😀 b'],
    ['emoji of several code points', '👩‍👩‍👧 family 🇩🇪!'],
    ['combining marks', 'e\u0301le\u0300ve'],
    ['a lone surrogate', 'a \ud800 b'],
    ['a lone surrogate at the end', 'ab\udc00'],
    ['surrogates in the wrong order', '\udc00\ud800x'],
    ['Chinese', '日本語 text'],
    ['line ends', 'a\r\n\n  b\u00a0c'],
  ])('cover a text with %s, in order, in UTF-16', async (_, text) => {
    const offsets = await offsetsOf(text);
    let reached = 0;
    for (const [start, end] of offsets) {
      expect(start).toBeLessThanOrEqual(reached); // no gap
      expect(end).toBeGreaterThanOrEqual(reached);
      expect(end).toBeGreaterThan(start);
      reached = end;
    }
    expect(reached).toBe(text.length);
  });

  test('never stand inside a character', async () => {
    const text = '😀a😀 👩‍👩‍👧 𝒳';
    for (const offset of (await offsetsOf(text)).flat()) {
      const inside =
        /[\ud800-\udbff]/.test(text[offset - 1] ?? '') &&
        /[\udc00-\udfff]/.test(text[offset] ?? '');
      expect([offset, inside]).toEqual([offset, false]);
    }
  });

  test('of a token with a space begin at the space', async () => {
    const text = 'x Hello';
    const [, second] = await offsetsOf(text);
    expect(second[0]).toBe(1);
  });

  test('of a pair are each of its own text', async () => {
    const { offset_mapping, ...encoding } = await tokenizer('😀', {
      text_pair: 'x',
      return_offsets_mapping: true,
      ...lists,
    });
    expect(encoding.input_ids).toHaveLength(offset_mapping.length);
    expect(offset_mapping.at(-2)).toEqual([0, 1]);
    expect(offset_mapping.at(-1)).toEqual([0, 0]);
    expect(offset_mapping[1]).toEqual([0, 2]);
  });
});

describe('rows of an encoding', () => {
  test('tokens, word_ids and sequence_ids, each of its row', async () => {
    const encoding = await tokenizer(['A b', 'A'], { text_pair: ['B', 'b b'], padding: true });
    expect(await encoding.tokens()).toEqual([CLS, 'A', '\u0120b', SEP, 'B', SEP]);
    expect(await encoding.tokens(1)).toEqual([CLS, 'A', SEP, 'b', '\u0120b', SEP]);
    expect(encoding.word_ids()).toEqual([null, 0, 1, null, 0, null]);
    expect(encoding.word_ids(1)).toEqual([null, 0, null, 0, 1, null]);
    expect(encoding.sequence_ids(0)).toEqual([null, 0, 0, null, 1, null]);
    expect(encoding.sequence_ids(1)).toEqual([null, 0, null, 1, 1, null]);
    const padded = await tokenizer(['A', 'A b'], { padding: true });
    expect(await padded.tokens(0)).toEqual([CLS, 'A', SEP, PAD]);
    expect(padded.word_ids(0)).toEqual([null, 0, null, null]);
  });
});
