/** Strings that look like personal data and are not: each is a function that returns plain text. */

import { chance, digits, en, int, mask, pick, weigh } from './random.mjs';
import { capital } from './people.mjs';
import { COMMON } from './words.mjs';

const price = () =>
  pick(['$', '€', '£', 'EUR ', 'USD ', 'CHF ', '']) +
  weigh([
    [() => `${int(1, 999)}.${digits(2)}`, 3],
    [() => `${int(1, 99)},${digits(3)}`, 1],
    [() => `${int(1, 9)},${digits(3)}.${digits(2)}`, 1],
    [() => int(5, 5000) + pick([' euros', ' dollars', 'k', ' €', ' pounds', ' USD']), 1.5],
  ])();
const time = () =>
  pick([
    `${int(0, 23)}:${mask('!#').replace(/[6-9]#?/, '3')}`,
    `${int(1, 12)}${pick([' ', ''])}${pick(['am', 'pm', 'a.m.', 'PM'])}`,
    `${int(1, 12)}:${pick(['00', '15', '30', '45'])} ${pick(['am', 'pm', 'PM'])}`,
    `${int(10, 23)}h${pick(['00', '30'])}`,
    `${int(6, 23)} ${pick(['Uhr', 'Uhr', 'h', 'heures', 'horas', 'uur'])}`,
    `${pick(['um', 'gegen', 'ab', 'ore', 'alle', 'a las', 'às'])} ${int(7, 22)}${pick(['', ':00', ':30', '.30'])}`,
  ]);
const version = () =>
  pick(['v', 'version ', 'Version ', 'release ', '']) +
  pick([
    `${int(0, 20)}.${int(0, 30)}.${int(0, 40)}`,
    `${int(1, 20)}.${int(0, 9)}`,
    `${int(1, 14)}.${int(0, 3)}.${int(1000, 26000)}`,
    `${int(1, 120)}.0.${int(1000, 7000)}.${int(10, 250)}`,
    `${int(20, 24)}.${pick(['04', '10'])}.${int(1, 6)}`,
    `${int(0, 9)}.${int(0, 9)}.${int(0, 9)}-${pick(['beta', 'rc'])}.${int(1, 4)}`,
  ]);
const code = () =>
  pick([
    () => mask('AA-####'),
    () => mask('AAA#####'),
    () => mask('A#-##-X'),
    () => `SKU ${digits(int(5, 8))}`,
    () => mask('X##-A##A'),
    () => `${pick(['INV', 'ORD', 'TKT', 'REF', 'PO', 'CASE', 'JIRA', 'BUG'])}-${digits(int(3, 8))}`,
    () => `#${digits(int(2, 8))}`,
    () => `${pick(['INV', 'ORD'])}${pick(['/', '-'])}20${digits(2)}/${digits(int(3, 5))}`,
    () => mask('XX#XXXX'),
    () => `${mask('AA')}${digits(9)}${mask('AA')}`,
  ])();
const hash = () =>
  pick([
    () => mask('hhhhhhh'),
    () => mask('h'.repeat(40)),
    () => mask('h'.repeat(32)),
    () => en.string.uuid(),
    () => '0x' + mask('h'.repeat(int(4, 12))),
    () => mask('hh:hh:hh:hh:hh:hh'),
    () => 'sha256:' + mask('h'.repeat(16)),
  ])();
const isbn = () =>
  pick(['ISBN ', 'ISBN-13: ', 'ISBN: ']) +
  pick([mask('978-#-##-######-#'), mask('978##########'), mask('#-###-#####-#')]);
const quantity = () =>
  `${pick([int(1, 900), `${int(1, 30)}.${int(1, 9)}`])}${pick([' ', ''])}${pick(['kg', 'km', 'GB', 'MB', 'ms', 'cm', 'miles', 'mg', '%', 'kWh', 'px', 'people', 'items', 'pages', 'minutes', 'hours', 'days', 'weeks', 'users', 'points', 'litres', 'degrees'])}`;
const plain = () =>
  weigh([
    [() => String(int(1, 99)), 3],
    [() => String(int(100, 99999)), 3],
    [() => digits(int(6, 14)).replace(/^0/, '7'), 1.2],
    [() => `${int(1, 999)},${digits(3)}`, 1],
    [() => `${int(1, 20)}/${int(1, 20)}`, 0.6],
    [() => `${int(1, 90)}-${int(1, 90)}`, 0.5],
  ])();
const coords = () => `${int(-89, 89)}.${digits(4)}, ${int(-179, 179)}.${digits(4)}`;
const file = () =>
  `${en.word.noun()}${pick(['_', '-', ''])}${chance(0.5) ? int(1, 99) : ''}.${pick(['pdf', 'docx', 'png', 'csv', 'zip', 'js', 'py', 'txt', 'xlsx', 'jpg', 'json', 'md'])}`;
const handle = () => '@' + en.internet.username().replace(/\W/g, '');
const hashtag = () =>
  '#' +
  pick([
    en.word.noun(),
    en.word.adjective() + capital(en.word.noun()),
    capital(en.word.noun()) + int(1, 30),
  ]);
const path = () =>
  pick([
    `/usr/local/${en.word.noun()}/${file()}`,
    `C:\\Users\\Public\\${file()}`,
    `./src/${en.word.noun()}/${file()}`,
    `~/.config/${en.word.noun()}`,
    `/api/v${int(1, 4)}/${en.word.noun()}`,
  ]);
const common = () => pick(COMMON) + (chance(0.25) ? ' ' + pick(COMMON) : '');
const snippet = () =>
  pick([
    () => `const ${en.word.noun()} = ${int(0, 99)};`,
    () => `if (${en.word.noun()} > ${int(1, 500)}) return ${pick(['null', 'true', '-1'])};`,
    () =>
      `SELECT ${pick(['*', 'id, name', 'COUNT(*)'])} FROM ${en.word.noun()}s WHERE id = ${int(1, 9999)};`,
    () => `${en.word.noun()}.${en.word.verb()}(${int(0, 20)}, "${en.word.noun()}")`,
    () => `npm install ${en.word.noun()}@${int(0, 9)}.${int(0, 20)}.${int(0, 9)}`,
    () => `<div class="${en.word.noun()}">${capital(en.word.noun())}</div>`,
    () => `git checkout ${mask('hhhhhhh')}`,
    () => `import ${en.word.noun()} from '${en.word.noun()}';`,
    () => `ERROR ${digits(3)} in ${file()}:${int(1, 900)}`,
    () => `for (let i = 0; i < ${int(2, 99)}; i++) {}`,
    () => `color: #${mask('hhhhhh')};`,
    () => `x = ${int(1, 99)} * (${int(1, 9)} + ${int(1, 99)})`,
    () => `chmod 755 ${path()}`,
  ])();
const masked = () =>
  pick([
    '**** ' + digits(4),
    '**** **** **** ' + digits(4),
    'XXXX-XXXX-XXXX-' + digits(4),
    'xxxx' + digits(4),
    '•••• ' + digits(4),
  ]);

/** A number like a card's whose sum is wrong: its last digit is another than the one that would be right. */
function badCard() {
  const number = `${pick(['4', '51', '34', '6011'])}${digits(16)}`.slice(0, 15);
  let sum = 0;
  for (let i = 0; i < number.length; ++i) {
    const digit = Number(number[number.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  const right = (10 - (sum % 10)) % 10;
  const whole = number + ((right + int(1, 9)) % 10);
  return chance(0.5) ? whole : whole.replace(/(....)(?=.)/g, `$1${pick([' ', '-'])}`);
}
/** A number like an IBAN, of a country that has none. */
const badIban = () =>
  mask(
    pick([
      'US## #### #### #### ####',
      'QQ##AAAA########',
      'CN## #### #### ####',
      'XX##################',
    ]),
  );
const badPhone = () =>
  mask(pick(['!####-######', '!##########', '##-####-##', '!### #### ####', '0000-######']));
const temperature = () =>
  `${pick(['', '-', '+'])}${int(0, 39)}${pick(['°C', ' °C', '°F', ' degrees', '°', ' C'])}`;
const flight = () => mask(pick(['AA ###', 'AA###', 'AA####', 'AA ####']));
const law = () =>
  `${pick(['§', 'Art.', 'Section', 'Sec.', 'Article', 'Chapter'])} ${int(1, 300)}${pick(['', '(1)', 'a', '.2'])}`;
/** A brand with the name or number of its product: no organization. */
const model = () =>
  pick([
    () =>
      `${pick(['iPhone', 'Galaxy S', 'Pixel', 'ThinkPad X', 'GTX ', 'PlayStation ', 'Kindle ', 'GoPro '])}${int(2, 20)}`,
    () =>
      `${pick(['Golf', 'Civic', 'Corolla', 'Fiesta', 'Mustang', 'Clio', 'Polo', 'Prius', 'Model'])} ${pick(['', 'GT', 'S', '3', 'X', 'II', String(int(2, 9))])}`.trim(),
    () =>
      `${pick(['Windows', 'Ubuntu', 'Android', 'macOS', 'Debian', 'Photoshop', 'Office'])} ${int(3, 24)}${pick(['', '.04', '.1', ' Pro'])}`,
    () => `${capital(en.word.noun())} ${mask(pick(['X###', 'AA-##', '####', 'A#']))}`,
  ])();
const group = () =>
  pick(['rec.', 'alt.', 'comp.', 'soc.', 'sci.']) +
  en.word.noun() +
  pick(['', '.misc', '.' + en.word.noun()]);

const int3 = () => digits(3);
const bic = () => mask('AAAADEFF') + pick(['', 'XXX']);

export const NEGATIVES = {
  badcard: badCard,
  badiban: badIban,
  badphone: badPhone,
  temperature,
  flight,
  law,
  model,
  group,
  int3,
  bic,
  price,
  time,
  version,
  truth: () => pick(['true', 'false', 'null']),
  code,
  hash,
  isbn,
  quantity,
  plain,
  coords,
  file,
  handle,
  hashtag,
  path,
  common,
  snippet,
  masked,
};
