// The tables for BERT's normalizer: how its two implementations class code points, and canonical
// decompositions.
import { recentForRust, rustKeeps, rustMarks, rustPunctuation } from './rust_tables.mjs';

const codePoints = 0x110000;
const kinds = { other: 0, removed: 1, mark: 2, punctuation: 3 };

const isSurrogate = (point) => point >= 0xd800 && point < 0xe000;
const hex = (value) => `0x${value.toString(16)}`;
const nfd = (text) => text.normalize('NFD');

/** With the engine's version of Unicode, as Python's BasicTokenizer. */
function pythonKind(c) {
  if (c === '\t' || c === '\n' || c === '\r') return kinds.other;
  if (c === '\ufffd' || /^\p{C}$/u.test(c)) return kinds.removed;
  if (/^\p{Mn}$/u.test(c)) return kinds.mark;
  // All ASCII symbols count.
  return /^[\p{P}$+<=>^`|~]$/u.test(c) ? kinds.punctuation : kinds.other;
}

function rustKind(point, c) {
  if (c === '\t' || c === '\n' || c === '\r') return kinds.other;
  if (c === '\ufffd' || /^[\p{Cc}\p{Cf}\p{Co}]$/u.test(c))
    return rustKeeps.has(point) ? kinds.other : kinds.removed;
  if (/^\p{Mn}$/u.test(c) !== rustMarks.has(point)) return kinds.mark;
  return /^[\p{P}$+<=>^`|~]$/u.test(c) !== rustPunctuation.has(point)
    ? kinds.punctuation
    : kinds.other;
}

/**
 * The rank of each combining class but 0: JavaScript has no such property, but it sorts marks by it.
 * @returns {Map<number, number>} code point → 1 and up
 */
function combiningRanks() {
  const swaps = (a, b) => nfd(`a${a}${b}`) !== `a${a}${b}`;
  const classes = []; // one mark of each, in ascending order
  const found = [];
  for (let point = 0x300; point < codePoints; ++point) {
    if (isSurrogate(point)) continue;
    const c = String.fromCodePoint(point);
    if (nfd(c) !== c || !/^\p{M}$/u.test(c)) continue;
    // Of a starter no class is known, and it is never moved: U+0334 has the lowest class, U+0345 the highest.
    const isMoved = c === '\u0334' || swaps(c, '\u0334') || swaps('\u0345', c) || c === '\u0345';
    if (!isMoved) continue;
    let at = 0;
    while (at < classes.length && swaps(c, classes[at])) ++at;
    if (at === classes.length || swaps(classes[at], c)) classes.splice(at, 0, c);
    found.push([point, c]);
  }
  return new Map(
    found.map(([point, c]) => [point, 1 + classes.findIndex((each) => !swaps(c, each))]),
  );
}

/** One number for every run of equal code points: see bert_characters.cc. */
export function bertCharacters() {
  const ranks = combiningRanks();
  const lines = [];
  let last = -1;
  for (let point = 0; point < codePoints; ++point) {
    const c = String.fromCodePoint(point);
    const value = isSurrogate(point)
      ? 0
      : rustKind(point, c) |
        (pythonKind(c) << 2) |
        ((ranks.get(point) ?? 0) << 4) |
        (recentForRust.has(point) ? 1 << 10 : 0);
    if (value !== last) lines.push(`${hex(value * 2 ** 21 + point)},`);
    last = value;
  }
  return lines;
}

/** point, its first part, its second (0: there is none), whether the two are composed to it; packed. */
export function canonicalDecompositions() {
  const byDecomposition = new Map();
  const decomposed = [];
  for (let point = 0; point < codePoints; ++point) {
    if (isSurrogate(point) || (point >= 0xac00 && point < 0xd7a4)) continue;
    const c = String.fromCodePoint(point);
    if (nfd(c) === c) continue;
    decomposed.push([point, c]);
    if (!byDecomposition.has(nfd(c)) || c.normalize('NFC') === c)
      byDecomposition.set(nfd(c), point);
  }
  return decomposed.map(([point, c]) => {
    const parts = [...nfd(c)];
    const second = parts.length > 1 ? parts.pop().codePointAt(0) : 0;
    const rest = parts.join('');
    const first = parts.length > 1 ? byDecomposition.get(rest) : rest.codePointAt(0);
    const composes = c.normalize('NFC') === c;
    const packed =
      (BigInt(point) << 43n) | (BigInt(first) << 22n) | (BigInt(second) << 1n) | BigInt(composes);
    return `${hex(packed)},`;
  });
}
