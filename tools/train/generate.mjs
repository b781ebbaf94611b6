/**
 * Writes labelled synthetic texts as JSON lines: {"text", "spans": [[begin, end, kind]]} (bounds in code points).
 *   node generate.mjs OUT.jsonl [count] [seed] [held-out]     held-out: with the tenth of all names that no other text has
 */

import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Scene, grow } from './generate/grammar.mjs';
import { ANSWERS, BLOCKS } from './generate/blocks.mjs';
import { CLAUSE_SENTENCES } from './generate/clauses.mjs';
import { EVERYDAY } from './generate/everyday.mjs';
import { form, json, query, table } from './generate/layouts.mjs';
import { HARD } from './generate/hard.mjs';
import { PLAIN } from './generate/filler.mjs';
import { FOREIGN, FOREIGN_PROSE } from './generate/languages.mjs';
import { useHeldOutNames } from './generate/names.mjs';
import { disturb } from './generate/noise.mjs';
import { chance, int, pick, seed, weigh } from './generate/random.mjs';
import { RULES } from './generate/rules.mjs';
import { SENTENCES } from './generate/sentences.mjs';
import { csv, jsonLines, log, nested, pasted, THREADS } from './generate/threads.mjs';

const TOPICS = [
  ['person', 5],
  ['email', 2.2],
  ['phone', 3],
  ['address', 4],
  ['organization', 4.5],
  ['location', 4],
  ['date', 2.5],
  ['age', 2.2],
  ['card', 1.6],
  ['iban', 1.3],
  ['id', 2],
  ['ip', 1.4],
  ['url', 2],
  ['clause', 15],
  ['plain', 5],
  ['mixed', 4],
  ['nothing', 5],
  ['hard', 6],
  ['everyday', 22],
];

const SHAPES = {
  ...SENTENCES,
  clause: CLAUSE_SENTENCES,
  nothing: RULES.nothing,
  hard: HARD,
  everyday: EVERYDAY,
};

const sentence = () => {
  const topic = weigh(TOPICS);
  return pick(SHAPES[topic]);
};

const foreign = () => pick(chance(0.6) ? FOREIGN : FOREIGN_PROSE);

/** Fills '{s}' (any sentence), '{f}' (one in another language), '{ask}' and '{answer}' (a matching pair) in a layout. */
function fill(layout) {
  const dialogue = 2 * int(0, ANSWERS.length / 2 - 1);
  return layout
    .replace(/\{s\}/g, sentence)
    .replace(/\{f\}/g, foreign)
    .replace(/\{ask\}/g, () => pick(ANSWERS[dialogue]))
    .replace(/\{answer\}/g, () => pick(ANSWERS[dialogue + 1]));
}

function template() {
  return weigh([
    [sentence, 14],
    [() => `${sentence()} ${sentence()}`, 4],
    [() => `${sentence()} ${sentence()} ${sentence()}`, 1],
    [
      () => Array.from({ length: int(2, 5) }, () => pick(chance(0.6) ? EVERYDAY : PLAIN)).join(' '),
      4,
    ],
    [() => fill(pick(BLOCKS)), 6],
    [() => fill(pick(THREADS)), 3],
    [() => fill('{f}'), 5],
    [csv, 1.3],
    [jsonLines, 1.3],
    [() => fill(nested()), 0.8],
    [log, 0.7],
    [pasted, 0.8],
    [form, 3],
    [json, 0.9],
    [table, 1.2],
    [query, 0.6],
    [() => `${sentence()}\n${form()}`, 0.7],
    [() => `${sentence()}\n${fill(pick(BLOCKS))}`, 0.7],
  ])();
}

const startCapital = (parts) =>
  parts.length && !parts[0].kind
    ? [{ text: parts[0].text.charAt(0).toUpperCase() + parts[0].text.slice(1) }, ...parts.slice(1)]
    : parts;

function example() {
  let parts = grow(template(), new Scene()).map((part) => ({
    ...part,
    text: part.text.replace(/｛/g, '{').replace(/｝/g, '}'),
  }));
  if (chance(0.7)) parts = startCapital(parts);
  parts = disturb(parts);
  let text = '',
    length = 0;
  const spans = [];
  for (const part of parts) {
    const size = [...part.text].length;
    if (part.kind) spans.push([length, length + size, part.kind]);
    text += part.text;
    length += size;
  }
  return { text, spans };
}

const [, , file, count = '70000', start = '20261123', part] = process.argv;
if (!file) throw new Error('usage: node generate.mjs OUT.jsonl [count] [seed] [held-out]');
seed(Number(start));
useHeldOutNames(part === 'held-out');
const out = createWriteStream(file);
const seen = new Set();
while (seen.size < Number(count)) {
  const made = example();
  if (made.text.length > 900 || seen.has(made.text)) continue;
  seen.add(made.text);
  if (!out.write(JSON.stringify(made) + '\n')) await once(out, 'drain');
}
out.end();
await once(out, 'finish');
