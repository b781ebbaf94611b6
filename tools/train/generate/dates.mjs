/** Calendar dates in many notations. */

import { chance, int, pad, pick, weigh } from './random.mjs';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const ordinal = (day) =>
  day +
  (day % 10 === 1 && day !== 11
    ? 'st'
    : day % 10 === 2 && day !== 12
      ? 'nd'
      : day % 10 === 3 && day !== 13
        ? 'rd'
        : 'th');
const FOREIGN = [
  'Januar',
  'Februar',
  'März',
  'Mai',
  'Juni',
  'Juli',
  'Oktober',
  'Dezember',
  'janvier',
  'février',
  'mars',
  'avril',
  'août',
  'décembre',
  'enero',
  'febrero',
  'marzo',
  'abril',
  'agosto',
  'diciembre',
  'gennaio',
  'luglio',
  'maart',
  'mei',
  'augustus',
  'maio',
  'junho',
];

const FOREIGN_DAYS = [
  ...[
    'Montag',
    'Dienstag',
    'Mittwoch',
    'Donnerstag',
    'Freitag',
    'lundi',
    'mardi',
    'mercredi',
    'jeudi',
    'vendredi',
  ],
  ...[
    'lunes',
    'martes',
    'miércoles',
    'jueves',
    'viernes',
    'lunedì',
    'giovedì',
    'maandag',
    'vrijdag',
    'segunda-feira',
  ],
];
const zone = () =>
  pick([
    '+0000',
    '-0700',
    '+0100',
    '+0530',
    '-0500 (EST)',
    '+0200 (CEST)',
    '+0000 (UTC)',
    'GMT',
    'UTC',
    'Z',
    '',
  ]);

/** @param {'any' | 'full' | 'birth'} how */
export function date(how = 'any') {
  const d = int(1, 28),
    m = int(1, 12),
    y = how === 'birth' ? int(1930, 2015) : int(1950, 2035);
  const month = MONTHS[m - 1],
    short = month.slice(0, 3),
    two = pad(y % 100);
  const time = () =>
    `${pad(int(0, 23))}:${pad(int(0, 59))}${chance(0.6) ? ':' + pad(int(0, 59)) : ''}`;
  const day = pick(DAYS).slice(0, 3);
  const full = weigh([
    [`${d} ${month} ${y}`, 4],
    [`${month} ${d}, ${y}`, 4],
    [`${pad(d)}/${pad(m)}/${y}`, 3],
    [`${m}/${d}/${y}`, 3],
    [`${y}-${pad(m)}-${pad(d)}`, 4],
    [`${pad(d)}.${pad(m)}.${y}`, 2.5],
    [`${d}.${m}.${y}`, 1],
    [`${pad(d)}-${pad(m)}-${y}`, 1.5],
    [`${d} ${short} ${y}`, 1.5],
    [`${short} ${d}, ${y}`, 1.5],
    [`${ordinal(d)} ${month} ${y}`, 1],
    [`${ordinal(d)} of ${month}, ${y}`, 0.5],
    [`${month} ${ordinal(d)}, ${y}`, 1],
    [`${d}/${m}/${two}`, 1],
    [`${pad(m)}/${pad(d)}/${two}`, 1],
    [`${y}/${pad(m)}/${pad(d)}`, 0.8],
    [`${d}-${short}-${y}`, 0.8],
    [`${d}. ${pick(FOREIGN)} ${y}`, 0.8],
    [`${d} ${pick(FOREIGN)} ${y}`, 0.8],
    [`${pad(d)}${short.toUpperCase()}${y}`, 0.3],
    [`${pick(DAYS)}, ${month} ${d}, ${y}`, 0.8],
    [`${pick(DAYS)} ${d} ${month} ${y}`, 0.6],
    [`${d} de ${pick(FOREIGN)} de ${y}`, 0.3],
    [`${pick(FOREIGN_DAYS)}, ${d}. ${pick(FOREIGN)} ${y}`, 0.2],
    [`${pick(FOREIGN_DAYS)} ${d} ${pick(FOREIGN)} ${y}`, 0.2],
    // Of mail: RFC 5322 and what programs write above an answer. Of web servers.
    [`${day}, ${d} ${short} ${y} ${time()} ${zone()}`.trim(), how === 'birth' ? 0 : 1.2],
    [`${day}, ${short} ${d}, ${y}`, how === 'birth' ? 0 : 0.8],
    [`${pad(d)}/${short}/${y}:${time()} ${zone()}`.trim(), how === 'birth' ? 0 : 0.3],
  ]);
  if (how !== 'any') return full;
  return weigh([
    [full, 6],
    [`${month} ${d}`, 1.5],
    [`${d} ${month}`, 1],
    [`${month} ${ordinal(d)}`, 1],
    [`${month} ${y}`, 1.5],
    [String(y), 2.5],
    [pick(DAYS), 2.5],
    [`${y}-${pad(m)}-${pad(d)} ${time()}`, 1.5],
    [`${y}-${pad(m)}-${pad(d)}T${time()}${pick(['Z', '', '+02:00', '.123Z'])}`, 0.6],
    [`${ordinal(d)} of ${month}`, 0.6],
    [`${pick(DAYS)}, ${month} ${d}`, 0.8],
    [`${pick(DAYS).slice(0, 3)} ${d} ${short}`, 0.4],
    [month, 0.7],
    [`${pad(d)}.${pad(m)}.`, 0.3],
    [`${m}/${d}`, 0.3],
    [`${pad(d)}/${pad(m)}/${y} ${time()}`, 0.4],
    [`the ${ordinal(d)}`.slice(4), 0.2],
  ]);
}
