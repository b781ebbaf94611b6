/** What comes from programs and from long exchanges: mail with quotes and signatures, chats, logs, CSV, JSON lines, pasted tables. */

import { chance, int, pick } from './random.mjs';

/** '{s}' is any sentence, '{f}' one in another language. */
export const THREADS = [
  '{hello} {FIRST},\n\n{s} {s}\n\n{bye},\n{FULL}\n{job}, {ORG}\n{PHONE}\n\nOn {FULLDATE}, {FULL} <{EMAIL}> wrote:\n> {hello} {FIRST},\n>\n> {s}\n>\n> {bye}\n> {FIRST}',
  '{s}\n\n-----Original Message-----\nFrom: {FULL}\nSent: {FULLDATE} {n.time}\nTo: {FULL}; {FULL}\nSubject: RE: {n.common}\n\n{s} {s}',
  '---------------------- Forwarded by {FULL}/{ORG} on {FULLDATE} {n.time} ---------------------------\n\n{FULL}\n{FULLDATE} {n.time}\nTo: {FULL}/{ORG}\ncc: {FULL}\nSubject: {n.common}\n\n{s}',
  '{FIRST},\n\n{s} {s}\n\n{FIRST}\n\n> {s}\n>> {s}\n>> {FIRST}',
  '{s}\n\nOn {FULLDATE} at {n.time} {FULL} <{EMAIL}> wrote:\n> {hello} {FIRST},\n> {s}',
  '{s}\n\n-- \n{FULL}\n{ORG}\n{EMAIL}\nSent from my {product}',
  'From: "{FULL}" <{EMAIL}>\nNewsgroups: {n.group}\nSubject: Re: {n.common}\n\n"{FULL}" <{EMAIL}> wrote in message\n> {s}\n\n{s}',
  '{hello} all,\n\n{s}\n\n{FIRST} - {s}\n{FIRST} - {s}\n\n{bye}\n{FIRST}',
  '[{n.time}, {DATE}] {FULL}: {s}\n[{n.time}, {DATE}] {FULL}: {s}',
  '{FIRST} {LAST}, [{n.time}]\n{s}\n\n{FIRST}, [{n.time}]\n{s}',
  '{n.handle} ({FULL}): {s}\n{n.handle}: {n.handle} {s}',
  '{f}',
  '{f} {f}',
  '{hello} {FIRST},\n\n{f}\n\n{bye}\n{FULL}',
  '{f}\n{s}',
];

const COLUMNS = [
  ['name', '{FULL}'],
  ['first_name', '{FIRST}'],
  ['last_name', '{LAST}'],
  ['Name', '{LISTED}'],
  ['user', '{FULL}'],
  ['customer', '{FULL}'],
  ['author', '{FULL}'],
  ['owner', '{FULL}'],
  ['assignee', '{PERSON}'],
  ['contact', '{PERSON}'],
  ['passenger', '{LISTED}'],
  ['town', '{PLACE}'],
  ['email', '{EMAIL}'],
  ['phone', '{PHONE}'],
  ['city', '{PLACE}'],
  ['country', '{PLACE}'],
  ['company', '{ORG}'],
  ['employer', '{ORG}'],
  ['address', '{ADDRESS}'],
  ['born', '{BIRTH}'],
  ['date', '{FULLDATE}'],
  ['age', '{AGENUM}'],
  ['iban', '{IBAN}'],
  ['card', '{CARD}'],
  ['ip', '{IP}'],
  ['url', '{URL}'],
  ['id', '{n.plain}'],
  ['order', '{n.code}'],
  ['total', '{n.price}'],
  ['status', '{n.common}'],
  ['note', '{noun}'],
  ['version', '{n.version}'],
  ['time', '{n.time}'],
  ['qty', '{int}'],
  ['active', '{n.truth}'],
];

function columns() {
  const count = int(2, 6);
  const chosen = new Set();
  while (chosen.size < count) chosen.add(pick(COLUMNS));
  return [...chosen];
}

/** Rows of the same columns, with or without a head. */
export function csv() {
  const chosen = columns();
  const glue = pick([', ', ', ', ',', ';', '; ', '\t', '\t', ' | ', '   ']);
  const quote = chance(0.2) ? '"' : '';
  const row = (/** @type {number} */ at) =>
    chosen.map((each) => quote + each[at] + quote).join(glue);
  const rows = Array.from({ length: int(1, 4) }, () => row(1));
  return (chance(0.6) ? [row(0), ...rows] : rows).join('\n');
}

/** A value of JSON: numbers mostly have no quotes. */
export const quoted = (/** @type {string} */ value) =>
  /^\{(AGENUM|int|n\.plain|n\.truth)\}$/.test(value) && chance(0.8) ? value : `"${value}"`;

/** What stands between the braces of an object. */
const members = (
  /** @type {string[][]} */ chosen,
  /** @type {string} */ colon,
  /** @type {string} */ comma,
  cased = (/** @type {string} */ name) => name,
) => chosen.map(([name, value]) => `"${cased(name)}"${colon}${quoted(value)}`).join(comma);

/** Braces of the text are full-width until the values are filled in. */
export function jsonLines() {
  const chosen = columns();
  const [colon, comma] = pick([
    [': ', ', '],
    [': ', ', '],
    [':', ','],
  ]);
  const line = () => `｛${members(chosen, colon, comma)}｝`;
  return Array.from({ length: int(1, 3) }, line).join('\n');
}

/** An object within an object, with a sentence: what a program sends, a log keeps, and people paste. */
export function nested() {
  const [colon, comma] = pick([
    [':', ','],
    [':', ','],
    [': ', ', '],
    [': ', ',\n  '],
  ]);
  const cased = pick([undefined, camel]);
  const inner = `"${pick(['customer', 'user', 'data', 'contact', 'payload', 'sender'])}"${colon}｛${members(columns(), colon, comma, cased)}｝`;
  const message = `"${pick(['message', 'text', 'note', 'comment', 'body', 'content'])}"${colon}"{s}"`;
  const parts = [`"id"${colon}{int}`, inner, message];
  return `｛${parts.slice(int(0, 1)).join(comma)}｝`;
}

const camel = (/** @type {string} */ name) =>
  name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

export function log() {
  const fields = Array.from({ length: int(1, 4) }, () =>
    pick([
      ...[
        'user={EMAIL}',
        'user={FIRST}',
        'ip={IP}',
        'client={IP}',
        'from {IP}',
        'for {EMAIL}',
        'name="{FULL}"',
      ],
      ...[
        'id={n.plain}',
        'order={n.code}',
        'took {n.quantity}',
        'path={n.path}',
        'status=200',
        'sha={n.hash}',
        'v={n.version}',
      ],
    ]),
  );
  const stamp = pick([
    '{FULLDATE} {n.time}',
    '{n.time}',
    '[{FULLDATE}]',
    'INFO',
    'WARN {n.time}',
    '',
  ]);
  return `${stamp} ${pick(['{n.snippet}', '{phrase}', 'login', 'request', 'error', 'sent'])} ${fields.join(' ')}`.trim();
}

/** A table that was pasted from a page: cells between tabs or several spaces. */
export function pasted() {
  const chosen = columns();
  const glue = pick(['\t', '\t\t', '    ', '  ', ' \t ']);
  const row = () => chosen.map(([, value]) => value).join(glue);
  return Array.from({ length: int(2, 4) }, row).join('\n');
}
