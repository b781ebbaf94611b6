// What the form of numbers and addresses says without a model: the sums of cards (Luhn) and of IBANs (mod 97), and the
// patterns of e-mail addresses, URLs, IP addresses, IBANs and cards.
//
// Time is in proportion to the text: a match can only begin where a word begins, and what repeats is bounded or never
// read twice.

/** @typedef {'EMAIL' | 'URL' | 'IP_ADDRESS' | 'IBAN' | 'CREDIT_CARD'} Kind a kind, and its usual label */
/** @typedef {{kind: Kind, start: number, end: number}} Match in UTF-16 code units */

/**
 * Whether digits have the sum of a card's number (Luhn, ISO/IEC 7812-1): from the right, every second digit counts
 * twice, as the sum of its own digits, and the total is a multiple of 10.
 * @param {string} digits
 */
export function hasLuhnSum(digits) {
  let sum = 0;
  for (let i = 0; i < digits.length; ++i) {
    const digit = Number(digits[digits.length - 1 - i]);
    const twice = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += i % 2 === 0 ? digit : twice;
  }
  return sum % 10 === 0;
}

/**
 * Whether a text is the number of a card: 12 to 19 digits with a valid sum, in groups or not.
 * @param {string} text
 */
export function isCardNumber(text) {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 12 && digits.length <= 19 && hasLuhnSum(digits);
}

/** The lengths of the countries' IBANs (SWIFT's registry, 2024). */
const ibanLengths = new Map(
  Array.from(
    (
      'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22' +
      'GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20' +
      'MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26' +
      'UA29VA22VG24XK20YE30'
    ).matchAll(/(..)(\d\d)/g),
    ([, country, length]) => [country, Number(length)],
  ),
);

/**
 * Whether a text is an IBAN (ISO 13616): it has the length of its country, and the remainder 1 of a division by 97.
 * It may have spaces and hyphens, and the word IBAN before it.
 * @param {string} text
 */
export function isIban(text) {
  const iban = text
    .toUpperCase()
    .replace(/^\W*IBAN\b/, '')
    .replace(/[^A-Z\d]/g, '');
  // A country that joined later may have any length.
  const length = ibanLengths.get(iban.slice(0, 2)) ?? iban.length;
  if (iban.length !== length || !/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(iban)) return false;
  let rest = 0;
  // The first four characters go to the end, and A is 10, … Z is 35.
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const url = /(?<![\p{L}\p{N}_])(?:https?:\/\/|ftp:\/\/|www\.)[\p{L}\p{N}[][^\s<>"“”«»{}|\\^`]*/giu;
const email =
  /(?<![\p{L}\p{N}_%+-])[\p{L}\p{N}_][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}_-])/gu;
const ipV4 =
  /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\w|\.\d|-[a-z])/gi;
const ipV6 = /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:]|\.\d)/gi;
const ibanStart = /(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}/giu;
const digits = /(?<![\p{L}\p{N}_+]|\d\.)\d+/gu;
const wordCharacter = /[\p{L}\p{N}_]/u;

/** Visa; Mastercard; American Express; Diners Club; JCB; Discover, UnionPay and Maestro. */
const issuers =
  /^(4\d{12}(\d{3}){0,2}|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6\d{15,18})$/;

/**
 * What the form alone says about a text: its addresses and numbers, in order. None overlap: the one that begins first goes
 * before what it contains.
 * @param {string} text
 * @returns {Match[]}
 */
export function patternsIn(text) {
  /** @type {Match[]} */
  const found = [];
  const add = (/** @type {Kind} */ kind, /** @type {number} */ start, /** @type {number} */ end) =>
    found.push({ kind, start, end });
  for (const { 0: whole, index } of text.matchAll(url)) {
    add('URL', index, index + lengthOfUrl(whole));
  }
  for (const { 0: whole, index } of text.matchAll(email)) add('EMAIL', index, index + whole.length);
  for (const { 0: whole, index } of text.matchAll(ipV4)) {
    add('IP_ADDRESS', index, index + whole.length);
  }
  for (const { 0: whole, index } of text.matchAll(ipV6)) {
    const address = whole.replace(/(?<!:):$/, '');
    if (isIpV6(address)) add('IP_ADDRESS', index, index + address.length);
  }
  for (const { index } of text.matchAll(ibanStart)) {
    const end = endOfIban(text, index);
    if (end > 0) add('IBAN', index, end);
  }
  for (const { start, end } of cardsIn(text)) add('CREDIT_CARD', start, end);
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let taken = 0;
  return found.filter(({ start, end }) => {
    const isFree = start >= taken;
    if (isFree) taken = end;
    return isFree;
  });
}

/**
 * The length without the punctuation of the sentence around a URL. A closing bracket may belong to one in the URL.
 * @param {string} whole
 */
function lengthOfUrl(whole) {
  const closing = whole.includes('(') ? '' : ')';
  let { length } = whole;
  while (`.,;:!?…'’]${closing}`.includes(whole[length - 1])) --length;
  return length;
}

/** @param {string} text of digits, letters from a to f and colons */
function isIpV6(text) {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = halves.flat();
  const isWhole = halves.length === 1 ? groups.length === 8 : halves.length === 2;
  // "::" and "ab::cd" are more often something else.
  return isWhole && groups.length <= 8 && !groups.includes('') && /\d/.test(text);
}

/**
 * Where the IBAN ends that begins here; 0: there is none.
 * @param {string} text
 * @param {number} start
 */
function endOfIban(text, start) {
  let left = ibanLengths.get(text.slice(start, start + 2).toUpperCase()) ?? 0;
  if (left === 0) return 0;
  let at = start;
  for (; left > 0; ++at) {
    if (/[A-Z\d]/i.test(text[at] ?? '')) --left;
    // Groups are separated by one character.
    else if (!/[\s-]/.test(text[at] ?? '') || /[\s-]/.test(text[at - 1])) return 0;
  }
  return !wordCharacter.test(text[at] ?? '') && isIban(text.slice(start, at)) ? at : 0;
}

/**
 * The numbers of cards, in one piece or in groups of 3 to 7 digits, of which the first has 4.
 * @param {string} text
 */
function* cardsIn(text) {
  /** @type {{start: number, end: number}[]} neighbours with one character between them */
  let groups = [];
  for (const { 0: group, index: start } of text.matchAll(digits)) {
    const end = start + group.length;
    const last = groups.at(-1);
    const follows = last && start === last.end + 1 && /[\s-]/.test(text[last.end]);
    if (!follows) groups = [];
    groups.push({ start, end });
    if (wordCharacter.test(text[end] ?? '') || /^\.\d/.test(text.slice(end, end + 2))) continue;
    // The longest number is in groups of 4, 4, 4, 4 and 3.
    for (let first = Math.max(0, groups.length - 5); first < groups.length; ++first) {
      const parts = groups.slice(first).map((each) => text.slice(each.start, each.end));
      const isGrouped =
        parts.length === 1 ||
        (parts[0].length === 4 && parts.every(({ length }) => length >= 3 && length <= 7));
      const number = parts.join('');
      if (isGrouped && issuers.test(number) && hasLuhnSum(number)) {
        yield { start: groups[first].start, end };
        groups = [];
      }
    }
  }
}
