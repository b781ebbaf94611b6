/** Telephone numbers, identity numbers, cards, accounts and addresses of machines, in the ways people write them. */

import { chance, digits, en, int, mask, pick, weigh } from './random.mjs';

/** Titled groups of patterns, '|' between them. */
const list = (text) =>
  text
    .trim()
    .split('\n')
    .filter((line) => !line.endsWith(':'))
    .flatMap((line) => line.split('|'))
    .map((item) => item.trim())
    .filter(Boolean);

const PHONES = list(`
  North America:
    (###) ###-#### | !##-###-#### | !##.###.#### | !## ### #### | +1 !## ### #### |
    +1-!##-###-#### | 1-800-###-#### | +1 (!##) ###-#### | (!##)###-#### | !##-#### |
    001-!##-###-#### | !######### | +1!######### | +1.!##.###.####
  United Kingdom, Ireland:
    +44 20 #### #### | +44 7### ###### | +44 (0)20 #### #### | 020 #### #### | 07### ###### |
    07### ### ### | 0#### ###### | +447######### | +44 1### ###### | (0###) ### #### |
    +353 8# ### #### | 08# ### #### | 0044 20 #### #### | +44 0### ### ####
  Germany, Austria, Switzerland:
    +49 30 ######## | +49 17# ####### | 0171 ####### | 030/####### | 0## ######## |
    +49 (0)89 ######-## | 0049 151 ######## | +43 1 ####### | +43 664 ####### |
    +41 44 ### ## ## | +41 (0)79 ### ## ## | 07# ### ## ## | 0### / ### ## ## | 0!## ###-####
  France, Belgium, Netherlands, Luxembourg:
    +33 1 ## ## ## ## | +33 (0)6 ## ## ## ## | 06 ## ## ## ## | 01.##.##.##.## | 06######## |
    +32 4## ## ## ## | 04## ## ## ## | +31 6 ######## | 06-######## | 020-####### |
    +31 20 ### #### | +352 ## ## ## ## | +32 2 ### ## ## | 0## ### ## ##
  Spain, Portugal, Italy, Greece:
    +34 6## ### ### | 6## ### ### | 9## ## ## ## | +34 91 ### ## ## | +351 9## ### ### |
    2## ### ### | +39 06 #### #### | +39 3## ### #### | 3## ####### | 06 ######## |
    +30 21# ### #### | 0## #######
  Nordic and Baltic:
    +46 8 ### ### ## | +46 (0)70 ### ## ## | 070-### ## ## | 08-### ## ## | +45 ## ## ## ## |
    ## ## ## ## | +47 ### ## ### | ### ## ### | +358 40 ### #### | 040 ### #### |
    +372 #### #### | +354 ### #### | 0##-### ## ## | ### #### | #### ####
  Eastern Europe, Turkey:
    +48 ### ### ### | !## ### ### | +48 22 ### ## ## | +420 ### ### ### | +421 9## ### ### |
    +36 20 ### #### | (##) ###-### | 06 30 ### #### | +40 7## ### ### | +90 5## ### ## ## |
    0 5## ### ## ## | +7 9## ###-##-## | 8 (9##) ###-##-## | +380 ## ### ## ## |
    (0##) ### ## ## | 0## ### ###
  Elsewhere:
    +55 11 9####-#### | (11) 9####-#### | (##) ####-#### | +52 55 #### #### | +61 2 #### #### |
    04## ### ### | (0#) #### #### | +91 9#### ##### | +91-########## | +81 3-####-#### |
    +86 1## #### #### | +27 82 ### #### | +234 80# ### #### | +972-5#-###-#### | +65 #### #### |
    +64 21 ### ### | +971 50 ### #### | +62 812-####-#### | +20 10 #### #### |
    +54 9 11 ####-#### | +82 10-####-####
`);

export function phone() {
  let text = mask(pick(PHONES));
  if (chance(0.06)) text = text.replace(/[ ./-]/g, '');
  else if (chance(0.05)) text = text.replace(/ /g, pick(['-', '.']));
  if (text.length < 6) return phone();
  return chance(0.05) ? text + pick([' ext. ', ' x', 'x', ' ext ']) + digits(int(2, 4)) : text;
}

const CARDS = [
  '4###############',
  '5!##############',
  '2221############',
  '4############',
  '6011############',
  '34#############',
  '37#############',
  '30############',
  '36############',
  '38############',
  '35##############',
  '62##############',
  '6304########',
  '5018##########',
  '6759############',
  '180###########',
  '2131###########',
  '4##################',
  '676###########',
];

/** Luhn's last digit, so that most cards are valid as real ones are. */
function luhn(number) {
  const body = number.slice(0, -1);
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    let digit = Number(body[body.length - 1 - index]);
    if (index % 2 === 0 && (digit *= 2) > 9) digit -= 9;
    sum += digit;
  }
  return body + ((10 - (sum % 10)) % 10);
}

export function card() {
  const number = luhn(mask(pick(chance(0.6) ? CARDS.slice(0, 3) : CARDS)));
  const style = weigh([
    ['', 5],
    [' ', 4],
    ['-', 2],
    ['.', 0.3],
  ]);
  if (!style) return number;
  if (number.length === 15)
    return [number.slice(0, 4), number.slice(4, 10), number.slice(10)].join(style);
  return number.match(/.{1,4}/g).join(style);
}

export function iban() {
  const text = en.finance.iban({ formatted: chance(0.5) });
  if (chance(0.08)) return text.replace(/ /g, '-');
  return chance(0.1) ? text.toLowerCase() : text;
}

/** [what the number is called, patterns]. */
const IDS = [
  [
    ['SSN', 'Social Security Number', 'social security number', 'social', 'ssn', 'US SSN'],
    ['!##-##-####', '!##-##-####', '!## ## ####', '!########'],
  ],
  [
    ['NINO', 'National Insurance number', 'NI number', 'national insurance no.'],
    ['AA######A', 'AA ## ## ## A', 'AA ###### A'],
  ],
  [
    ['Steuer-ID', 'tax ID', 'Steueridentifikationsnummer', 'tax identification number'],
    ['!##########', '!# ### ### ###'],
  ],
  [
    ['Personalausweis', 'Ausweisnummer', 'ID card number', 'identity card'],
    ['AXXXXX###', 'L#XXXX###', 'A########'],
  ],
  [
    ['NIR', 'numéro de sécurité sociale', 'sécu', 'INSEE number'],
    ['1 ## 0! ## ### ### ##', '2##1###########', '1 ## 1# ## ### ###'],
  ],
  [
    ['DNI', 'NIE', 'número de DNI'],
    ['########A', '########-A', 'X#######A', 'Y-#######-A'],
  ],
  [
    ['codice fiscale', 'CF', 'fiscal code'],
    ['AAAAAA##A##A###A', 'AAA AAA ##A## A###A'],
  ],
  [
    ['BSN', 'burgerservicenummer'],
    ['!########', '!###.##.###'],
  ],
  [
    ['PESEL', 'numer PESEL'],
    ['!##########', '##0!#######'],
  ],
  [
    ['personnummer', 'Swedish personal number'],
    ['######-####', '19######-####', '19##########'],
  ],
  [
    ['CPR', 'CPR number', 'cpr-nr'],
    ['######-####', '##########'],
  ],
  [
    ['henkilötunnus', 'HETU'],
    ['######-###A', '######A###X'],
  ],
  [
    ['CPF', 'cpf'],
    ['###.###.###-##', '###########'],
  ],
  [
    ['SIN', 'Social Insurance Number'],
    ['### ### ###', '###-###-###'],
  ],
  [
    ['Aadhaar', 'Aadhaar number'],
    ['#### #### ####', '############'],
  ],
  [['PAN', 'PAN card'], ['AAAAA####A']],
  [['CURP'], ['AAAA######AAAAAA##']],
  [['AHV', 'AHV number', 'AVS'], ['756.####.####.##']],
  [['TFN', 'tax file number'], ['### ### ###']],
  [['T.C. Kimlik No', 'TC kimlik'], ['!##########']],
  [['rodné číslo', 'birth number'], ['######/####']],
  [['CNP'], ['1############', '2############']],
  [
    ['passport', 'passport number', 'Passport No', 'passport no.', 'travel document'],
    ['A########', 'AA#######', '#########', '##AA#####', 'C0#X#X###', 'X####X###'],
  ],
  [
    [
      "driver's license",
      'driving licence',
      "driver's licence number",
      'DL number',
      'licence no.',
      'driver license',
    ],
    [
      'A#######',
      'A############',
      'AAAAA######AA#AA',
      '########',
      'A###-####-####',
      '#######',
      '####-##-####',
      'A##-##-####',
      'AA######',
      'A##############',
    ],
  ],
  [
    [
      'national ID',
      'national id',
      'ID number',
      'identity number',
      'citizen ID',
      'personal ID',
      'ID no.',
      'id',
    ],
    ['########', '##########', '########A', 'AA######', '##-#######-#', '###########'],
  ],
  [
    ['medicare number', 'NHS number', 'health insurance number'],
    ['### ### ####', '#### ##### #', 'A#########', '##########'],
  ],
];

/** { name: what people call it, text } */
export function nationalId() {
  const [names, patterns] = chance(0.25) ? IDS[0] : pick(IDS);
  const text = mask(pick(patterns));
  return { name: pick(names), text: chance(0.05) ? text.toLowerCase() : text };
}

export function ip() {
  if (chance(0.3)) {
    const full = en.internet.ipv6();
    if (chance(0.5)) return full;
    return pick([
      'fe80::' + mask('hhhh:hhhh:hhhh:hhhh'),
      mask('2001:db8::hhhh'),
      mask('2607:f8b0:4###:hhh::hhhh'),
      '::1',
      full.split(':').slice(0, int(3, 5)).join(':') + '::' + mask('h'),
      mask('fd00:hhhh::hhhh:h'),
      full
        .split(':')
        .map((group) => group.replace(/^0+(?=.)/, ''))
        .join(':'),
      full.toUpperCase(),
    ]);
  }
  return pick([
    () => en.internet.ipv4(),
    () => en.internet.ipv4(),
    () => `192.168.${int(0, 255)}.${int(0, 255)}`,
    () => `10.${int(0, 255)}.${int(0, 255)}.${int(1, 254)}`,
    () => `172.${int(16, 31)}.${int(0, 255)}.${int(0, 255)}`,
  ])();
}
