// The inputs of both sides: one padded batch, and the lengths of its sequences.

/**
 * @param {{lengths?: number[], vocabulary: number, texts?: string[], folder: string}} row
 * @param {typeof import('../../../js/api/index.js')} deberta
 */
export async function inputOf(row, deberta) {
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
