// Compares the C++ tokenizer with the Rust library (npm package `tokenizers`), or with libsentencepiece for
// the slow ids, on random texts:
//
//   node tools/differential/tokenizer.mjs FOLDER [COUNT [SEED [slow | pairs]]]
//
// FOLDER holds tokenizer.json, or spm.model too. Ids and offsets are compared; `slow`: ids, with Python's
// `sentencepiece` (set PYTHONPATH if it is elsewhere); `pairs`: of two texts, truncated to a random
// length. Build native-release first.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { piecesOf, randomPairs, randomTexts } from '../../tests/support/random_texts.mjs';
import { main, root } from '../project.mjs';

const batch = 50_000;
const shown = 20;

/** Texts in the format of tokenizer_ids.cc. */
function packed(texts) {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function run(command, args, input) {
  const { status, stdout, stderr } = spawnSync(command, args, { input, maxBuffer: 2 ** 31 - 1 });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  return stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
}

/** A line of ids, a line of offsets for each text. */
async function ofRust(folder) {
  const { Tokenizer } = await import('tokenizers');
  const tokenizer = Tokenizer.fromFile(join(folder, 'tokenizer.json'));
  return async (texts) => {
    const encodings = await tokenizer.encodeBatch(texts);
    return encodings.flatMap((each) => [
      each.getIds().join(' '),
      each.getOffsets().flat().join(' '),
    ]);
  };
}

/** The same for pairs, each with the length that it is cut to. */
async function ofRustPairs(folder) {
  const { Tokenizer } = await import('tokenizers');
  const tokenizer = Tokenizer.fromFile(join(folder, 'tokenizer.json'));
  const config = JSON.parse(readFileSync(join(folder, 'tokenizer_config.json'), 'utf8'));
  const direction = config.truncation_side ?? 'right';
  return async (pairs) => {
    const lines = [];
    for (const [text, pair, length] of pairs) {
      tokenizer.setTruncation(length, { strategy: 'LongestFirst', direction });
      const encoding = await tokenizer.encode(text, pair);
      lines.push(encoding.getIds().join(' '), encoding.getOffsets().flat().join(' '));
    }
    return lines;
  };
}

/** The slow tokenizer's ids: the text between special tokens goes to sentencepiece. */
const python = `
import sys, struct, sentencepiece
spm = sentencepiece.SentencePieceProcessor()
spm.Load(sys.argv[1])
data = sys.stdin.buffer.read()
at = 0
while at < len(data):
    n, = struct.unpack_from('<I', data, at)
    text = data[at + 4:at + 4 + n].decode()
    at += 4 + n
    print(*spm.EncodeAsIds(text))
`;
function ofSentencePiece(folder, scratch) {
  const script = join(scratch, 'ids.py');
  writeFileSync(script, python);
  return async (texts) =>
    run('python3', [script, join(folder, 'spm.model')], packed(texts)).flatMap((ids) => [
      `1 ${ids} 2`.replace('  ', ' '),
      '',
    ]);
}

await main(async () => {
  const [folder, count = '100000', seed = '1', kind = ''] = process.argv.slice(2);
  if (!folder) throw new Error('usage: tokenizer.mjs FOLDER [COUNT [SEED [slow | pairs]]]');
  const slow = kind === 'slow';
  const pairs = kind === 'pairs';
  const scratch = mkdtempSync(join(tmpdir(), 'deberta-'));
  try {
    const { model } = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
    // Sentencepiece does not support added tokens.
    const specials = slow ? ['['] : ['[CLS]', '[SEP]', '[UNK]', '[MASK]', '[PAD]', '[mask]'];
    const next = randomTexts(Number(seed), piecesOf(model), specials);
    const nextPair = randomPairs(Number(seed), next);
    const reference = pairs
      ? await ofRustPairs(folder)
      : slow
        ? ofSentencePiece(folder, scratch)
        : await ofRust(folder);
    const program = join(root, 'build/native-release/tokenizer_ids');
    let mismatches = 0;
    for (let done = 0; done < Number(count); done += batch) {
      const texts = [];
      while (texts.length < Math.min(batch, Number(count) - done)) {
        const text = pairs ? nextPair() : next();
        if (!slow || !/\[(CLS|SEP|UNK|MASK|PAD)\]/.test(text)) texts.push(text);
      }
      const input = packed(texts.flat().map(String));
      const ours = run(program, [folder, ...(kind ? [kind] : [])], input);
      const theirs = await reference(texts);
      texts.forEach((text, i) => {
        const lines = slow ? [2 * i] : [2 * i, 2 * i + 1];
        const wrong = lines.find((line) => ours[line] !== theirs[line]);
        if (wrong === undefined) return;
        if (++mismatches > shown) return;
        console.log(JSON.stringify(text), `\n  ours    ${ours[wrong]}\n  theirs  ${theirs[wrong]}`);
      });
      console.log(`${done + texts.length} texts, ${mismatches} mismatches`);
    }
    if (mismatches > 0) throw new Error(`${mismatches} mismatches`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
