/** E-mail addresses, host names and URLs as people have and write them. */

import { chance, digits, en, int, mask, pick, weigh } from './random.mjs';
import { coinedName } from './names.mjs';
import { company, latin, slug } from './people.mjs';

const MAIL_HOSTS = [
  'gmail.com',
  'yahoo.com',
  'hotmail.com',
  'outlook.com',
  'web.de',
  'gmx.net',
  'orange.fr',
  'libero.it',
  'icloud.com',
  'proton.me',
  'example.org',
  'example.com',
  'mail.ru',
  'wp.pl',
  'uol.com.br',
  'btinternet.com',
  'aol.com',
  'yahoo.co.uk',
  'telenet.be',
  'ziggo.nl',
  'seznam.cz',
  'live.dk',
  'me.com',
  'fastmail.fm',
  'tutanota.com',
  'qq.com',
  'naver.com',
  'mailinator.com',
];
const TLDS = [
  'com',
  'org',
  'net',
  'io',
  'de',
  'co.uk',
  'fr',
  'es',
  'it',
  'nl',
  'pl',
  'se',
  'dk',
  'eu',
  'ch',
  'at',
  'be',
  'pt',
  'com.br',
  'cz',
  'fi',
  'no',
  'app',
  'dev',
  'ai',
  'info',
  'biz',
  'edu',
  'gov',
  'ac.uk',
  'com.au',
  'ca',
  'us',
  'in',
  'co',
  'me',
  'tv',
  'xyz',
  'shop',
  'hu',
  'gr',
  'ie',
];

export function host() {
  const name = weigh([
    [() => slug(en.word.noun()), 2],
    [() => slug(en.word.adjective()) + slug(en.word.noun()), 3],
    [() => slug(coinedName()), 3],
    [() => slug(en.word.noun()) + '-' + slug(en.word.noun()), 1],
    [() => slug(company()), 2],
    [
      () => {
        const word = en.word.noun();
        return (
          word[0].toUpperCase() +
          word.slice(1) +
          pick(['Hub', 'Zone', 'Lab', 'Club', 'Deal', 'World'])
        );
      },
      1,
    ],
  ])();
  return `${name}.${pick(TLDS)}`;
}

export function email(who) {
  const first = slug(who.first),
    last = slug(who.last);
  const local = weigh([
    [() => `${first}.${last}`, 5],
    [() => first, 3],
    [() => `${first}${last}`, 2],
    [() => `${first[0]}${last}`, 2],
    [() => `${first}_${last}`, 1],
    [() => `${first}${int(1, 2030)}`, 1.5],
    [() => `${first}.${last}${int(1, 99)}`, 1],
    [() => `${last}.${first}`, 0.7],
    [() => `${first}-${last}`, 0.5],
    [
      () =>
        pick([
          'info',
          'support',
          'sales',
          'hello',
          'billing',
          'office',
          'hr',
          'noreply',
          'contact',
          'jobs',
          'team',
          'admin',
          'press',
        ]),
      2,
    ],
    [() => `${first}+${slug(en.word.noun())}`, 0.8],
    [() => latin(who.first + who.last).replace(/[^A-Za-z]/g, ''), 1.5],
    [() => `${slug(en.word.adjective())}${slug(en.word.noun())}${digits(2)}`, 1],
    [() => `${first[0]}.${last[0]}`, 0.3],
    [
      () =>
        latin(who.first).replace(/[^A-Za-z]/g, '') +
        '.' +
        latin(who.last).replace(/[^A-Za-z]/g, ''),
      1,
    ],
    [() => `x${first}x.${digits(3)}`, 0.3],
  ])();
  const where = chance(0.5) ? pick(MAIL_HOSTS) : host();
  return `${local || 'me'}@${chance(0.08) ? pick(['mail', 'cs', 'eu', 'corp', 'dept']) + '.' : ''}${chance(0.85) ? where.toLowerCase() : where}`;
}

export function url() {
  const path = weigh([
    ['', 5],
    [() => '/', 2],
    [() => '/' + slug(en.word.noun()), 2],
    [() => `/${slug(en.word.noun())}/${slug(en.word.noun())}`, 1.5],
    [() => `/${mask('AXaXa##')}`, 1.5],
    [() => `/index.html`, 0.4],
    [() => `/${slug(en.word.noun())}?id=${int(1, 99999)}`, 1],
    [() => `/watch?v=${mask('aXAaXXAaa#X')}`, 0.3],
    [() => `/${en.lorem.slug()}`, 0.8],
    [() => `/p/${int(1, 99999)}#${slug(en.word.noun())}`, 0.4],
    [() => `/search?q=${slug(en.word.noun())}+${slug(en.word.noun())}&page=${int(1, 9)}`, 0.4],
    [() => `/~${slug(en.person.firstName())}`, 0.2],
  ]);
  const tail = typeof path === 'function' ? path() : path;
  const start = weigh([
    ['https://', 4],
    ['https://www.', 3],
    ['http://www.', 3],
    ['http://', 1.5],
    ['www.', 2.5],
    ['', 2.5],
  ]);
  if (chance(0.06))
    return `https://${pick(['t.co', 'bit.ly', 'goo.gl', 'youtu.be', 'is.gd'])}/${mask('aXAaXXAa')}`;
  const camel = chance(0.25) && start.startsWith('http');
  const site = camel
    ? `${en.company.buzzNoun()}${en.word.noun()}`.replace(/(^|[^A-Za-z])([a-z])/g, (_, __, c) =>
        c.toUpperCase(),
      ) +
      '.' +
      pick(TLDS)
    : host().toLowerCase();
  const port = start.startsWith('http') && chance(0.04) ? `:${pick(['8080', '3000', '8443'])}` : '';
  const area =
    chance(0.12) && !start.includes('www')
      ? pick(['blog', 'shop', 'docs', 'app', 'support', 'api']) + '.'
      : '';
  return start + area + site + port + (start === '' && chance(0.5) ? '' : tail);
}
