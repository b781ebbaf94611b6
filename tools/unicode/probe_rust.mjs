// Prints where the Unicode data of the npm package `tokenizers` differ from the JavaScript engine's, as
// rust_tables.mjs has them. Install the package first: npm install --no-save tokenizers@0.23.2
//
//   node tools/unicode/probe_rust.mjs
import { main } from '../project.mjs';

/** @param {(character: string) => boolean} has */
function runs(has) {
  const found = [];
  let first = -1;
  for (let point = 0; point <= 0x110000; ++point) {
    const isSurrogate = point >= 0xd800 && point < 0xe000;
    const here = point < 0x110000 && !isSurrogate && has(String.fromCodePoint(point));
    if (here && first < 0) first = point;
    if (here || first < 0) continue;
    const ends = [first, point - 1].map((each) => each.toString(16));
    found.push(first === point - 1 ? ends[0] : ends.join('-'));
    first = -1;
  }
  return found.join(' ');
}

await main(async () => {
  const { bertNormalizer, bertPreTokenizer, nfdNormalizer } = await import('tokenizers');
  const none = {
    cleanText: false,
    handleChineseChars: false,
    stripAccents: false,
    lowercase: false,
  };
  const clean = bertNormalizer({ ...none, cleanText: true });
  const strip = bertNormalizer({ ...none, stripAccents: true });
  const words = bertPreTokenizer();
  const rustNfd = nfdNormalizer();
  const nfd = (text) => text.normalize('NFD');
  const isStable = (c) => rustNfd.normalizeString(c) === c;
  const isKnown = (text) => rustNfd.normalizeString(text) === nfd(text);
  // A mark of each kind of combining class is enough to notice that a mark is not moved.
  const marks = [...'\u0334\u0323\u0301\u05b0\u0345\u302a\u094d\u0327'];
  const known = (c) =>
    isKnown(c) && marks.every((m) => isKnown(`a${m}${c}`) && isKnown(`a${c}${m}`));
  const tables = {
    kept: (c) =>
      /^[\p{Cc}\p{Cf}\p{Co}]$/u.test(c) &&
      !/^[\t\n\r]$/.test(c) &&
      clean.normalizeString(`a${c}b`) !== 'ab',
    marks: (c) => isStable(c) && /^\p{Mn}$/u.test(c) !== (strip.normalizeString(`a${c}`) === 'a'),
    punctuation: (c) =>
      /^[\p{P}$+<=>^`|~]$/u.test(c) !== (words.preTokenizeString(`a${c}b`).length === 3),
    recent: (c) => !known(c),
  };
  for (const [name, has] of Object.entries(tables)) console.log(`${name}\n${runs(has)}\n`);
});
