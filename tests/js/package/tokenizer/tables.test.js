// The reference's tables of texts and their encodings, where they are.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoTokenizer, Tensor } from '../../../../dist/node.js';
import { root } from '../../../../tools/project.mjs';
import { expectRefused } from '../../../support/refusals.mjs';

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
