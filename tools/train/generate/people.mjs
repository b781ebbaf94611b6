/** A made-up person or company: the values of one text agree with each other, as they do in life. */

import { chance, digits, en, int, locale, mask, pad, pick, weigh } from './random.mjs';
import { COMPANIES, ORG_TAILS, SYLLABLES } from './words.mjs';

const latin = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ß/g, 'ss').replace(/ø/g, 'o').replace(/ł/g, 'l');
const slug = (text) => latin(text).toLowerCase().replace(/[^a-z0-9]/g, '') || 'info';

/** A personal name that no list holds. */
export function coinedName() {
  const text = pick(SYLLABLES) + pick(SYLLABLES) + (chance(0.4) ? pick(SYLLABLES) : '');
  return text[0].toUpperCase() + text.slice(1);
}

export function person() {
  const { name, faker } = locale();
  const first = chance(0.06) ? coinedName() : faker.person.firstName();
  const last = chance(0.1) ? coinedName() : faker.person.lastName();
  return { locale: name, faker, first, last };
}

const initial = (name) => name[0] + (chance(0.85) ? '.' : '');

export function fullName(who) {
  const { first, last, faker } = who;
  return weigh([
    [() => `${first} ${last}`, 14],
    [() => `${first} ${initial(faker.person.firstName())} ${last}`, 2],
    [() => `${first} ${faker.person.firstName()} ${last}`, 1],
    [() => `${initial(first)} ${last}`, 1.2],
    [() => `${last}, ${first}`, 0.5],
    [() => `${first} ${pick(['de', 'van', 'von', 'van der', 'da', 'del', 'di', 'le', "O'", 'al-', 'bin', 'Mc'])} ${last}`.replace(/(O'|al-|Mc) /, '$1'), 0.8],
    [() => `${first}-${faker.person.firstName()} ${last}`, 0.5],
    [() => `${first} ${last}-${faker.person.lastName()}`, 0.6],
    [() => `${first} ${last} ${pick(['Jr.', 'Jr', 'III', 'Sr.', 'II'])}`, 0.25],
    [() => `${first} "${pick(['Buzz', 'Ace', 'Red', 'Doc', 'Kit', 'Mo'])}" ${last}`, 0.1],
  ])();
}

export function anyName(who) {
  return weigh([[() => fullName(who), 6], [() => who.first, 4], [() => who.last, 1.2]])();
}

const MAIL_HOSTS = ['gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'web.de', 'gmx.net', 'orange.fr', 'libero.it', 'icloud.com',
  'proton.me', 'example.org', 'example.com', 'mail.ru', 'wp.pl', 'uol.com.br', 'btinternet.com', 'aol.com', 'yahoo.co.uk', 'telenet.be',
  'ziggo.nl', 'seznam.cz', 'live.dk', 'me.com', 'fastmail.fm', 'tutanota.com', 'qq.com', 'naver.com', 'mailinator.com'];
const TLDS = ['com', 'org', 'net', 'io', 'de', 'co.uk', 'fr', 'es', 'it', 'nl', 'pl', 'se', 'dk', 'eu', 'ch', 'at', 'be', 'pt', 'com.br', 'cz',
  'fi', 'no', 'app', 'dev', 'ai', 'info', 'biz', 'edu', 'gov', 'ac.uk', 'com.au', 'ca', 'us', 'in', 'co', 'me', 'tv', 'xyz', 'shop', 'hu', 'gr', 'ie'];

export function host() {
  const name = weigh([
    [() => slug(en.word.noun()), 2], [() => slug(en.word.adjective()) + slug(en.word.noun()), 3], [() => slug(coinedName()), 3],
    [() => slug(en.word.noun()) + '-' + slug(en.word.noun()), 1], [() => slug(company()), 2],
    [() => { const word = en.word.noun(); return word[0].toUpperCase() + word.slice(1) + pick(['Hub', 'Zone', 'Lab', 'Club', 'Deal', 'World']); }, 1],
  ])();
  return `${name}.${pick(TLDS)}`;
}

export function email(who) {
  const first = slug(who.first), last = slug(who.last);
  const local = weigh([
    [() => `${first}.${last}`, 5], [() => first, 3], [() => `${first}${last}`, 2], [() => `${first[0]}${last}`, 2], [() => `${first}_${last}`, 1],
    [() => `${first}${int(1, 2030)}`, 1.5], [() => `${first}.${last}${int(1, 99)}`, 1], [() => `${last}.${first}`, 0.7], [() => `${first}-${last}`, 0.5],
    [() => pick(['info', 'support', 'sales', 'hello', 'billing', 'office', 'hr', 'noreply', 'contact', 'jobs', 'team', 'admin', 'press']), 2],
    [() => `${first}+${slug(en.word.noun())}`, 0.8], [() => latin(who.first + who.last).replace(/[^A-Za-z]/g, ''), 1.5],
    [() => `${slug(en.word.adjective())}${slug(en.word.noun())}${digits(2)}`, 1], [() => `${first[0]}.${last[0]}`, 0.3],
    [() => latin(who.first).replace(/[^A-Za-z]/g, '') + '.' + latin(who.last).replace(/[^A-Za-z]/g, ''), 1], [() => `x${first}x.${digits(3)}`, 0.3],
  ])();
  const where = chance(0.5) ? pick(MAIL_HOSTS) : host();
  return `${local || 'me'}@${chance(0.08) ? pick(['mail', 'cs', 'eu', 'corp', 'dept']) + '.' : ''}${chance(0.85) ? where.toLowerCase() : where}`;
}

export function url() {
  const path = weigh([
    ['', 5], [() => '/', 2], [() => '/' + slug(en.word.noun()), 2], [() => `/${slug(en.word.noun())}/${slug(en.word.noun())}`, 1.5],
    [() => `/${mask('AXaXa##')}`, 1.5], [() => `/index.html`, 0.4], [() => `/${slug(en.word.noun())}?id=${int(1, 99999)}`, 1],
    [() => `/watch?v=${mask('aXAaXXAaa#X')}`, 0.3], [() => `/${en.lorem.slug()}`, 0.8], [() => `/p/${int(1, 99999)}#${slug(en.word.noun())}`, 0.4],
    [() => `/search?q=${slug(en.word.noun())}+${slug(en.word.noun())}&page=${int(1, 9)}`, 0.4], [() => `/~${slug(en.person.firstName())}`, 0.2],
  ]);
  const tail = typeof path === 'function' ? path() : path;
  const start = weigh([['https://', 4], ['https://www.', 3], ['http://www.', 3], ['http://', 1.5], ['www.', 2.5], ['', 2.5]]);
  if (chance(0.06)) return `https://${pick(['t.co', 'bit.ly', 'goo.gl', 'youtu.be', 'is.gd'])}/${mask('aXAaXXAa')}`;
  const camel = chance(0.25) && start.startsWith('http');
  const site = camel ? `${en.company.buzzNoun()}${en.word.noun()}`.replace(/(^|[^A-Za-z])([a-z])/g, (_, __, c) => c.toUpperCase()) + '.' + pick(TLDS) : host().toLowerCase();
  const port = start.startsWith('http') && chance(0.04) ? `:${pick(['8080', '3000', '8443'])}` : '';
  const area = chance(0.12) && !start.includes('www') ? pick(['blog', 'shop', 'docs', 'app', 'support', 'api']) + '.' : '';
  return start + area + site + port + (start === '' && chance(0.5) ? '' : tail);
}

export function company() {
  const { faker } = locale();
  return weigh([
    [() => pick(COMPANIES), 5],
    [() => faker.company.name(), 4],
    [() => coinedName() + pick(['', '', ' ' + pick(ORG_TAILS)]), 3],
    [() => `${faker.person.lastName()} ${pick(ORG_TAILS)}`, 2],
    [() => `${faker.person.lastName()} & ${pick([faker.person.lastName(), 'Sons', 'Co', 'Partners', 'Co.', 'Associates', 'Söhne'])}`, 1.2],
    [() => `${capital(en.word.adjective())} ${capital(en.word.noun())}${pick(['', ' ' + pick(ORG_TAILS)])}`, 2.5],
    [() => capital(en.word.noun()) + capital(pick(['soft', 'works', 'hub', 'ly', 'ify', 'base', 'lab', 'net', 'gen', 'data', 'web', 'tech'])), 1.5],
    [() => `${pick(['University of', 'Bank of', 'City of', 'Museum of', 'College of', 'Institute of'])} ${capital(faker.location.city())}`, 1],
    [() => `${faker.location.city()} ${pick(['University', 'Hospital', 'High School', 'United', 'FC', 'City Council', 'Airport', 'Police Department', 'Public Library', 'Chamber of Commerce', 'Symphony', 'Tigers', 'Herald', 'Times'])}`, 1.5],
    [() => mask(pick(['AAA', 'AAAA', 'AA&A'])), 0.8],
  ])();
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export function age() {
  return weigh([
    [() => String(int(18, 90)), 9], [() => String(int(1, 17)), 2],
    [() => pick(['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty']) + pick(['', '-one', '-two', '-three', '-four', '-five', '-six', '-seven', '-eight', '-nine']), 1.2],
    [() => pick(['three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'sixteen', 'eighteen', 'nineteen']), 0.6],
  ])();
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const ordinal = (day) => day + (day % 10 === 1 && day !== 11 ? 'st' : day % 10 === 2 && day !== 12 ? 'nd' : day % 10 === 3 && day !== 13 ? 'rd' : 'th');
const FOREIGN = ['Januar', 'Februar', 'März', 'Mai', 'Juni', 'Juli', 'Oktober', 'Dezember', 'janvier', 'février', 'mars', 'avril', 'août', 'décembre',
  'enero', 'febrero', 'marzo', 'abril', 'agosto', 'diciembre', 'gennaio', 'luglio', 'maart', 'mei', 'augustus', 'maio', 'junho'];

/** @param {'any' | 'full' | 'birth'} how */
export function date(how = 'any') {
  const d = int(1, 28), m = int(1, 12), y = how === 'birth' ? int(1930, 2015) : int(1950, 2035);
  const month = MONTHS[m - 1], short = month.slice(0, 3), two = pad(y % 100);
  const time = () => `${pad(int(0, 23))}:${pad(int(0, 59))}${chance(0.6) ? ':' + pad(int(0, 59)) : ''}`;
  const full = weigh([
    [`${d} ${month} ${y}`, 4], [`${month} ${d}, ${y}`, 4], [`${pad(d)}/${pad(m)}/${y}`, 3], [`${m}/${d}/${y}`, 3], [`${y}-${pad(m)}-${pad(d)}`, 4],
    [`${pad(d)}.${pad(m)}.${y}`, 2.5], [`${d}.${m}.${y}`, 1], [`${pad(d)}-${pad(m)}-${y}`, 1.5], [`${d} ${short} ${y}`, 1.5], [`${short} ${d}, ${y}`, 1.5],
    [`${ordinal(d)} ${month} ${y}`, 1], [`${ordinal(d)} of ${month}, ${y}`, 0.5], [`${month} ${ordinal(d)}, ${y}`, 1], [`${d}/${m}/${two}`, 1], [`${pad(m)}/${pad(d)}/${two}`, 1],
    [`${y}/${pad(m)}/${pad(d)}`, 0.8], [`${d}-${short}-${y}`, 0.8], [`${d}. ${pick(FOREIGN)} ${y}`, 0.8], [`${d} ${pick(FOREIGN)} ${y}`, 0.8], [`${pad(d)}${short.toUpperCase()}${y}`, 0.3],
    [`${pick(DAYS)}, ${month} ${d}, ${y}`, 0.8], [`${pick(DAYS)} ${d} ${month} ${y}`, 0.6], [`${d} de ${pick(FOREIGN)} de ${y}`, 0.3],
  ]);
  if (how !== 'any') return full;
  return weigh([
    [full, 6], [`${month} ${d}`, 1.5], [`${d} ${month}`, 1], [`${month} ${ordinal(d)}`, 1], [`${month} ${y}`, 1.5], [String(y), 2.5], [pick(DAYS), 2.5],
    [`${y}-${pad(m)}-${pad(d)} ${time()}`, 1.5], [`${y}-${pad(m)}-${pad(d)}T${time()}${pick(['Z', '', '+02:00', '.123Z'])}`, 0.6], [`${ordinal(d)} of ${month}`, 0.6],
    [`${pick(DAYS)}, ${month} ${d}`, 0.8], [`${pick(DAYS).slice(0, 3)} ${d} ${short}`, 0.4], [month, 0.7], [`${pad(d)}.${pad(m)}.`, 0.3], [`${m}/${d}`, 0.3],
    [`${pad(d)}/${pad(m)}/${y} ${time()}`, 0.4], [`the ${ordinal(d)}`.slice(4), 0.2],
  ]);
}
