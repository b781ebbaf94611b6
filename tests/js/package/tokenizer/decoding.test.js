// From ids to text, tokens to ids and back, and how a tokenizer is loaded.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AutoTokenizer,
  DebertaTokenizer,
  DebertaTokenizerFast,
  PreTrainedTokenizer,
  Tensor,
} from '../../../../dist/node.js';
import {
  CLS,
  MASK,
  PAD,
  SEP,
  UNK,
  lists,
  long,
  useFixedTokenizer,
} from '../../../support/fixed_tokenizer.mjs';
import {
  fixedConfig,
  fixedModel,
  cleanUp,
  damagedModel,
  temporaryFolder,
} from '../../../support/models.mjs';
import { expectRefused } from '../../../support/refusals.mjs';

afterAll(cleanUp);

const fixed = useFixedTokenizer();
const { idsOf } = fixed;
let tokenOf, tokenizer, vocab;
beforeAll(() => {
  ({ tokenOf, tokenizer, vocab } = fixed);
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
    expect(await tokenizer.batch_decode((await tokenizer(texts, lists)).input_ids, plain)).toEqual(
      texts,
    );
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

  test('of values that are not ids is refused', async () => {
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
    expect(await tokenizer.convert_ids_to_tokens([A, beyond, 2 ** 30])).toEqual(['A', null, null]);
    expect(await tokenizer.decode([A, beyond, A])).toBe(await tokenizer.decode([A, A]));
    for (const call of ['decode', 'convert_ids_to_tokens']) {
      await expect(tokenizer[call]([A, -1])).rejects.toMatchObject({
        code: 'INPUT',
        message: 'ids[1] is -1, expected at least 0',
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
    expect(await tokenizer.convert_tokens_to_string(['ĠHello', 'Ġqqqzzzx'])).toBe(' Hello qqqzzzx');
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
    expect(tokenizer.vocab_size).toBe(fixedConfig.vocab_size);
  });

  test('save_vocabulary gives files that, read back, give the same', async () => {
    const saved = await tokenizer.save_vocabulary();
    expect(Object.keys(saved).sort()).toEqual(['merges.txt', 'vocab.json']);
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(saved)) writeFileSync(join(folder, name), content);
    const settings = readFileSync(join(fixedModel, 'tokenizer_config.json'));
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

describe('loading', () => {
  test('gives a DebertaTokenizerFast; the classes by name give their own', async () => {
    expect(tokenizer).toBeInstanceOf(DebertaTokenizerFast);
    for (const Class of [DebertaTokenizer, DebertaTokenizerFast, PreTrainedTokenizer]) {
      const other = await Class.from_pretrained(fixedModel);
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
    const three = names.map((name) => new File([readFileSync(join(fixedModel, name))], name));
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
    const other = await AutoTokenizer.from_pretrained(fixedModel);
    await other.dispose();
    await expect(other('Hello')).rejects.toMatchObject({ code: 'DISPOSED' });
    await expect(other.decode([1])).rejects.toMatchObject({ code: 'DISPOSED' });
    expect(other.cls_token_id).toBe(vocab[CLS]);
    await other.dispose();
  });
});
