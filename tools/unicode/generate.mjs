// Writes src/text/unicode/unicode_tables.inc: where the class of a code point (letter, number, space, other)
// changes. The classes are those of GPT-2's pattern: \p{L}, \p{N}, \s (White_Space).
// And src/text/unicode/word_character_tables.inc: where \w of Rust's regex begins and ends.
//
//   node tools/unicode/generate.mjs
import { writeFileSync } from 'node:fs';

const classes = [
  ['kLetter', /^\p{L}$/u],
  ['kNumber', /^\p{N}$/u],
  ['kSpace', /^\p{White_Space}$/u],
];
const wordCharacter = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;

function isSurrogate(codePoint) {
  return codePoint >= 0xd800 && codePoint < 0xe000;
}

function classOf(codePoint) {
  if (isSurrogate(codePoint)) return 'kOther';
  const character = String.fromCodePoint(codePoint);
  return classes.find(([, pattern]) => pattern.test(character))?.[0] ?? 'kOther';
}

function isWordCharacter(codePoint) {
  return !isSurrogate(codePoint) && wordCharacter.test(String.fromCodePoint(codePoint));
}

/** `line(first code point, value)` for every run of code points of one value. */
function runs(valueOf, before, line) {
  const lines = [];
  let last = before;
  for (let codePoint = 0; codePoint < 0x110000; ++codePoint) {
    const value = valueOf(codePoint);
    if (value !== last) lines.push(line(`0x${codePoint.toString(16)}`, value));
    last = value;
  }
  return lines;
}

function write(name, what, lines) {
  writeFileSync(
    new URL(`../../src/text/unicode/${name}`, import.meta.url),
    `// Written by tools/unicode/generate.mjs from Unicode ${process.versions.unicode}: edit there.\n` +
      `// ${what}\n${lines.join('\n')}\n`,
  );
  console.log(`${name}: ${lines.length} runs, Unicode ${process.versions.unicode}`);
}

write(
  'unicode_tables.inc',
  'Each entry: the first code point of a run, and the class of the run.',
  runs(classOf, undefined, (codePoint, name) => `{${codePoint}, CharClass::${name}},`),
);
write(
  'word_character_tables.inc',
  'The first code point that is a word character, the first after it that is none, and so on.',
  runs(isWordCharacter, false, (codePoint) => `${codePoint},`),
);

// src/text/unicode/grapheme_tables.inc: where the class that the rules of grapheme clusters (UAX #29) see
// changes, but for those that grapheme.cc tells by range. JavaScript has no such property: each class is
// what makes Intl.Segmenter join the code point, or not, to what stands beside it.
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
function isOneCluster(text) {
  return segmenter.segment(text).containing(0).segment.length === text.length;
}

function breakClassOf(codePoint) {
  if (isSurrogate(codePoint)) return 'kOther';
  const c = String.fromCodePoint(codePoint);
  if (c === '\u200d') return 'kZwj';
  if (isOneCluster(`a${c}`)) {
    if (isOneCluster(`\u0915${c}\u0915`)) return 'kLinker';
    if (isOneCluster(`\u0915${c}\u094d\u0915`)) return 'kExtend';
    // Those that do not extend a conjunct.
    return isOneCluster(`\u{1f600}${c}\u200d\u{1f600}`) ? 'kExtendOnly' : 'kSpacingMark';
  }
  if (/^\p{Extended_Pictographic}$/u.test(c)) return 'kPictograph';
  if (!isOneCluster(`${c}\u0301`)) return 'kControl';
  if (isOneCluster(`${c}a`)) return 'kPrepend';
  return isOneCluster(`${c}\u094d\u0915`) ? 'kConsonant' : 'kOther';
}

write(
  'grapheme_tables.inc',
  'Each entry: the first code point of a run, and the class of the run.',
  runs(breakClassOf, undefined, (codePoint, name) => `run(${codePoint}, Break::${name}),`),
);
