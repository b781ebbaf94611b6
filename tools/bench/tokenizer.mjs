// npm run bench:tokenizer -- MODEL_FOLDER [FILE]: this package's tokenizer beside Hugging Face's
// JavaScript one (@huggingface/tokenizers), in turns in one process, on a megabyte of prose (FILE, or
// made up) and on texts that are hard for a byte-pair encoding.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Tokenizer } from '@huggingface/tokenizers';

import { AutoTokenizer } from '../../dist/node.js';

const megabyte = 1_000_000;
const rounds = 3;

const [folder, file] = process.argv.slice(2);
if (!folder) {
  console.error('usage: npm run bench:tokenizer -- MODEL_FOLDER [FILE]');
  process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const theirs = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
const ours = await AutoTokenizer.from_pretrained(folder);

/** Words of the vocabulary, the frequent ones (low ids) more often, and some that it does not have. */
async function madeUpProse(size) {
  const words = [...(await ours.get_vocab())]
    .filter(([token]) => /^Ġ[a-z]+$/.test(token))
    .map(([token]) => token.slice(1));
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const word = () => words[Math.floor(words.length * random() ** 4)];
  let text = '';
  while (text.length < size) {
    const rare = random() < 0.05 ? word() + word() : word();
    text += (random() < 0.1 ? rare[0].toUpperCase() + rare.slice(1) : rare) + ' ';
    if (random() < 0.08) text = `${text.trimEnd()}${random() < 0.5 ? ',' : '.'} `;
  }
  return text.slice(0, size);
}

const prose = file ? readFileSync(file, 'utf8').slice(0, megabyte) : await madeUpProse(megabyte);
const texts = {
  'prose, 1 MB': prose,
  'prose, 1,000 texts of 1 kB': Array.from({ length: 1000 }, (_, i) =>
    prose.slice(i * 1000, (i + 1) * 1000),
  ),
  'no spaces, 0.5 MB': prose.replace(/[^a-z]/g, '').slice(0, megabyte / 2),
  'no spaces, 1 MB': prose.replace(/[^a-z]/g, '').padEnd(megabyte, 'abcdefghij'),
  'one letter, 0.5 MB': 'a'.repeat(megabyte / 2),
  'one letter, 1 MB': 'a'.repeat(megabyte),
  'spaces, 1 MB': ' '.repeat(megabyte),
  'emoji, 1 MB': '😀🎉'.repeat(megabyte / 8),
};

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
async function time(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

console.log(`${rounds} rounds, medians in ms; Node ${process.version}`);
console.log('text                          ours   theirs    ratio');
for (const [name, text] of Object.entries(texts)) {
  const list = Array.isArray(text) ? text : [text];
  const options = { return_tensor: false, return_offsets_mapping: true };
  const [mine, other] = [[], []];
  for (let round = 0; round < rounds; round++) {
    mine.push(await time(() => ours(list, options)));
    // What is hard takes the other side many seconds: once is enough.
    if (round > 0 && !name.startsWith('prose')) continue;
    other.push(await time(() => list.map((each) => theirs.encode(each))));
  }
  const [a, b] = [median(mine), median(other)];
  const cells = [a.toFixed(1), b.toFixed(1), (b / a).toFixed(1)];
  console.log(name.padEnd(26), ...cells.map((cell) => cell.padStart(8)));
}
await ours.dispose();
