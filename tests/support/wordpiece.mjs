// A WordPiece vocabulary that is made here, and the files of its tokenizer.
import { seeded } from './random.mjs';

export const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

const letters =
  'éèüñßåÅÉÑÜАБВабвгдαβγσςΣΑάήλकखगतन中文日本語漢字学習東京한국어가각あいうえおアイウガパガㅏ' +
  '！。，、…—«»“”’①½²ﬁ№®ابتثجمनมहशกขคาแก้אבגדə';
const words =
  'the and ing ed er est ab abc bcd hello world token iz ation un able café cafe résumé naïve straße ' +
  'strasse istanbul ΑΒΓ αβγ привет мир 中文 日本 한국 cd ef 12 123 don isn n t s re ve ll';

/** Each word and character with and without "##"; some words are missing. @returns {string[]} */
export function vocabulary() {
  const random = seeded(3);
  const ascii = Array.from({ length: 0x5e }, (_, i) => String.fromCharCode(0x21 + i));
  const found = new Set(specials);
  for (const word of [...ascii, ...letters, ...words.split(' ')]) {
    if (random.below(20) > 0) found.add(word);
    if (random.below(20) > 0) found.add(`##${word}`);
  }
  return [...found];
}

/**
 * @param {string[]} vocab
 * @param {object | null} normalizer options of BertNormalizer
 * @param {object[]} [added] added tokens
 */
export function tokenizerJson(vocab, normalizer, added = []) {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      ...specials.map((content, id) => ({ id, content, ...flags, special: true })),
      ...added.map((each, i) => ({ id: vocab.length + i, ...flags, special: false, ...each })),
    ],
    normalizer: normalizer && { type: 'BertNormalizer', ...normalizer },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocab.map((token, id) => [token, id])),
    },
  };
}

/** @param {Record<string, unknown>} contents texts, or values that become JSON; by name */
export function filesOf(contents) {
  return Object.entries(contents).map(
    ([name, content]) =>
      new File([typeof content === 'string' ? content : JSON.stringify(content)], name),
  );
}
