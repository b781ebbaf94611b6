// js/redaction/patterns.js: sums and patterns with known answers.
import { describe, expect, test } from '@jest/globals';

import { hasLuhnSum, isCardNumber, isIban, patternsIn } from '../../../js/redaction/patterns.js';

/** Each match as "KIND text". */
const found = (text) =>
  patternsIn(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe('sums', () => {
  // The example of ISO/IEC 7812-1, and the numbers that issuers publish for tests.
  test.each([
    ...['79927398713', '4111111111111111', '4222222222222', '5555555555554444', '378282246310005'],
    ...['30569309025904', '6011111111111117', '3530111333300000', '0', ''],
  ])('%s has a valid Luhn sum, and no neighbour of its last digit has', (digits) => {
    expect(hasLuhnSum(digits)).toBe(true);
    if (digits === '') return;
    const others = [...'0123456789'].filter((digit) => !digits.endsWith(digit));
    for (const digit of others) expect(hasLuhnSum(digits.slice(0, -1) + digit)).toBe(false);
  });

  test('a card has 12 to 19 digits, in groups or not', () => {
    expect(isCardNumber('4111-1111 1111 1111')).toBe(true);
    expect(isCardNumber('4111 1111 1111 1112')).toBe(false);
    expect(isCardNumber('00000000000')).toBe(false);
    expect(isCardNumber('0'.repeat(12))).toBe(true);
    expect(isCardNumber('0'.repeat(19))).toBe(true);
    expect(isCardNumber('0'.repeat(20))).toBe(false);
  });

  // The examples of SWIFT's registry of IBANs.
  test.each([
    ...['AD12 0001 2030 2003 5910 0100', 'BE68 5390 0754 7034', 'CH93 0076 2011 6238 5295 7'],
    ...['DE89 3704 0044 0532 0130 00', 'ES91 2100 0418 4502 0005 1332', 'NO93 8601 1117 947'],
    ...[
      'FR14 2004 1010 0505 0001 3M02 606',
      'GB29 NWBK 6016 1331 9268 19',
      'IE29AIBK93115212345678',
    ],
    ...['IT60 X054 2811 1010 0000 0123 456', 'MT84 MALT 0110 0001 2345 MTLC AST0 01S'],
    ...['NL91 ABNA 0417 1643 00', 'PL61 1090 1014 0000 0712 1981 2874', 'SE4550000000058398257466'],
  ])('%s is an IBAN, and with one digit changed it is none', (iban) => {
    expect(isIban(iban)).toBe(true);
    expect(isIban(`IBAN: ${iban.toLowerCase()}`)).toBe(true);
    expect(isIban(iban.replace(/\d(?=\D*$)/, (digit) => (Number(digit) + 1) % 10))).toBe(false);
    expect(isIban(iban.slice(0, -1))).toBe(false);
    expect(isIban(`${iban}0`)).toBe(false);
  });

  test('letters alone, digits alone and nothing are no IBANs', () => {
    for (const text of ['', 'IBAN', 'DEXX', '0000000000000000000000', 'DE']) {
      expect(isIban(text)).toBe(false);
    }
  });
});

describe('patterns', () => {
  test.each([
    ['Write to ada@example.org.', ['EMAIL ada@example.org']],
    [
      '<Ada.L+x@mail.example.co.uk>, jürgen@müller.de',
      ['EMAIL Ada.L+x@mail.example.co.uk', 'EMAIL jürgen@müller.de'],
    ],
    ['user=t.berger@example.com;', ['EMAIL t.berger@example.com']],
    ['...ada@example.org', ['EMAIL ada@example.org']],
    ['@ada, ada@home, a@b.c, ada@@example.org, 5 @ 3.50', []],
  ])('e-mail addresses: %j', (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ['See https://example.org/a_(b)?c=1#d.', ['URL https://example.org/a_(b)?c=1#d']],
    [
      '(see http://example.org/x), www.example.org!',
      ['URL http://example.org/x', 'URL www.example.org'],
    ],
    ['"ftp://ada@example.org/a"', ['URL ftp://ada@example.org/a']],
    [
      'https://example.org/?to=ada@example.org&ip=192.168.0.1',
      ['URL https://example.org/?to=ada@example.org&ip=192.168.0.1'],
    ],
    ['http:// and www. and xhttp://a.b', []],
  ])('URLs: %j', (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    [
      '192.168.0.1, 10.0.0.1:8080 and 255.255.255.255.',
      ['IP_ADDRESS 192.168.0.1', 'IP_ADDRESS 10.0.0.1', 'IP_ADDRESS 255.255.255.255'],
    ],
    ['256.1.1.1, 1.2.3, 1.2.3.4.5, v1.2.3.4, 1.2.3.4-beta, 10.0.19041.1', []],
    ['from 2001:db8::8a2e:370:7334: ok', ['IP_ADDRESS 2001:db8::8a2e:370:7334']],
    [
      '::1 fe80::1 2001:0DB8:0:0:0:0:0:1',
      ['IP_ADDRESS ::1', 'IP_ADDRESS fe80::1', 'IP_ADDRESS 2001:0DB8:0:0:0:0:0:1'],
    ],
    ['08:14:02, 00:1a:2b:3c:4d:5e, std::cout, ab::cd, ::, 1:2:3:4:5:6:7:8:9, 1::2::3', []],
  ])('IP addresses: %j', (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ['to DE89 3704 0044 0532 0130 00.', ['IBAN DE89 3704 0044 0532 0130 00']],
    ['IBAN:de89370400440532013000', ['IBAN de89370400440532013000']],
    [
      'GB29-NWBK-6016-1331-9268-19 and NO9386011117947',
      ['IBAN GB29-NWBK-6016-1331-9268-19', 'IBAN NO9386011117947'],
    ],
    ['DE89 3704 0044 0532 0130 01, DE89370400440532013000X, XDE89370400440532013000', []],
    ['DE89  3704 0044 0532 0130 00', []],
    ['Model AB12 3456 7890, room DE12', []],
  ])('IBANs: %j', (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ['card 4111 1111 1111 1111 exp 12/26', ['CREDIT_CARD 4111 1111 1111 1111']],
    [
      '4111111111111111,3782 822463 10005;5555-5555-5555-4444',
      [
        'CREDIT_CARD 4111111111111111',
        'CREDIT_CARD 3782 822463 10005',
        'CREDIT_CARD 5555-5555-5555-4444',
      ],
    ],
    ['12 4111 1111 1111 1111 123', ['CREDIT_CARD 4111 1111 1111 1111']],
    ['4111 1111 1111 1112, +4111111111111111, 0.4111111111111111, x4111111111111111', []],
    ['4111111111111111.5 and 4111111111111111th', []],
    ['7992739871300000, 41 11 11 11 11 11 11 11, 4111  1111 1111 1111', []],
  ])('cards: %j', (text, expected) => expect(found(text)).toEqual(expected));

  test('positions are indices of the string, after emoji, too', () => {
    const text = '😀 ada@example.org 😀 4111 1111 1111 1111';
    expect(patternsIn(text)).toEqual([
      { kind: 'EMAIL', start: 3, end: 18 },
      { kind: 'CREDIT_CARD', start: 22, end: 41 },
    ]);
  });

  test('prose has none', () => {
    const text =
      'On 12/03/2024 at 10:30, order 4512-88 of $1,234.56 shipped; call 020 7946 0958 (ext. 12).';
    expect(found(text)).toEqual([]);
  });
});

/** The least processor time of several calls, in milliseconds: what else runs on the machine is not in it. */
function timeOf(text) {
  let best = Infinity;
  for (let i = 0; i < 3; ++i) {
    const start = process.cpuUsage();
    patternsIn(text);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

// The bound is on the growth over a factor of 16, between linear (16 times) and quadratic (256 times).
test.each([
  ...['a', '1', '.', '@', ':', '-', ' ', 'a.', 'a@', 'a@a.', '1 ', '1.', '::', 'f:', ')', '(', 'é'],
  ...[
    'http://',
    'http://a)',
    'www.',
    'DE89',
    'DE89 ',
    '4111 ',
    '4111-1111-1111-111 ',
    'a@b.c ',
    '1.1.1.1 ',
  ],
  ...['a@example.org ', 'http://a.b ', 'DE89 3704 0044 0532 0130 00 ', '4111 1111 1111 1111 '],
])('the time grows with the length alone: %j', (piece) => {
  const short = piece.repeat(Math.ceil(8000 / piece.length));
  const long = short.repeat(16);
  patternsIn(short);
  expect(timeOf(long)).toBeLessThan(128 * Math.max(timeOf(short), 0.5));
});
