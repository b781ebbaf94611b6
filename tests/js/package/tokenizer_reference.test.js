// The tokenizer beside the Rust library that transformers runs (npm's `tokenizers`), on random texts and on
// pairs that are cut, with the real vocabularies; skipped where those are not. More texts:
// tools/differential/tokenizer.mjs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AutoTokenizer } from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { seeded } from '../../support/random.mjs';
import { piecesOf, randomPairs, randomTexts } from '../../support/random_texts.mjs';

const folders = ['deberta-v1', 'deberta-v3'].map((name) =>
  join(root, '../shared/tokenizers', name),
);
const specials = ['[CLS]', '[SEP]', '[UNK]', '[MASK]', '[PAD]', '[mask]'];
const textCount = 4000;
const runCount = 1000;
const pairCount = 1000;
const shown = 3;

/** The package has no build for some machines. */
const reference = await import('tokenizers').catch(() => null);
const why = (folder) =>
  reference
    ? existsSync(folder) || `no ${folder}`
    : 'no build of npm’s tokenizers for this machine';

/** UTF-16 indices of a text → the code points before them, which is what Rust counts. */
function codePoints(text) {
  const before = [];
  let count = 0;
  for (const character of text) {
    for (let i = 0; i < character.length; ++i) before.push(count);
    ++count;
  }
  return [...before, count];
}

describe.each(folders)('%s', (folder) => {
  const reason = why(folder);
  if (reason !== true) {
    test.skip(`as the reference does it: ${reason}`, () => {});
    return;
  }
  let ours;
  let theirs;
  let nextText;
  beforeAll(async () => {
    // Of spm.model the reference has scores that differ in the last bit.
    const files = ['tokenizer.json', 'tokenizer_config.json'];
    ours = await AutoTokenizer.from_pretrained(
      files.map((name) => new File([readFileSync(join(folder, name))], name)),
    );
    theirs = reference.Tokenizer.fromFile(join(folder, 'tokenizer.json'));
    const { model } = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
    nextText = randomTexts(11, piecesOf(model), specials);
  });
  afterAll(() => ours.dispose());

  // Half a character reaches the reference as U+FFFD, and ours, too.
  test(`${textCount} random texts have the reference’s ids and offsets`, async () => {
    const texts = Array.from({ length: textCount }, nextText);
    const options = { return_tensor: false, return_offsets_mapping: true };
    const { input_ids, offset_mapping } = await ours(texts, options);
    const wanted = await theirs.encodeBatch(texts.map((text) => text.toWellFormed()));
    const wrong = texts.filter((text, i) => {
      const points = codePoints(text);
      const offsets = offset_mapping[i].flat().map((at) => points[at]);
      return (
        input_ids[i].join() !== wanted[i].getIds().join() ||
        offsets.join() !== wanted[i].getOffsets().flat().join()
      );
    });
    expect(wrong.slice(0, shown)).toEqual([]);
  });

  // They have many ways to be cut whose scores differ in the last bit, if at all.
  test(`${runCount} random texts with a long run have the reference’s ids`, async () => {
    const random = seeded(13);
    const texts = Array.from({ length: runCount }, () => {
      const unit = String.fromCodePoint(0x21 + random.below(random.pick([0x5e, 0x300])));
      return nextText() + unit.repeat(50 + random.below(300));
    });
    const { input_ids } = await ours(texts, { return_tensor: false });
    const wanted = await theirs.encodeBatch(texts.map((text) => text.toWellFormed()));
    const wrong = texts.filter((_, i) => input_ids[i].join() !== wanted[i].getIds().join());
    expect(wrong.slice(0, shown)).toEqual([]);
  });

  test(`${pairCount} random pairs are cut as the reference cuts them`, async () => {
    const nextPair = randomPairs(12, nextText);
    const wrong = [];
    for (let i = 0; i < pairCount; ++i) {
      const [text, text_pair, max_length] = nextPair();
      const options = { text_pair, truncation: true, max_length, return_tensor: false };
      const { input_ids } = await ours(text, options);
      theirs.setTruncation(max_length);
      const wanted = await theirs.encode(text.toWellFormed(), text_pair.toWellFormed());
      if (input_ids.join() !== wanted.getIds().join()) wrong.push([text, text_pair, max_length]);
    }
    theirs.disableTruncation();
    expect(wrong.slice(0, shown)).toEqual([]);
  });
});
