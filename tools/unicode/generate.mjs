// Writes src/text/unicode_tables.inc: where the class of a code point (letter, number, space, other)
// changes. The classes are those of GPT-2's pattern: \p{L}, \p{N}, \s (White_Space).
//
//   node tools/unicode/generate.mjs
import { writeFileSync } from 'node:fs';

const classes = [
  ['kLetter', /^\p{L}$/u],
  ['kNumber', /^\p{N}$/u],
  ['kSpace', /^\p{White_Space}$/u],
];

function classOf(codePoint) {
  if (codePoint >= 0xd800 && codePoint < 0xe000) return 'kOther';
  const character = String.fromCodePoint(codePoint);
  return classes.find(([, pattern]) => pattern.test(character))?.[0] ?? 'kOther';
}

const lines = [];
let last;
for (let codePoint = 0; codePoint < 0x110000; ++codePoint) {
  const name = classOf(codePoint);
  if (name !== last) lines.push(`{0x${codePoint.toString(16)}, CharClass::${name}},`);
  last = name;
}

const target = new URL('../../src/text/unicode_tables.inc', import.meta.url);
writeFileSync(
  target,
  `// Written by tools/unicode/generate.mjs from Unicode ${process.versions.unicode}: edit there.\n` +
    `// Each entry: the first code point of a run, and the class of the run.\n${lines.join('\n')}\n`,
);
console.log(`${lines.length} runs, Unicode ${process.versions.unicode}`);
