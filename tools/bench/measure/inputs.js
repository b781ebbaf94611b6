// The inputs of both sides: one padded batch, and the lengths of its sequences.

/**
 * @param {{lengths?: number[], vocabulary: number, texts?: string[], words?: number, labels?: number, folder: string}} row
 * @param {typeof import('../../../js/api/index.js')} deberta
 */
export async function inputOf(row, deberta) {
  if (row.words) return named(row, deberta);
  return row.texts ? encoded(row, deberta) : madeUp(row);
}

/** @param {{lengths: number[], vocabulary: number}} row of sequences of one length */
export function madeUp({ lengths, vocabulary }) {
  const dims = [lengths.length, Math.max(...lengths)];
  const count = dims[0] * dims[1];
  // Ids below 10 are special tokens.
  const input_ids = BigInt64Array.from({ length: count }, (_, i) =>
    BigInt(10 + ((i * 7919) % (vocabulary - 10))),
  );
  return {
    lengths,
    padded: { input_ids, attention_mask: new BigInt64Array(count).fill(1n), dims },
  };
}

async function encoded({ texts, folder }, { AutoTokenizer }) {
  const tokenizer = await AutoTokenizer.from_pretrained(`${folder}/`);
  const { input_ids, attention_mask } = await tokenizer(texts, { padding: true });
  await tokenizer.dispose();
  const lengths = attention_mask.tolist().map((row) => row.filter(Number).length);
  const { data, dims } = input_ids;
  return { texts, lengths, padded: { input_ids: data, attention_mask: attention_mask.data, dims } };
}

/** Those of make_gliner_models.py's tokenizer. */
const syllables = [...'bdfghklmnprstvz'].flatMap((consonant) =>
  [...'aeiou'].map((vowel) => consonant + vowel),
);

/** A made-up word of two syllables, which is one token, or of three, which is two. */
function madeUpWord(i, isLong) {
  const syllable = (/** @type {number} */ number) => syllables[number % syllables.length];
  const start = i * 7919;
  const word = syllable(start) + syllable(Math.floor(start / syllables.length));
  return isLong ? word + syllable(i) : word;
}

/** The longest span that the models have, in words. */
const width = 12;

/**
 * A text and labels, and what GLiNER's exports take: the tokens of both, each word's first one, and all spans.
 * @param {{words: number, labels: number, folder: string}} row
 */
async function named({ words: count, labels: kinds, folder }, { AutoTokenizer }) {
  // Every fourth word has two tokens, as words of English in v3's vocabulary; a label has two words.
  const words = Array.from({ length: count }, (_, i) => madeUpWord(i, i % 4 === 0));
  const labels = Array.from(
    { length: kinds },
    (_, i) => `${madeUpWord(4000 + i, false)} ${madeUpWord(5000 + i, false)}`,
  );
  const prompt = [...labels.flatMap((label) => ['<<ENT>>', label]), '<<SEP>>'];
  const tokenizer = await AutoTokenizer.from_pretrained(`${folder}/`);
  const encoding = await tokenizer([...prompt, ...words], { is_split_into_words: true });
  await tokenizer.dispose();
  const { data: input_ids, dims } = encoding.input_ids;
  const entries = encoding.word_ids(0);
  const int64 = (data, shape) => ({ type: 'int64', data: BigInt64Array.from(data), dims: shape });
  const ofTokens = (value) => int64(entries.map(value), dims);
  const spans = Array.from({ length: count * width }, (_, i) => {
    const first = Math.floor(i / width);
    return [first, first + (i % width)];
  });
  return {
    lengths: [dims[1]],
    named: { words, labels, threshold: 0.9, width },
    feeds: {
      input_ids: { type: 'int64', data: input_ids, dims },
      attention_mask: ofTokens(() => 1n),
      words_mask: ofTokens((entry, i) =>
        entry !== null && entry >= prompt.length && entry !== entries[i - 1]
          ? BigInt(entry - prompt.length + 1)
          : 0n,
      ),
      text_lengths: int64([BigInt(count)], [1, 1]),
      span_idx: int64(spans.flat().map(BigInt), [1, spans.length, 2]),
      span_mask: {
        type: 'bool',
        data: Uint8Array.from(spans, ([, last]) => Number(last < count)),
        dims: [1, spans.length],
      },
    },
  };
}
