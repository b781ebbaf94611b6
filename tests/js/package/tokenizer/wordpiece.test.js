// WordPiece beside the Rust library that transformers runs (npm's `tokenizers`), over a vocabulary
// that is made here. More texts: tools/differential/tokenizer.mjs.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import {
  AutoTokenizer,
  BertTokenizer,
  BertTokenizerFast,
  DebertaV2Tokenizer,
} from '../../../../dist/node.js';
import { randomTexts } from '../../../support/random_texts.mjs';
import { filesOf, specials, tokenizerJson, vocabulary } from '../../../support/wordpiece.mjs';

const textCount = 2000;
const shown = 3;
const vocab = vocabulary();
const vocabTxt = vocab.map((token) => `${token}\n`).join('');

/** The package has no build for some machines. */
const reference = await import('tokenizers').catch(() => null);

const rules = (clean_text, handle_chinese_chars, strip_accents, lowercase) => ({
  clean_text,
  handle_chinese_chars,
  strip_accents,
  lowercase,
});
const added = [
  { content: 'Hello Né', normalized: true },
  { content: '中A', normalized: true, lstrip: true, rstrip: true },
  { content: 'Raw', single_word: true },
];
const kinds = {
  uncased: [rules(true, true, null, true)],
  cased: [rules(true, true, null, false)],
  'cased without accents': [rules(true, true, true, false), added],
  'uncased with accents': [rules(true, false, false, true), added],
  'not cleaned': [rules(false, true, null, true), added],
  'not normalized': [null, added],
};

/** UTF-16 indices of a text → the code points before them, which is what Rust counts. */
function codePoints(text) {
  const before = [];
  for (const [count, character] of [...text].entries()) {
    for (let i = 0; i < character.length; ++i) before.push(count);
  }
  return [...before, [...text].length];
}

if (!reference) test.skip('as the reference does it: no build of npm’s tokenizers', () => {});

(reference ? describe : describe.skip).each(Object.keys(kinds))('WordPiece, %s', (kind) => {
  const document = tokenizerJson(vocab, ...kinds[kind]);
  let ours;
  let theirs;
  let texts;
  beforeAll(async () => {
    ours = await AutoTokenizer.from_pretrained(filesOf({ 'tokenizer.json': document }));
    theirs = reference.Tokenizer.fromString(JSON.stringify(document));
    const contents = (kinds[kind][1] ?? []).map(({ content }) => content);
    const next = randomTexts(17, [...vocab, ...contents], specials);
    texts = Array.from({ length: textCount }, () => next().toWellFormed());
  });
  afterAll(() => ours.dispose());

  test(`${textCount} random texts have the reference’s ids, offsets and words`, async () => {
    const options = { return_tensor: false, return_offsets_mapping: true };
    const encoding = await ours(texts, options);
    const wanted = await theirs.encodeBatch(texts);
    const wrong = texts.filter((text, i) => {
      const points = codePoints(text);
      const offsets = encoding.offset_mapping[i].flat().map((at) => points[at]);
      return (
        encoding.input_ids[i].join() !== wanted[i].getIds().join() ||
        offsets.join() !== wanted[i].getOffsets().flat().join() ||
        encoding.word_ids(i).join() !== wanted[i].getWordIds().join()
      );
    });
    expect(wrong.slice(0, shown)).toEqual([]);
  });

  // There, added tokens are decoded as normalized; here, as they were added.
  if (kinds[kind].length === 1) {
    test('and are decoded as there', async () => {
      const { input_ids } = await ours(texts, { return_tensor: false });
      const decoded = await ours.batch_decode(input_ids, { skip_special_tokens: true });
      const wanted = await theirs.decodeBatch(input_ids, true);
      const wrong = texts.filter((_, i) => decoded[i] !== wanted[i]);
      expect(wrong.slice(0, shown)).toEqual([]);
    });
  }
});

describe('a folder with vocab.txt', () => {
  const kept = [];
  /** Until the end of the test. */
  function keep(tokenizer) {
    kept.push(tokenizer);
    return tokenizer;
  }
  afterEach(() => Promise.all(kept.splice(0).map((each) => each.dispose())));

  const text = 'Hello, Café 中文 unable 😀 x';
  const config = { tokenizer_class: 'BertTokenizer', model_max_length: 512 };
  const files = filesOf({ 'vocab.txt': vocabTxt, 'tokenizer_config.json': config });
  const json = filesOf({ 'tokenizer.json': tokenizerJson(vocab, rules(true, true, null, true)) });
  const options = { return_tensor: false, return_offsets_mapping: true };

  test('is BertTokenizerFast for AutoTokenizer, with the ids of tokenizer.json', async () => {
    const ours = keep(await AutoTokenizer.from_pretrained(files));
    const whole = keep(await AutoTokenizer.from_pretrained(json));
    expect(ours).toBeInstanceOf(BertTokenizerFast);
    expect(whole).toBeInstanceOf(BertTokenizerFast);
    expect(ours.model_max_length).toBe(512);
    expect([ours.cls_token_id, ours.bos_token, ours.mask_token]).toEqual([2, null, '[MASK]']);
    const encoding = await ours(text, options);
    expect(encoding.input_ids).toEqual((await whole(text, options)).input_ids);
    const parts = encoding.offset_mapping.map(([start, end]) => text.slice(start, end));
    expect(parts.filter(Boolean)).toEqual([
      'Hello',
      ',',
      'Café',
      '中',
      '文',
      'un',
      'able',
      '😀',
      'x',
    ]);
  });

  test('use_fast: false and BertTokenizer are Python’s', async () => {
    for (const load of [
      () => BertTokenizer.from_pretrained(files),
      () => AutoTokenizer.from_pretrained(files, { use_fast: false }),
    ]) {
      const slow = keep(await load());
      expect(slow).toBeInstanceOf(BertTokenizer);
      // U+2B820 is an ideograph there, and a word of its own; in Rust it is not.
      expect(await slow.tokenize('x\u{2b820}')).toHaveLength(2);
    }
    const fast = keep(await BertTokenizerFast.from_pretrained(files));
    expect(await fast.tokenize('x\u{2b820}')).toHaveLength(1);
  });

  test('is saved as it was', async () => {
    const ours = keep(await AutoTokenizer.from_pretrained(files));
    expect(await ours.save_vocabulary()).toEqual({ 'vocab.txt': vocabTxt });
    const again = keep(await AutoTokenizer.from_pretrained(filesOf(await ours.save_vocabulary())));
    expect(await again.encode(text)).toEqual(await ours.encode(text));
  });

  test('takes words that are split already', async () => {
    const ours = keep(await AutoTokenizer.from_pretrained(files));
    const encoding = await ours(['unable', '中文'], { ...options, is_split_into_words: true });
    expect(encoding.word_ids()).toEqual([null, 0, 0, 1, 1, null]);
  });

  test('of another class is refused by name', async () => {
    const japanese = { tokenizer_class: 'BertJapaneseTokenizer', word_tokenizer_type: 'mecab' };
    const refused = filesOf({ 'vocab.txt': vocabTxt, 'tokenizer_config.json': japanese });
    await expect(AutoTokenizer.from_pretrained(refused)).rejects.toMatchObject({
      name: 'DebertaError',
      code: 'TOKENIZER_UNSUPPORTED',
      message: expect.stringMatching(/BertJapaneseTokenizer .* mecab, expected BertTokenizer/),
      file: 'tokenizer_config.json',
    });
  });

  test('DebertaV2Tokenizer loads it, too', async () => {
    const ours = keep(await DebertaV2Tokenizer.from_pretrained(files));
    expect(await ours.tokenize('unable')).toEqual(['un', '##able']);
  });
});
