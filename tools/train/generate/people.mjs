/** A made-up person or company: the values of one text agree with each other, as they do in life. */

import { coinedName, culturalName, ofOurPart, withParticle } from './names.mjs';
import { chance, en, int, locale, mask, pick, weigh } from './random.mjs';
import { COMPANIES, ORG_TAILS } from './words.mjs';

export const latin = (text) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l');
export const slug = (text) =>
  latin(text)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '') || 'info';

export function person() {
  const { name, faker } = locale();
  const given = culturalName();
  const first = chance(0.06) ? ofOurPart(coinedName) : given.first;
  const last = chance(0.1) ? ofOurPart(coinedName) : given.last;
  return { locale: name, faker, first, last };
}

const initial = (name) => name[0] + (chance(0.85) ? '.' : '');

export function fullName(who) {
  const { first, last, faker } = who;
  const more = () => ofOurPart(() => faker.person.firstName());
  return weigh([
    [() => `${first} ${last}`, 14],
    [() => `${first} ${initial(more())} ${last}`, 2],
    [() => `${first} ${more()} ${last}`, 1],
    [() => `${initial(first)} ${last}`, 1.2],
    [() => `${initial(first)}${initial(more())} ${last}`, 0.4],
    [() => `${last}, ${first}`, 0.9],
    [() => `${last}, ${first} ${initial(more())}`, 0.3],
    [() => `${last.toUpperCase()}, ${first}`, 0.2],
    [() => `${last.toUpperCase()} ${first}`, 0.2],
    [() => `${last} ${first}`, 0.3],
    [() => `${last} ${initial(first)}`, 0.3],
    [() => `${first} ${withParticle(last)}`, 0.8],
    [() => `${first} ${last} ${ofOurPart(() => faker.person.lastName())}`, 0.5],
    [() => `${first}-${more()} ${last}`, 0.5],
    [() => `${first} ${last}-${ofOurPart(() => faker.person.lastName())}`, 0.6],
    [() => `${first} ${last} ${pick(['Jr.', 'Jr', 'III', 'Sr.', 'II'])}`, 0.25],
    [() => `${first} "${pick(['Buzz', 'Ace', 'Red', 'Doc', 'Kit', 'Mo'])}" ${last}`, 0.1],
  ])();
}

/** As lists sort people: "Lovelace, Ada", "LOVELACE, Ada K." */
export function listedName({ first, last }) {
  const family = chance(0.15) ? last.toUpperCase() : last;
  return `${family}, ${first}${chance(0.25) ? ` ${pick([...'ABCDEFGHJKLMNPRSTW'])}.` : ''}`;
}

export function anyName(who) {
  return weigh([
    [() => fullName(who), 6],
    [() => who.first, 4],
    [() => who.last, 1.2],
  ])();
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export function company() {
  const { faker } = locale();
  return weigh([
    [() => pick(COMPANIES), 8],
    [() => faker.company.name(), 4],
    [() => coinedName() + pick(['', '', ' ' + pick(ORG_TAILS)]), 3],
    [() => `${faker.person.lastName()} ${pick(ORG_TAILS)}`, 2],
    [
      () =>
        `${faker.person.lastName()} & ${pick([faker.person.lastName(), 'Sons', 'Co', 'Partners', 'Co.', 'Associates', 'Söhne'])}`,
      1.2,
    ],
    [
      () =>
        `${capital(en.word.adjective())} ${capital(en.word.noun())}${pick(['', ' ' + pick(ORG_TAILS)])}`,
      2.5,
    ],
    [
      () =>
        capital(en.word.noun()) +
        capital(
          pick([
            'soft',
            'works',
            'hub',
            'ly',
            'ify',
            'base',
            'lab',
            'net',
            'gen',
            'data',
            'web',
            'tech',
          ]),
        ),
      1.5,
    ],
    [
      () =>
        `${pick(['University of', 'Bank of', 'City of', 'Museum of', 'College of', 'Institute of'])} ${capital(faker.location.city())}`,
      1,
    ],
    [
      () =>
        `${faker.location.city()} ${pick(['University', 'Hospital', 'High School', 'United', 'FC', 'City Council', 'Airport', 'Police Department', 'Public Library', 'Chamber of Commerce', 'Symphony', 'Tigers', 'Herald', 'Times'])}`,
      1.5,
    ],
    [() => mask(pick(['AAA', 'AAAA', 'AA&A'])), 0.8],
  ])();
}

export function age() {
  return weigh([
    [() => String(int(18, 90)), 9],
    [() => String(int(1, 17)), 2],
    [
      () =>
        pick(['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty']) +
        pick(['', '-one', '-two', '-three', '-four', '-five', '-six', '-seven', '-eight', '-nine']),
      1.2,
    ],
    [
      () =>
        pick([
          'three',
          'four',
          'five',
          'six',
          'seven',
          'eight',
          'nine',
          'ten',
          'eleven',
          'twelve',
          'sixteen',
          'eighteen',
          'nineteen',
        ]),
      0.6,
    ],
  ])();
}
