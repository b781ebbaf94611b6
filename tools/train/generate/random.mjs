/** One seeded source of chance for every generated text: the same seed gives the same file. */

import { allFakers, fakerEN } from '@faker-js/faker';

const LOCALES = [
  ['en_US', 8],
  ['en_GB', 5],
  ['en_AU', 2],
  ['en_CA', 2],
  ['en_IN', 2],
  ['en_IE', 1],
  ['en_ZA', 1],
  ['de', 4],
  ['de_AT', 1],
  ['de_CH', 1],
  ['fr', 3],
  ['fr_BE', 1],
  ['fr_CH', 1],
  ['fr_CA', 1],
  ['es', 3],
  ['es_MX', 2],
  ['it', 3],
  ['nl', 3],
  ['nl_BE', 1],
  ['pl', 2],
  ['pt_BR', 3],
  ['pt_PT', 2],
  ['sv', 3],
  ['da', 2],
  ['nb_NO', 2],
  ['fi', 2],
  ['cs_CZ', 2],
  ['sk', 1],
  ['tr', 2],
  ['hu', 2],
  ['ro', 1],
  ['hr', 1],
  ['lv', 1],
  ['el', 1],
  ['ru', 1],
  ['uk', 1],
  ['vi', 1],
  ['id_ID', 1],
  ['af_ZA', 1],
  ['yo_NG', 1],
  ['en_NG', 1],
  ['en_GH', 1],
  ['sr_RS_latin', 1],
];
const TOTAL = LOCALES.reduce((sum, [, weight]) => sum + weight, 0);

/** @param {number} value */
export function seed(value) {
  fakerEN.seed(value);
  for (const [name] of LOCALES) allFakers[name].seed(fakerEN.number.int(2 ** 31));
}

export const int = (min, max) => fakerEN.number.int({ min, max });
export const chance = (probability) => fakerEN.number.float() < probability;
export const pick = (list) => list[int(0, list.length - 1)];

/** Weighted choice: [[value, weight], …]. */
export function weigh(entries) {
  let left = fakerEN.number.float() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of entries) if ((left -= weight) < 0) return value;
  return entries[entries.length - 1][0];
}

export const shuffle = (list) => fakerEN.helpers.shuffle([...list]);
export const digits = (count) => Array.from({ length: count }, () => int(0, 9)).join('');
export const pad = (value, width = 2) => String(value).padStart(width, '0');

/** '#' a digit, '!' a digit 1-9, 'A' a capital, 'a' a small letter, 'X' a capital or digit, 'h' a hex digit. */
export function mask(pattern) {
  const upper = 'ABCDEFGHJKLMNPRSTUVWXYZ';
  return pattern.replace(/[#!AaXh]/g, (symbol) => {
    if (symbol === '#') return String(int(0, 9));
    if (symbol === '!') return String(int(1, 9));
    if (symbol === 'A') return pick(upper);
    if (symbol === 'a') return pick(upper).toLowerCase();
    if (symbol === 'h') return pick('0123456789abcdef');
    return chance(0.5) ? String(int(0, 9)) : pick(upper);
  });
}

/** A faker of one locale, and its name. */
export function locale() {
  let left = int(0, TOTAL - 1);
  for (const [name, weight] of LOCALES)
    if ((left -= weight) < 0) return { name, faker: allFakers[name] };
  throw new Error('locale weights do not add up');
}

export const en = fakerEN;
