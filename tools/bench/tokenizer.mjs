// npm run bench:tokenizer -- MODEL_FOLDER [FILE]: this package's tokenizer beside Hugging Face's
// JavaScript one (@huggingface/tokenizers), in turns in one process, on a megabyte of prose (FILE, or
// made up) and on texts that are hard for a byte-pair encoding.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Tokenizer } from '@huggingface/tokenizers';

import { AutoTokenizer } from '../../dist/node.js';

const megabyte = 1_000_000;
const rounds = 3;
/** Milliseconds that a single call of the other side may take before its row is given up. */
const patience = 60_000;

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
  const options = { return_tensor: false, return_offsets_mapping: false };
  const runOurs = () => ours(list, options);
  const runTheirs = () => list.map((each) => theirs.encode(each));
  const [mine, other] = [[], []];
  const gaveUp = await isTooSlow(list[0]);
  for (let round = 0; round < rounds; round++) {
    mine.push(await time(runOurs));
    if (!gaveUp) other.push(await time(runTheirs));
  }
  const a = median(mine);
  const b = gaveUp ? null : median(other);
  const cells = [
    name.padEnd(26),
    a.toFixed(1).padStart(8),
    (b === null ? `> ${patience}` : b.toFixed(1)).padStart(8),
    (b === null ? '-' : (b / a).toFixed(1)).padStart(8),
  ];
  console.log(cells.join(' '));
}
await ours.dispose();

/** Whether the other side would need minutes: told by a hundredth of the text, as if it were linear. */
async function isTooSlow(text) {
  const part = text.slice(0, text.length / 100);
  return 100 * (await time(() => theirs.encode(part))) > patience;
}
