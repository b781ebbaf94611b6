// Parses options of the command line: their kinds, their spelling, and their values.
import { readFileSync } from 'node:fs';

import { UsageError, integerOf } from './usage.js';

/**
 * The kind of an option. count: an integer, or 'all' for null; list: with commas; labels: the same, as
 * {0: first, …}; pairs: NAME=TEXT, may be repeated; headers: 'NAME: TEXT', may be repeated; json: a file
 * that holds an object; flag: without a value; off: --no-NAME, for an option that is on by default; switch: --NAME or
 * --no-NAME; an array: one of these names.
 * @typedef {'text' | 'number' | 'integer' | 'count' | 'list' | 'labels' | 'pairs' | 'headers' | 'json'
 *   | 'flag' | 'off' | 'switch' | readonly string[]} Kind
 */

/** @typedef {Record<string, Kind>} Kinds options of the package, by name */

const repeated = ['list', 'labels', 'pairs', 'headers'];

/**
 * The names of the option for parseArgs.
 * @param {string} name
 * @param {Kind} kind
 */
function spellings(name, kind) {
  const hyphened = name.replaceAll('_', '-');
  if (kind === 'off') return [`no-${hyphened}`];
  return kind === 'switch' ? [hyphened, `no-${hyphened}`] : [hyphened];
}

/** @param {Kinds} kinds */
export function namesOf(kinds) {
  return Object.entries(kinds).flatMap(([name, kind]) => spellings(name, kind));
}

/**
 * @param {Kinds} kinds
 * @returns {import('./usage.js').Options} for parseArgs
 */
export function optionsOf(kinds) {
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([name, kind]) => {
      const isFlag = ['flag', 'off', 'switch'].includes(/** @type {string} */ (kind));
      const multiple = repeated.includes(/** @type {string} */ (kind));
      return spellings(name, kind).map((spelling) => [
        spelling,
        { type: isFlag ? 'boolean' : 'string', multiple },
      ]);
    }),
  );
}

/**
 * Converts the given values to options of the package.
 * @param {Kinds} kinds
 * @param {Record<string, any>} values of parseArgs
 * @returns {Record<string, any>}
 */
export function valuesFor(kinds, values) {
  /** @type {Record<string, any>} */
  const found = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const given = spellings(name, kind).filter((spelling) => values[spelling] !== undefined);
    if (given.length > 1) throw new UsageError(`expected --${given.join(' or --')}, not both`);
    if (given.length) found[name] = read(kind, values[given[0]], given[0]);
  }
  return found;
}

/**
 * @param {Kind} kind
 * @param {any} value
 * @param {string} option
 */
function read(kind, value, option) {
  if (typeof kind !== 'string') {
    if (kind.includes(value)) return value;
    throw new UsageError(`--${option}: expected one of ${kind.join(', ')}`);
  }
  switch (kind) {
    case 'flag':
      return true;
    case 'off':
      return false;
    case 'switch':
      return !option.startsWith('no-');
    case 'integer':
      return integerOf(value, option);
    case 'count':
      return value === 'all' ? null : integerOf(value, option);
    case 'number':
      if (value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
      throw new UsageError(`--${option}: expected a number`);
    case 'list':
      return listOf(value);
    case 'labels':
      return { ...listOf(value) };
    case 'pairs':
      return pairsOf(value, '=', `--${option}: expected FILE=SHA256`);
    case 'headers':
      return headersOf(value, `--${option}: expected 'NAME: TEXT'`);
    case 'json':
      return objectIn(value, option);
    default:
      return value;
  }
}

/**
 * @param {string[]} values
 * @returns {string[]}
 */
function listOf(values) {
  return values.flatMap((each) => each.split(',')).map((part) => part.trim());
}

/**
 * @param {string[]} values
 * @param {string} separator
 * @param {string} expected
 */
function pairsOf(values, separator, expected) {
  return Object.fromEntries(
    values.map((each) => {
      const at = each.indexOf(separator);
      if (at < 1) throw new UsageError(expected); // the value may be a secret, so the message does not repeat it
      return [each.slice(0, at).trim(), each.slice(at + 1).trim()];
    }),
  );
}

/**
 * @param {string[]} values
 * @param {string} expected
 */
function headersOf(values, expected) {
  const headers = pairsOf(values, ':', expected);
  for (const [name, text] of Object.entries(headers)) {
    const isHeader = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
    if (!isHeader) throw new UsageError(expected);
  }
  return headers;
}

/**
 * @param {string} path
 * @param {string} option
 * @returns {object}
 */
function objectIn(path, option) {
  let value;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const why = code ? `cannot be read (${code})` : 'is not JSON';
    throw new UsageError(`--${option}: expected a file of JSON, ${path} ${why}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(`--${option}: expected an object in ${path}`);
}

const texts = {
  text: ' TEXT',
  number: ' X',
  integer: ' N',
  count: ' N|all',
  list: ' A,B,…',
  labels: ' A,B,…',
  pairs: ' FILE=SHA256',
  headers: " 'NAME: TEXT'",
  json: ' FILE',
  flag: '',
  off: '',
  switch: '',
};

/**
 * Lines of the help, in Python's spelling.
 * @param {Kinds} kinds
 */
export function helpOf(kinds) {
  return Object.entries(kinds).map(([name, kind]) => {
    if (typeof kind !== 'string') return `--${name} ${kind.join('|')}`;
    const prefix = kind === 'off' ? 'no-' : kind === 'switch' ? '[no-]' : '';
    return `--${prefix}${name}${texts[kind]}`;
  });
}
