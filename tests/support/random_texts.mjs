// Texts that tokenizers may differ on: words and pieces of a vocabulary, white space of all kinds,
// special tokens, marks that join what stands before them, any code point and any half of one, long
// runs.
import { seeded } from './random.mjs';

const joining =
  '\u0300\u0301\u0308\u0323\u0345\u093c\u094d\u0e33\u200c\u200d\ufe0f\u{1f3fd}\u0903\u0600';
const bases = 'aeionucAEs \t\n\r…ﬁﬂ²½Åéüñßあガｶﾞハは가각ᄒ한ㄱक्षกख़ক©®👩💻🇩🇪❤①㍿ﷺẛ';
const spaces =
  ' \t\n\r\v\f\u0085\u00a0\u00ad\u1680\u2003\u2028\u200b\u200e\u2060\u3000\ufeff\ufffd▁';

/**
 * @param {number} seed
 * @param {string[]} pieces of a vocabulary; "▁" is a space
 * @param {string[]} specials
 * @returns {() => string} the next text
 */
export function randomTexts(seed, pieces, specials) {
  const random = seeded(seed);
  const kinds = [...bases].filter((c) => c !== ' ');
  const marks = [...joining];
  const blanks = [...spaces];
  const anyPoint = () => {
    const limit = random.pick([0x80, 0x250, 0x700, 0x1000, 0x2100, 0x10000, 0x20000, 0x110000]);
    return String.fromCodePoint(random.below(limit));
  };
  const parts = [
    () => random.pick(pieces).replaceAll('▁', ' '),
    () => random.pick(pieces).replaceAll('▁', ' '),
    () => ' ' + random.pick(pieces).replaceAll('▁', ''),
    () => random.pick(kinds),
    () => random.pick(marks),
    () => random.pick(kinds) + random.pick(marks),
    () => random.pick(blanks),
    () => ' ',
    anyPoint,
    anyPoint,
    () => String.fromCodePoint(0x20 + random.below(0x5f)),
    () => (random.below(8) === 0 ? random.pick(specials) : String(random.below(2000))),
  ];
  return () => {
    let text = '';
    // Most texts have one or two kinds of parts many times: neighbours of one kind matter.
    const some = random.below(3) === 0 ? parts : [random.pick(parts), random.pick(parts)];
    for (let count = 1 + random.below(12); count > 0; --count) text += random.pick(some)();
    if (random.below(30) === 0) text += random.pick(some)().repeat(random.below(300));
    return text;
  };
}

/**
 * @param {number} seed
 * @param {() => string} nextText
 * @returns {() => [string, string, number]} the next pair, and the tokens that it is cut to
 */
export function randomPairs(seed, nextText) {
  const random = seeded(seed);
  const next = () => Array.from({ length: 1 + random.below(3) }, nextText).join(' ');
  return () => [next(), next(), 3 + random.below(30)];
}

/**
 * The pieces of a tokenizer.json's vocabulary, of either kind, with "▁" for a space.
 * @param {{vocab: [string, number][] | Record<string, number>}} model
 * @returns {string[]}
 */
export function piecesOf({ vocab }) {
  return Array.isArray(vocab)
    ? vocab.map(([piece]) => piece)
    : Object.keys(vocab).map((token) => token.replaceAll('Ġ', '▁'));
}
