// The tokenizer of the published package: the reference's tables over the real files (skipped where
// they are not), and all that a call may be asked for, with the bundled model's files.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AutoTokenizer,
  BatchEncoding,
  DebertaTokenizer,
  DebertaTokenizerFast,
  PreTrainedTokenizer,
  Tensor,
} from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { bundledModel, cleanUp, damagedModel, temporaryFolder } from '../../support/models.mjs';

const [CLS, SEP, UNK, PAD, MASK] = ['[CLS]', '[SEP]', '[UNK]', '[PAD]', '[MASK]'];

/** An INPUT error whose message has all of the pieces. */
async function expectRefused(call, ...pieces) {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => 'no error',
      (failure) => failure,
    );
  expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT' });
  for (const piece of pieces) expect(error.message).toContain(piece);
}

afterAll(cleanUp);

const shared = join(root, '../shared');
const files = join(shared, 'tokenizers/deberta-v1');
const tables = join(shared, 'golden/tokenizer/deberta-v1.json');
const present = existsSync(files) && existsSync(tables);

if (!present) {
  test.skip(`the reference’s tables: no ${tables}, or no ${files}`, () => {});
}

const forms = {
  'vocab.json and merges.txt': ['vocab.json', 'merges.txt', 'tokenizer_config.json'],
  'tokenizer.json': ['tokenizer.json', 'tokenizer_config.json'],
};

(present ? describe : describe.skip).each(Object.keys(forms))(
  'the reference’s tables, from %s',
  (form) => {
    let table;
    let tokenizer;
    beforeAll(async () => {
      table = JSON.parse(readFileSync(tables));
      tokenizer = await AutoTokenizer.from_pretrained(
        forms[form].map((name) => new File([readFileSync(join(files, name))], name)),
      );
    });
    afterAll(() => tokenizer.dispose());

    /** What rows of the table say, beside what the tokenizer does: the first that differs is shown. */
    async function expectRows(rows, encode) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        const { actual, expected } = await encode(row);
        expect({ text: row.text, pair: row.pair, ...actual }).toEqual({
          text: row.text,
          pair: row.pair,
          ...expected,
        });
      }
    }

    const single = {
      return_tensor: false,
      return_offsets_mapping: true,
      return_special_tokens_mask: true,
    };

    test('single texts: ids, offsets, words, special tokens', () =>
      expectRows(table.single, async (row) => {
        const encoding = await tokenizer(row.text, single);
        // The table's mask is also of special tokens that the text spells out.
        const spelled = encoding.word_ids().map((word, i) => word !== null && row.special[i] === 1);
        return {
          actual: {
            ids: encoding.input_ids,
            offsets: encoding.offset_mapping,
            words: encoding.word_ids(),
            special: encoding.special_tokens_mask.map((bit, i) => bit || +spelled[i]),
            mask: encoding.attention_mask,
            types: encoding.token_type_ids,
          },
          expected: {
            ids: row.ids,
            offsets: row.offsets_utf16,
            words: row.word_ids,
            special: row.special,
            mask: row.ids.map(() => 1),
            types: row.ids.map(() => 0),
          },
        };
      }));

    test('single texts: decoding, one by one and as a batch', async () => {
      await expectRows(table.single, async ({ ids, decode, decode_skip_special }) => ({
        actual: {
          decode: await tokenizer.decode(ids, { clean_up_tokenization_spaces: false }),
          skip: await tokenizer.decode(ids, {
            skip_special_tokens: true,
            clean_up_tokenization_spaces: false,
          }),
        },
        expected: { decode, skip: decode_skip_special },
      }));
      const ids = table.single.map((row) => row.ids);
      const plain = { clean_up_tokenization_spaces: false };
      expect(await tokenizer.batch_decode(ids, plain)).toEqual(
        table.single.map(({ decode }) => decode),
      );
      expect(await tokenizer.batch_decode(ids, { ...plain, skip_special_tokens: true })).toEqual(
        table.single.map((row) => row.decode_skip_special),
      );
    });

    test('all single texts at once', async () => {
      const { input_ids, offset_mapping } = await tokenizer(
        table.single.map(({ text }) => text),
        single,
      );
      expect(input_ids).toEqual(table.single.map(({ ids }) => ids));
      expect(offset_mapping).toEqual(table.single.map((row) => row.offsets_utf16));
    });

    test('pairs', () =>
      expectRows(table.pair, async (row) => {
        const encoding = await tokenizer(row.text, { text_pair: row.pair, return_tensor: false });
        return {
          actual: {
            ids: encoding.input_ids,
            types: encoding.token_type_ids,
            sequences: encoding.sequence_ids(),
          },
          expected: { ids: row.ids, types: row.type_ids, sequences: row.sequence_ids },
        };
      }));

    test('truncation', async () => {
      const refused = table.truncation.filter(({ error }) => error !== undefined);
      const options = ({ pair, strategy, max_length }) => ({
        text_pair: pair,
        truncation: strategy,
        max_length,
        return_tensor: false,
      });
      await expectRows(
        table.truncation.filter((row) => !refused.includes(row)),
        async (row) => {
          const encoding = await tokenizer(row.text, options(row));
          return {
            actual: { ids: encoding.input_ids, types: encoding.token_type_ids },
            expected: { ids: row.ids, types: row.type_ids },
          };
        },
      );
      expect(refused.length).toBeGreaterThan(0);
      for (const row of refused) {
        await expectRefused(() => tokenizer(row.text, options(row)), 'truncation', row.strategy);
      }
    });

    test('padding', async () => {
      const { texts, ...expected } = table.padding;
      expect({
        ...(await tokenizer(texts, { padding: true, return_tensor: false })),
      }).toEqual(expected);
      const tensors = await tokenizer(texts, { padding: true });
      for (const [name, rows] of Object.entries(expected)) {
        expect(tensors[name]).toBeInstanceOf(Tensor);
        expect([name, tensors[name].type]).toEqual([name, 'int64']);
        expect(tensors[name].tolist().map((row) => row.map(Number))).toEqual(rows);
      }
    });

    test('the special tokens are those of microsoft/deberta-base', () => {
      const { cls_token_id, sep_token_id, unk_token_id, pad_token_id, mask_token_id } = tokenizer;
      expect([pad_token_id, cls_token_id, sep_token_id, unk_token_id, mask_token_id]).toEqual([
        0, 1, 2, 3, 50264,
      ]);
      expect(tokenizer.vocab_size).toBe(50265);
    });
  },
);

describe('with the bundled model’s files', () => {
  let tokenizer;
  let vocab; // token → id, read from the file
  let tokenOf; // id → token
  beforeAll(async () => {
    tokenizer = await AutoTokenizer.from_pretrained(bundledModel);
    vocab = JSON.parse(readFileSync(join(bundledModel, 'vocab.json')));
    const added = JSON.parse(readFileSync(join(bundledModel, 'tokenizer_config.json')));
    for (const [id, { content }] of Object.entries(added.added_tokens_decoder)) {
      vocab[content] = Number(id);
    }
    tokenOf = Object.fromEntries(Object.entries(vocab).map(([token, id]) => [id, token]));
  });
  afterAll(() => tokenizer.dispose());

  const lists = { return_tensor: false };
  /** Ids without special tokens. */
  const idsOf = (text) => tokenizer.encode(text, { add_special_tokens: false });
  /** Repeats of a value. */
  const times = (count, value) => Array.from({ length: count }, () => value);
  const long = 'one two three four five six seven eight nine ten';

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
      expect((await call({ max_length: 6, truncation: false })).input_ids).toHaveLength(
        a.length + 2,
      );
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
      await expectRefused(
        () => callPair({ truncation: 'only_first', max_length: 7 }),
        'only_first',
      );
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

  describe('words', () => {
    let prefixed;
    beforeAll(async () => {
      prefixed = await AutoTokenizer.from_pretrained(bundledModel, { add_prefix_space: true });
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

  describe('decoding', () => {
    const texts = ['Hello world!', '  two  spaces', 'a 😀 b', 'e\u0301', 'new\nline', '日本語', ''];

    test('gives the text back', async () => {
      const plain = { skip_special_tokens: true, clean_up_tokenization_spaces: false };
      for (const text of texts) {
        expect(await tokenizer.decode(await tokenizer.encode(text), plain)).toBe(text);
      }
      const { input_ids } = await tokenizer(texts, { padding: true });
      expect(await tokenizer.batch_decode(input_ids, plain)).toEqual(texts);
      expect(await tokenizer.batch_decode(input_ids.tolist(), plain)).toEqual(texts);
      expect(
        await tokenizer.batch_decode((await tokenizer(texts, lists)).input_ids, plain),
      ).toEqual(texts);
      expect(await tokenizer.batch_decode([])).toEqual([]);
    });

    test('takes numbers, arrays, typed arrays, tensors', async () => {
      const ids = await idsOf('Hello world');
      for (const form of [
        ids,
        ids.map(BigInt),
        Int32Array.from(ids),
        BigInt64Array.from(ids, BigInt),
        new Tensor('int64', ids),
      ]) {
        expect(await tokenizer.decode(form)).toBe('Hello world');
      }
      expect(await tokenizer.decode(vocab.A)).toBe('A');
      expect(await tokenizer.decode(BigInt(vocab.A))).toBe('A');
      expect(await tokenizer.decode([])).toBe('');
      const { input_ids } = await tokenizer('Hello world');
      expect(await tokenizer.decode(input_ids[0])).toBe(`${CLS}Hello world${SEP}`);
    });

    test('writes special tokens out, or skips them', async () => {
      const ids = await tokenizer.encode('Hello', { text_pair: 'again' });
      expect(await tokenizer.decode(ids)).toBe(`${CLS}Hello${SEP}again${SEP}`);
      expect(await tokenizer.decode(ids, { skip_special_tokens: true })).toBe('Helloagain');
      expect(await tokenizer.decode([vocab[MASK]])).toBe(MASK);
    });

    test('cleans spaces up where that is asked for', async () => {
      const ids = await idsOf("Hello , world . I do n't");
      const clean = { clean_up_tokenization_spaces: true };
      expect(await tokenizer.decode(ids, clean)).toBe("Hello, world. I don't");
      expect(await tokenizer.decode(ids, { clean_up_tokenization_spaces: false })).toBe(
        "Hello , world . I do n't",
      );
    });

    test('of half a character: replaced, left out, or refused', async () => {
      const ids = (await idsOf('𓀀')).slice(0, -1); // four bytes, the last one gone
      expect(ids.length).toBeGreaterThan(0);
      const withText = [...(await idsOf('ab')), ...ids];
      expect(await tokenizer.decode(withText)).toMatch(/^ab\ufffd+$/);
      expect(await tokenizer.decode(withText, { errors: 'replace' })).toMatch(/^ab\ufffd+$/);
      expect(await tokenizer.decode(withText, { errors: 'ignore' })).toBe('ab');
      await expect(tokenizer.decode(withText, { errors: 'strict' })).rejects.toMatchObject({
        code: 'INPUT',
      });
      expect(await tokenizer.decode(await idsOf('ab'), { errors: 'strict' })).toBe('ab');
      await expectRefused(() => tokenizer.decode(ids, { errors: 'some' }), 'errors');
    });

    test('of what are no ids is refused', async () => {
      await expectRefused(() => tokenizer.decode([-1]), 'ids', '-1');
      await expectRefused(() => tokenizer.decode(1.5), 'ids', '1.5');
      await expectRefused(() => tokenizer.decode('text'), 'ids', 'string');
      await expectRefused(() => tokenizer.decode([[1, 2]]), 'ids');
      await expectRefused(() => tokenizer.batch_decode([[1], ['a']]), 'ids[1][0]');
      await expectRefused(() => tokenizer.batch_decode(new Tensor('int64', [1, 2])), 'ids');
      await expectRefused(() => tokenizer.batch_decode(7), 'ids');
    });
  });

  describe('tokens and ids', () => {
    test('tokenize gives what the vocabulary holds', async () => {
      expect(await tokenizer.tokenize('A b')).toEqual(['A', '\u0120b']);
      expect(await tokenizer.tokenize('A', { add_special_tokens: true })).toEqual([CLS, 'A', SEP]);
      expect(await tokenizer.tokenize('A', { pair: 'B' })).toEqual(['A', 'B']);
      const tokens = await tokenizer.tokenize(long);
      expect(tokens).toEqual((await idsOf(long)).map((id) => tokenOf[id]));
    });

    test('an id beyond the vocabulary has no token, and no text', async () => {
      const beyond = tokenizer.vocab_size;
      const { A } = vocab;
      expect(await tokenizer.convert_ids_to_tokens(beyond)).toBe(null);
      expect(await tokenizer.convert_ids_to_tokens([A, beyond, 2 ** 30])).toEqual([
        'A',
        null,
        null,
      ]);
      expect(await tokenizer.decode([A, beyond, A])).toBe(await tokenizer.decode([A, A]));
      for (const call of ['decode', 'convert_ids_to_tokens']) {
        await expect(tokenizer[call]([A, -1])).rejects.toMatchObject({
          code: 'INPUT',
          message: 'ids[1] is -1, expected 0 up',
        });
      }
    });

    test('convert_tokens_to_ids and convert_ids_to_tokens are each other’s inverse', async () => {
      const tokens = ['A', '\u0120b', CLS, MASK];
      const ids = tokens.map((token) => vocab[token]);
      expect(await tokenizer.convert_tokens_to_ids(tokens)).toEqual(ids);
      expect(await tokenizer.convert_tokens_to_ids('A')).toBe(vocab.A);
      expect(await tokenizer.convert_tokens_to_ids([])).toEqual([]);
      expect(await tokenizer.convert_tokens_to_ids('no such token')).toBe(vocab[UNK]);
      expect(await tokenizer.convert_tokens_to_ids(['', 'A'])).toEqual([vocab[UNK], vocab.A]);
      expect(await tokenizer.convert_ids_to_tokens(ids)).toEqual(tokens);
      expect(await tokenizer.convert_ids_to_tokens(vocab.A)).toBe('A');
      expect(await tokenizer.convert_ids_to_tokens(BigInt(vocab.A))).toBe('A');
      expect(await tokenizer.convert_ids_to_tokens(Int32Array.from(ids))).toEqual(tokens);
      expect(await tokenizer.convert_ids_to_tokens(new Tensor('int64', ids))).toEqual(tokens);
      expect(await tokenizer.convert_ids_to_tokens(ids, { skip_special_tokens: true })).toEqual(
        tokens.slice(0, 2),
      );
      await expectRefused(() => tokenizer.convert_ids_to_tokens([-7]), 'ids', '-7');
      await expectRefused(() => tokenizer.convert_tokens_to_ids([7]), 'token', 'number');
    });

    test('convert_tokens_to_string joins them', async () => {
      for (const text of ['Hello world!', ' a 😀', 'x , y .']) {
        expect(await tokenizer.convert_tokens_to_string(await tokenizer.tokenize(text))).toBe(text);
      }
      expect(await tokenizer.convert_tokens_to_string([])).toBe('');
      // Python decodes the bytes of a token; it need not be in the vocabulary.
      expect(await tokenizer.convert_tokens_to_string(['ĠHello', 'Ġqqqzzzx'])).toBe(
        ' Hello qqqzzzx',
      );
    });

    test('special tokens are put around ids', async () => {
      const [a, b] = [[10, 11, 12], [20]];
      const [cls, sep] = [vocab[CLS], vocab[SEP]];
      const build = (...args) => tokenizer.build_inputs_with_special_tokens(...args);
      expect(await build(a)).toEqual([cls, ...a, sep]);
      expect(await build(a, b)).toEqual([cls, ...a, sep, ...b, sep]);
      expect(await build(a, [])).toEqual([cls, ...a, sep, sep]);
      expect(await build([], null)).toEqual([cls, sep]);
      expect(await build(new Tensor('int64', a), Int32Array.from(b))).toEqual([
        cls,
        ...a,
        sep,
        ...b,
        sep,
      ]);
      const types = (...args) => tokenizer.create_token_type_ids_from_sequences(...args);
      expect(await types(a)).toEqual([0, 0, 0, 0, 0]);
      expect(await types(a, b)).toEqual([0, 0, 0, 0, 0, 1, 1]);
      expect(await types(a, [])).toEqual([0, 0, 0, 0, 0, 1]);
      const mask = (...args) => tokenizer.get_special_tokens_mask(...args);
      expect(await mask(a)).toEqual([1, 0, 0, 0, 1]);
      expect(await mask(a, b)).toEqual([1, 0, 0, 0, 1, 0, 1]);
      expect(await mask([cls, ...a, sep, vocab[PAD]], null, true)).toEqual([1, 0, 0, 0, 1, 1]);
      await expectRefused(() => mask(a, b, true), 'one sequence');
      expect(tokenizer.num_special_tokens_to_add()).toBe(2);
      expect(tokenizer.num_special_tokens_to_add(false)).toBe(2);
      expect(tokenizer.num_special_tokens_to_add(true)).toBe(3);
    });

    test('the vocabulary is that of the files', async () => {
      const whole = await tokenizer.get_vocab();
      expect(Object.fromEntries(whole)).toEqual(vocab);
      expect(tokenizer.vocab_size).toBe(7000);
    });

    test('save_vocabulary gives files that, read back, give the same', async () => {
      const saved = await tokenizer.save_vocabulary();
      expect(Object.keys(saved).sort()).toEqual(['merges.txt', 'vocab.json']);
      const folder = temporaryFolder();
      for (const [name, content] of Object.entries(saved))
        writeFileSync(join(folder, name), content);
      const settings = readFileSync(join(bundledModel, 'tokenizer_config.json'));
      writeFileSync(join(folder, 'tokenizer_config.json'), settings);
      const again = await DebertaTokenizerFast.from_pretrained(folder);
      const texts = ['Hello world', long, '  😀 日本 \n', 'a [MASK] b', 'internationalization'];
      expect((await again(texts, lists)).input_ids).toEqual(
        (await tokenizer(texts, lists)).input_ids,
      );
      expect(await again.get_vocab()).toEqual(await tokenizer.get_vocab());
      expect(again.all_special_ids).toEqual(tokenizer.all_special_ids);
      await again.dispose();
    });

    test('special tokens, their ids, and the rest of what it says of itself', () => {
      const roles = { bos: CLS, eos: SEP, unk: UNK, sep: SEP, pad: PAD, cls: CLS, mask: MASK };
      for (const [role, token] of Object.entries(roles)) {
        expect([role, tokenizer[`${role}_token`]]).toEqual([role, token]);
        expect([role, tokenizer[`${role}_token_id`]]).toEqual([role, vocab[token]]);
      }
      expect([...tokenizer.all_special_tokens].sort()).toEqual([CLS, MASK, PAD, SEP, UNK]);
      expect(tokenizer.all_special_ids).toEqual(
        tokenizer.all_special_tokens.map((token) => vocab[token]),
      );
      expect(tokenizer.padding_side).toBe('right');
      expect(tokenizer.truncation_side).toBe('right');
      expect(tokenizer.model_max_length).toBe(512);
    });

    test('a text may spell special tokens', async () => {
      const ids = await idsOf('a [MASK] b');
      expect(ids).toEqual([vocab.a, vocab[MASK], vocab['\u0120b']]);
      const encoding = await tokenizer('a [MASK] b', {
        return_special_tokens_mask: true,
        return_offsets_mapping: true,
        ...lists,
      });
      expect(encoding.special_tokens_mask).toEqual([1, 0, 0, 0, 1]);
      // It takes the space before it.
      expect(encoding.offset_mapping).toEqual([
        [0, 0],
        [0, 1],
        [1, 8],
        [8, 10],
        [0, 0],
      ]);
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

  describe('loading', () => {
    test('gives a DebertaTokenizerFast; the classes by name give their own', async () => {
      expect(tokenizer).toBeInstanceOf(DebertaTokenizerFast);
      for (const Class of [DebertaTokenizer, DebertaTokenizerFast, PreTrainedTokenizer]) {
        const other = await Class.from_pretrained(bundledModel);
        expect(other).toBeInstanceOf(Class);
        expect(await other.encode('Hello')).toEqual(await tokenizer.encode('Hello'));
        await other.dispose();
      }
    });

    test('needs its files, and no more than them', async () => {
      for (const file of ['merges.txt', 'vocab.json']) {
        const folder = damagedModel(file, () => null);
        await expect(AutoTokenizer.from_pretrained(folder)).rejects.toMatchObject({
          name: 'ModelFileNotFoundError',
          code: 'FILE_NOT_FOUND',
        });
      }
      const names = ['vocab.json', 'merges.txt', 'tokenizer_config.json'];
      const three = names.map((name) => new File([readFileSync(join(bundledModel, name))], name));
      const other = await AutoTokenizer.from_pretrained(three);
      expect(await other.encode('Hello')).toEqual(await tokenizer.encode('Hello'));
      await other.dispose();
    });

    test('refuses files that hold no vocabulary, by name', async () => {
      const damages = [
        ['vocab.json', () => '[]', 'VOCAB'],
        ['vocab.json', () => '{"a": ', 'VOCAB'],
        ['merges.txt', () => 'a b c d\n', 'MERGES'],
      ];
      for (const [file, change, code] of damages) {
        const folder = damagedModel(file, change);
        await expect(AutoTokenizer.from_pretrained(folder)).rejects.toMatchObject({ code, file });
      }
    });

    test('after dispose() nothing is answered', async () => {
      const other = await AutoTokenizer.from_pretrained(bundledModel);
      await other.dispose();
      await expect(other('Hello')).rejects.toMatchObject({ code: 'DISPOSED' });
      await expect(other.decode([1])).rejects.toMatchObject({ code: 'DISPOSED' });
      expect(other.cls_token_id).toBe(vocab[CLS]);
      await other.dispose();
    });
  });
});
