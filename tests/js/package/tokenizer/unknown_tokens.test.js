// Vocabularies that lack characters or bytes of a text: the tokens' own texts, beside the reference (npm's `tokenizers`)
// on random texts. (The known answers: tests/cpp/text/unknown_tokens_test.cc.)
import { afterAll, describe, expect, test } from '@jest/globals';

import { AutoTokenizer, pipeline } from '../../../../dist/node.js';
import { cleanUp, damagedModel } from '../../../support/models.mjs';
import { seeded } from '../../../support/random.mjs';

/** The package has no build for some machines. */
const reference = await import('tokenizers').catch(() => null);

const bpe = {
  pre_tokenizer: {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: true,
  },
  model: {
    type: 'BPE',
    ...{ dropout: null, continuing_subword_prefix: '', end_of_word_suffix: '' },
    vocab: Object.fromEntries(
      ['[UNK]', 'a', 'b', 'c', 'Ġ', 'Ã', 'Ġa', 'ab', 'Ġab', 'bc', 'cc'].map((token, id) => [
        token,
        id,
      ]),
    ),
    merges: ['Ġ a', 'a b', 'Ġa b', 'b c', 'c c'],
  },
};
const unigram = {
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  model: {
    type: 'Unigram',
    unk_id: 0,
    byte_fallback: false,
    vocab: [
      ['[UNK]', 0],
      ...['▁', 'a', 'b', '▁a', 'ab', '▁ab', 'c'].map((piece, i) => [piece, -2 - i / 4]),
    ],
  },
};
const documents = {
  'BPE without an unknown token': bpe,
  'BPE with an unknown token': { ...bpe, model: { ...bpe.model, unk_token: '[UNK]' } },
  'BPE with a fused unknown token': {
    ...bpe,
    model: { ...bpe.model, unk_token: '[UNK]', fuse_unk: true },
  },
  unigram,
  'unigram without a space': {
    ...unigram,
    model: { ...unigram.model, vocab: unigram.model.vocab.filter(([piece]) => piece !== '▁') },
  },
};

const jsonOf = (document) =>
  JSON.stringify({
    version: '1.0',
    ...{ truncation: null, padding: null, added_tokens: [], normalizer: null },
    ...{ post_processor: null, decoder: null },
    ...document,
  });
const load = (document) =>
  AutoTokenizer.from_pretrained([new File([jsonOf(document)], 'tokenizer.json')]);

afterAll(cleanUp);

describe.each(Object.entries(documents))('%s', (_, document) => {
  const run = reference ? test : test.skip;
  run('has the ids and tokens of the reference', async () => {
    const theirs = reference.Tokenizer.fromString(jsonOf(document));
    const ours = await load(document);
    const random = seeded(5);
    const letters = [...'aabbcc  xyzé☃😀\t'];
    let unknown = 0;
    for (let i = 0; i < 400; ++i) {
      const length = 1 + Math.floor(random.fraction() * (i < 300 ? 12 : 80));
      const text = Array.from(
        { length },
        () => letters[Math.floor(random.fraction() * letters.length)],
      ).join('');
      const wanted = await theirs.encode(text, null, { addSpecialTokens: false });
      const { input_ids: ids } = await ours(text, {
        add_special_tokens: false,
        return_tensor: false,
      });
      expect([text, ids]).toEqual([text, wanted.getIds()]);
      expect([text, await ours.tokenize(text)]).toEqual([text, wanted.getTokens()]);
      unknown += ids.filter((id) => id === 0).length;
    }
    if (document !== bpe) expect(unknown).toBeGreaterThan(100);
    await ours.dispose();
  });
});

test('tokens() has the texts where padding moves them, and in every row', async () => {
  const tokenizer = await load({
    ...unigram,
    added_tokens: [{ id: 8, content: '[PAD]', special: true }],
  });
  const batch = await tokenizer(['☃ ab é', 'a', 'x'], { padding: true, padding_side: 'left' });
  expect(await batch.tokens(0)).toEqual(['▁', '☃', '▁ab', '▁', 'é']);
  expect(await batch.tokens(1)).toEqual(['[PAD]', '[PAD]', '[PAD]', '[PAD]', '▁a']);
  expect(await batch.tokens(2)).toEqual(['[PAD]', '[PAD]', '[PAD]', '▁', 'x']);
  const ids = batch.input_ids.tolist()[2].map(Number);
  expect(await tokenizer.convert_ids_to_tokens(ids)).toEqual([
    ...Array(3).fill('[PAD]'),
    '▁',
    '[UNK]',
  ]);
  await tokenizer.dispose();
});

test('the word of an unknown token is its text', async () => {
  // A vocabulary without the byte `}`, which no merge has.
  const folder = damagedModel('vocab.json', (content) => {
    const { '}': id, ...vocab } = JSON.parse(content);
    return JSON.stringify({ ...vocab, unused: id });
  });
  const wordsOf = async (options) => {
    const find = await pipeline('token-classification', folder, { threads: 1, ...options });
    const found = await find('A}} b', { ignore_labels: [], aggregation_strategy: 'none' });
    await find.dispose();
    return found.map(({ word, start, end }) => [word, start, end]);
  };
  const known = [['A', 0, 1], ['Ġb', 4, 5]]; // prettier-ignore
  expect(await wordsOf({})).toEqual(known);
  expect(await wordsOf({ use_fast: false })).toEqual([
    known[0],
    ['}', 1, 2],
    ['}', 2, 3],
    known[1],
  ]);
});
