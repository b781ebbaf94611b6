/** Postal addresses as each country writes them, and names of places. */

import { allFakers } from '@faker-js/faker';
import { chance, digits, int, locale, mask, pick, weigh } from './random.mjs';
import { coinedName } from './names.mjs';
import { capital } from './people.mjs';
import { CITIES, COUNTRIES, REGIONS } from './words.mjs';

const safe = (make, otherwise) => {
  try {
    return make() ?? otherwise();
  } catch {
    return otherwise(); // faker throws where a locale has no such list
  }
};
const city = (faker) =>
  chance(0.35)
    ? pick(CITIES)
    : safe(
        () => faker.location.city(),
        () => pick(CITIES),
      );

export function place() {
  const { faker } = locale();
  return weigh([
    [() => pick(CITIES), 7],
    [() => city(faker), 6],
    [() => pick(COUNTRIES), 6],
    [() => pick(REGIONS), 2.5],
    [
      () =>
        safe(
          () => faker.location.state(),
          () => pick(REGIONS),
        ),
      1,
    ],
    [() => allFakers.en.location.country(), 1.5],
    [
      () =>
        coinedName() +
        pick([
          '',
          '',
          ' Bay',
          ' Hills',
          'ville',
          'burg',
          ' Island',
          ' Valley',
          'ton',
          'stad',
          'grad',
        ]),
      1.5,
    ],
    [
      () =>
        pick([
          'North ',
          'South ',
          'West ',
          'East ',
          'New ',
          'San ',
          'Saint ',
          'Port ',
          'Lake ',
          'Upper ',
          'Mount ',
        ]) + coinedName(),
      0.8,
    ],
  ])();
}

const STREET_TAILS = [
  'Street',
  'St',
  'St.',
  'Road',
  'Rd',
  'Rd.',
  'Avenue',
  'Ave',
  'Ave.',
  'Lane',
  'Ln',
  'Drive',
  'Dr',
  'Blvd',
  'Boulevard',
  'Court',
  'Ct',
  'Way',
  'Place',
  'Square',
  'Terrace',
  'Close',
  'Crescent',
  'Parkway',
  'Circle',
  'Hill',
  'Gardens',
  'Row',
  'Mews',
  'Highway',
  'Grove',
  'Quay',
];
const PATTERNS = {
  de: ['straße', 'str.', 'weg', 'gasse', 'platz', 'allee', 'ring', 'strasse', 'damm', 'ufer'],
  nl: ['straat', 'weg', 'laan', 'plein', 'gracht', 'kade', 'dijk', 'hof'],
  sv: ['gatan', 'vägen', 'gränd', 'stigen', ' allé'],
  da: ['gade', 'vej', 'allé', 'stræde', 'vænget'],
  nb: ['gata', 'veien', 'vegen', 'gate'],
  fi: ['katu', 'tie', 'kuja', 'polku', 'intie'],
  hu: [' utca', ' út', ' tér', ' u.', ' körút'],
  cs: ['ova', 'ská', ' náměstí', 'ní'],
  tr: [' Caddesi', ' Sokak', ' Cad.', ' Sk.', ' Bulvarı'],
  hr: ['eva ulica', ' ulica', 'ska ulica'],
};
const PREFIXES = {
  fr: [
    'rue',
    'rue de',
    'rue du',
    'avenue',
    'avenue de',
    'boulevard',
    'place',
    'chemin',
    'allée',
    'impasse',
    'quai',
    'Rue',
    'Avenue',
  ],
  es: ['Calle', 'C/', 'Avenida', 'Avda.', 'Plaza', 'Paseo', 'Calle de', 'Camino', 'Ronda'],
  it: ['Via', 'Viale', 'Piazza', 'Corso', 'Vicolo', 'Largo', 'via'],
  pt: ['Rua', 'Avenida', 'Av.', 'Travessa', 'Largo', 'R.', 'Rua da', 'Praça', 'Estrada'],
  pl: ['ul.', 'al.', 'pl.', 'ulica', 'os.'],
  ro: ['Strada', 'Str.', 'Bulevardul', 'Calea'],
  el: ['Odos', 'Leoforos'],
  vi: ['Đường'],
  id: ['Jl.', 'Jalan'],
  ru: ['ул.', 'улица', 'пр.'],
  uk: ['вул.', 'вулиця'],
};

function streetName(key, faker) {
  const core = chance(0.5)
    ? safe(() => faker.person.lastName(), coinedName)
    : chance(0.5)
      ? coinedName()
      : capital(allFakers.en.word.noun());
  if (PATTERNS[key]) return core + pick(PATTERNS[key]);
  if (PREFIXES[key]) return `${pick(PREFIXES[key])} ${core}`;
  return `${chance(0.1) ? pick(['N ', 'S. ', 'West ', 'E. ', 'NW ', 'Old ', 'Upper ']) : ''}${chance(0.1) ? pick(['1st', '2nd', '3rd', '5th', '42nd', '10th']) : core} ${pick(STREET_TAILS)}`;
}

const number = () =>
  weigh([
    [() => String(int(1, 199)), 8],
    [() => String(int(200, 9999)), 3],
    [() => int(1, 99) + pick('abcABC'), 1],
    [() => `${int(1, 50)}/${int(1, 20)}`, 0.5],
    [
      () => {
        const n = int(1, 90);
        return `${n}-${n + 2}`;
      },
      0.6,
    ],
  ])();
const unit = () =>
  pick([
    'Apt. ',
    'Apt ',
    'Suite ',
    'Unit ',
    '#',
    'Flat ',
    'Floor ',
    'Room ',
    'App. ',
    'Suite ',
    'Apt. ',
  ]) +
  int(1, 990) +
  (chance(0.15) ? pick('ABCD') : '');
const POST = {
  US: '#####',
  GB: 'AA# #AA',
  CA: 'A#A #A#',
  AU: '####',
  IN: '######',
  IE: 'A## XXXX',
  ZA: '####',
  de: '#####',
  fr: '#####',
  es: '#####',
  it: '#####',
  nl: '#### AA',
  pl: '##-###',
  BR: '#####-###',
  PT: '####-###',
  sv: '### ##',
  da: '####',
  nb: '####',
  fi: '#####',
  cs: '### ##',
  sk: '### ##',
  tr: '#####',
  hu: '####',
  ro: '######',
  hr: '#####',
  el: '### ##',
};

export function postcode() {
  const country = pick(Object.keys(POST));
  return mask(
    country === 'GB'
      ? pick(['AA# #AA', 'AA## #AA', 'A# #AA', 'A## #AA', 'AAXA #AA'])
      : country === 'US' && chance(0.2)
        ? '#####-####'
        : POST[country],
  );
}

/** { street, lines: [street, town …] } */
function parts() {
  const { name, faker } = locale();
  const key = name.slice(0, 2),
    region = name.slice(3);
  const code = mask(POST[region] ?? POST[key] ?? '#####');
  const town = city(faker),
    street = streetName(key === 'sk' ? 'cs' : key === 'sr' ? 'hr' : key, faker),
    no = number();
  const state = safe(
    () => faker.location.state({ abbreviated: true }),
    () => pick(['CA', 'NY', 'TX', 'OR', 'FL']),
  );
  if (key === 'en') {
    const line = chance(0.1)
      ? `${unit()}, ${no} ${street}`
      : `${no} ${street}${chance(0.2) ? pick([', ', ' ']) + unit() : ''}`;
    const tail =
      region === 'US'
        ? `${town}, ${state} ${code}`
        : region === 'AU' || region === 'CA'
          ? `${town} ${state} ${code}`
          : `${town}${pick([' ', ', '])}${code}`;
    return { street: line, town, lines: [line, chance(0.15) ? town : tail] };
  }
  const front = ['fr', 'vi'].includes(key) || chance(0.08);
  const line = front
    ? `${no}${pick([' ', ', '])}${street}`
    : `${street}${key === 'pt' || key === 'it' || key === 'es' ? pick([', ', ' ', ' ']) : ' '}${no}`;
  const tail = chance(0.1)
    ? `${town} ${code}`
    : `${chance(0.06) ? name.slice(0, 2).toUpperCase() + '-' : ''}${code} ${town}`;
  const lines = [chance(0.12) ? `${line}${pick([', ', ' '])}${unit()}` : line, tail];
  return { street: line, town, lines };
}

/** @param {boolean} manyLines whether it may spread over lines */
export function address(manyLines = false) {
  if (chance(0.03))
    return (
      pick([
        `PO Box ${int(10, 9999)}`,
        `P.O. Box ${int(10, 9999)}`,
        `PSC ${digits(4)}, Box ${digits(4)}`,
        `Unit ${digits(4)} Box ${digits(4)}`,
        `${pick(['USS', 'USNS', 'USCGC'])} ${coinedName()}`,
      ]) +
      pick([
        `, ${pick(CITIES)} ${postcode()}`,
        `\n${pick(['APO', 'FPO', 'DPO'])} ${pick(['AA', 'AE', 'AP'])} ${digits(5)}`,
        '',
      ])
    );
  if (chance(0.015)) return postcode();
  const { street, town, lines } = parts();
  const country = chance(0.25) ? [pick(COUNTRIES)] : [];
  const glue =
    manyLines && chance(0.6)
      ? pick(['\n', '\n', ',\n', '\n ', '\n    '])
      : weigh([
          [', ', 8],
          [' ', 1.5],
          [' - ', 0.3],
          ['; ', 0.2],
        ]);
  return weigh([
    [() => street, 4],
    [() => [...lines, ...country].join(glue), 6],
    [() => `${street}, ${town}`, 1.5],
    [() => street.replace(/^\d+[a-cA-C]? |[, ]+\d+[a-cA-C]?$/, ''), 1.2],
    [() => [`${lines[0]}`, unit(), lines[1], ...country].join(glue), 1.2],
    [() => [...lines, pick(COUNTRIES)].join(glue), 1],
    [
      () =>
        `${digits(int(2, 5))} ${lines[0]}${glue}${unit()}${glue}${town}${glue}${pick(COUNTRIES)}${chance(0.5) ? ' ' + postcode() : ''}`,
      1.2,
    ],
    [() => `${digits(int(2, 5))} ${street}`, 0.4],
    [() => `${pick(['corner of ', ''])}${street}`.replace('corner of ', ''), 0.3],
  ])();
}
