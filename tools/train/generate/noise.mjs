/** What keyboards, telephones and copy-and-paste do to text. Works on fragments, so that entities keep their bounds. */

import { chance, int, pick, weigh } from './random.mjs';

/** @typedef {{ text: string, kind?: string }} Fragment */

const EMOJI = [
  '😀',
  '🙏',
  '👍',
  '😂',
  '❤️',
  '🔥',
  '😢',
  '📞',
  '✉️',
  '🎉',
  '🤔',
  '👉',
  '✅',
  '⚠️',
  '😅',
  '🏠',
  '📍',
  ':)',
  ':-)',
  ';)',
  ':(',
  'xD',
  '<3',
];
/** Case change keeps every character's length, or is not done ('ß'.toUpperCase() is two letters). */
const sameLength = (text, changed) => (changed.length === text.length ? changed : text);
const lower = (text) => sameLength(text, text.toLowerCase());
const upper = (text) => sameLength(text, text.toUpperCase());

function typo(text) {
  if (text.length < 6) return text;
  const at = int(1, text.length - 3);
  if (!/^[a-z]{2}$/.test(text.slice(at, at + 2))) return text;
  return weigh([
    [text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2), 1],
    [text.slice(0, at) + text.slice(at + 1), 1],
    [text.slice(0, at) + text[at] + text.slice(at), 1],
  ]);
}

const plain = (fragments, change) =>
  fragments.map((part) => (part.kind ? part : { ...part, text: change(part.text) }));
const KEEPS_CASE = new Set(['URL', 'EMAIL', 'IBAN', 'NATIONAL_ID']);

/** @param {Fragment[]} fragments */
export function disturb(fragments) {
  let parts = fragments;
  const style = weigh([
    ['none', 10],
    ['lower', 2.4],
    ['upper', 0.9],
    ['lower text', 1],
    ['lower names', 0.8],
    ['upper names', 0.6],
    ['title', 0.15],
  ]);
  if (style === 'lower') parts = parts.map((part) => ({ ...part, text: lower(part.text) }));
  if (style === 'upper')
    parts = parts.map((part) => ({
      ...part,
      text: part.kind && KEEPS_CASE.has(part.kind) ? part.text : upper(part.text),
    }));
  if (style === 'lower text') parts = plain(parts, lower);
  if (style === 'lower names')
    parts = parts.map((part) => (part.kind ? { ...part, text: lower(part.text) } : part));
  if (style === 'upper names')
    parts = parts.map((part) =>
      part.kind && !KEEPS_CASE.has(part.kind) ? { ...part, text: upper(part.text) } : part,
    );
  if (style === 'title')
    parts = plain(parts, (text) => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()));
  if (chance(0.12)) parts = plain(parts, typo);
  if (chance(0.05)) {
    const quote = pick(['> ', '>', '>> ', '??? ', '| ', '    ', '* ']); // a quoted mail: the mark stands inside an address of many lines
    parts = [
      { text: quote },
      ...parts.map((part) => ({ ...part, text: part.text.replace(/\n/g, '\n' + quote) })),
    ];
  }
  if (chance(0.05)) parts = plain(parts, (text) => text.replace(/[,.!?](?=\s|$)/g, ''));
  if (chance(0.03))
    parts = plain(parts, (text) => text.replace(/ /g, () => (chance(0.15) ? '  ' : ' ')));
  if (chance(0.03))
    parts = plain(parts, (text) =>
      text.replace(/[,:] /g, (found) => (chance(0.5) ? found[0] : ' ' + found)),
    );
  if (chance(0.04))
    parts = plain(parts, (text) => text.replace(/'/g, '’').replace(/"/g, () => pick(['“', '”'])));
  if (chance(0.05))
    parts = [...parts, { text: ' ' + pick(EMOJI) + (chance(0.2) ? pick(EMOJI) : '') }];
  if (chance(0.02)) parts = [{ text: pick(EMOJI) + ' ' }, ...parts];
  if (chance(0.03))
    parts = plain(parts, (text) =>
      text.replace(/[.]$/, () => pick(['!', '!!', '...', '…', '?', ' .'])),
    );
  return parts;
}
