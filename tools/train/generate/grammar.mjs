/**
 * Sentences are grown from rules: '{UPPER}' is a value with a label, '{n.x}' a look-alike without one, '{lower}' another rule.
 * Values of one text belong to one to three people, so that a name and its e-mail address fit together.
 */

import { chance, en, int, pick } from './random.mjs';
import { address, place, postcode } from './places.mjs';
import { age, anyName, company, fullName, listedName, person } from './people.mjs';
import { DAYS, date } from './dates.mjs';
import { shop, sight } from './everyday.mjs';
import { email, host, url } from './internet.mjs';
import { card, iban, ip, nationalId, phone } from './numbers.mjs';
import { AMBIGUOUS } from './hard.mjs';
import { ofOurPart } from './names.mjs';
import { NEGATIVES } from './negatives.mjs';
import { RULES } from './rules.mjs';

const KINDS = {
  PERSON: ['PERSON', (scene) => anyName(scene.who())],
  FULL: ['PERSON', (scene) => fullName(scene.who())],
  LISTED: ['PERSON', (scene) => listedName(scene.who())],
  FIRST: ['PERSON', (scene) => scene.who().first],
  LAST: ['PERSON', (scene) => scene.who().last],
  OTHER: ['PERSON', () => anyName(person())],
  WORDNAME: ['PERSON', () => ofOurPart(() => pick(AMBIGUOUS))],
  EMAIL: ['EMAIL', (scene) => email(scene.who())],
  PHONE: ['PHONE', phone],
  ADDRESS: ['ADDRESS', () => address(false)],
  BLOCK: ['ADDRESS', () => address(true)],
  POSTCODE: ['ADDRESS', postcode],
  ORG: ['ORGANIZATION', company],
  SHOP: ['ORGANIZATION', shop],
  PLACE: ['LOCATION', place],
  SIGHT: ['LOCATION', sight],
  DATE: ['DATE', () => date()],
  FULLDATE: ['DATE', () => date('full')],
  BIRTH: ['DATE', () => date('birth')],
  YEAR: ['DATE', () => String(int(1900, 2030))],
  DAY: ['DATE', () => pick(DAYS)],
  AGE: ['AGE', age],
  AGENUM: ['AGE', () => String(int(1, 95))],
  CARD: ['CREDIT_CARD', card],
  IBAN: ['IBAN', iban],
  ID: ['NATIONAL_ID', (scene) => scene.id().text],
  IP: ['IP_ADDRESS', ip],
  URL: ['URL', url],
  EXPIRY: [
    'DATE',
    () => `${String(int(1, 12)).padStart(2, '0')}/${pick(['', '20'])}${int(24, 39)}`,
  ],
};

/** Who and what one text is about. */
export class Scene {
  constructor() {
    this.people = [person()];
  }

  who() {
    if (this.people.length < 4 && chance(0.4)) this.people.push(person());
    return this.people[this.people.length - 1];
  }

  id() {
    this.document ??= nationalId();
    return this.document;
  }
}

const WORDS = {
  noun: () => en.word.noun(),
  verb: () => en.word.verb(),
  adjective: () => en.word.adjective(),
  adverb: () => en.word.adverb(),
  product: () => en.commerce.productName(),
  job: () => (chance(0.5) ? en.person.jobTitle() : en.person.jobType().toLowerCase()),
  title: () =>
    `${pick(['Head', 'Director', 'Vice President', 'VP', 'Manager', 'Chief', 'Dean', 'Chair', 'Secretary'])} of ${pick(['Sales', 'Marketing', 'Operations', 'Finance', 'Research', 'People', 'Staff', 'Design', 'Procurement', 'Legal Affairs', 'Engineering', 'Communications', 'Studies', 'the Board'])}`,
  lorem: () => en.lorem.sentence(),
  phrase: () => en.hacker.phrase(),
  host,
  bs: () => en.company.buzzPhrase(),
  department: () => en.commerce.department(),
  animal: () => en.animal.type(),
  food: () => en.food.dish(),
  int: () => String(int(1, 60)),
  nationality: () =>
    pick([
      'English',
      'German',
      'male',
      'female',
      'Dutch',
      'French',
      'Swedish',
      'Brazilian',
      'none',
      'EUR',
      'American',
      'Turkish',
      'Polish',
      'Spanish',
      'Italian',
    ]),
};

/** @returns {{ text: string, kind?: string }[]} */
export function grow(template, scene, depth = 0) {
  if (depth > 12) throw new Error(`a rule never ends: ${template}`);
  const fragments = [];
  for (const piece of template.split(/(\{[^{}]+\})/)) {
    if (!/^\{[^{}]+\}$/.test(piece)) {
      if (piece) fragments.push({ text: piece });
      continue;
    }
    const name = piece.slice(1, -1);
    if (KINDS[name]) fragments.push({ text: KINDS[name][1](scene), kind: KINDS[name][0] });
    else if (name === 'idname') fragments.push({ text: scene.id().name });
    else if (name.startsWith('n.')) fragments.push({ text: String(NEGATIVES[name.slice(2)]()) });
    else if (WORDS[name]) fragments.push({ text: WORDS[name]() });
    else if (RULES[name]) fragments.push(...grow(pick(RULES[name]), scene, depth + 1));
    else throw new Error(`no such rule: ${name}`);
  }
  return fragments;
}
