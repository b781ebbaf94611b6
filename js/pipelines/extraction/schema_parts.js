// The parts of a schema as callers write them: names, descriptions, options. Wrong ones are refused.
import {
  checkOneOf,
  checkProbability,
  checkStrings,
  checkText,
  mismatch,
} from '../../base/checks.js';
import { DebertaError } from '../../base/errors.js';
import { unknown } from '../../base/options.js';

/** @typedef {import('./schema.js').Label} Label */

/** Tokens that structure the prompt; in a name they would shift what the model reads. */
const marks = /\[(?:SEP_STRUCT|SEP_TEXT|P|C|E|R|L|EXAMPLE|OUTPUT|DESCRIPTION)\]/;

/**
 * @param {unknown} types a name, names, or names with descriptions or with options
 * @param {string} argument
 * @param {string[]} options
 * @returns {Record<string, any>[]}
 */
export function configsOf(types, argument, options) {
  if (typeof types === 'string') types = [types];
  if (Array.isArray(types)) return types.map((name) => ({ name: checkPart(name, argument) }));
  return Object.entries(objectOf(types, argument, 'names, or names with descriptions')).map(
    ([name, config]) => {
      const given = typeof config === 'string' ? { description: config } : config;
      const fields = fieldsOf(objectOf(given, argument), argument, options);
      if (fields.description !== undefined) checkPart(fields.description, 'description');
      return { ...fields, name: checkPart(name, argument) };
    },
  );
}

/**
 * @param {unknown} labels names, or names with descriptions
 * @returns {Label[]}
 */
export function classesOf(labels) {
  const entries = Array.isArray(labels)
    ? labels.map((name) => [name])
    : Object.entries(objectOf(labels, 'labels', 'names, or names with descriptions'));
  if (entries.length === 0) throw mismatch('labels', 'at least one', labels, 'none');
  const classes = entries.map(([name, description]) => ({
    name: checkPart(name, 'labels'),
    ...(Array.isArray(labels) ? {} : { description: checkPart(description, 'description') }),
  }));
  checkOnce(
    classes.map(({ name }) => name),
    'labels',
  );
  return classes;
}

/**
 * @param {unknown} examples
 * @returns {[string, string][]}
 */
export function examplesOf(examples) {
  if (!Array.isArray(examples)) throw mismatch('examples', 'a list of [input, output]', examples);
  return examples.map((example) => {
    checkStrings(example, 'examples');
    if (example.length !== 2)
      throw mismatch('examples', '[input, output]', example, example.length);
    return [checkPart(example[0], 'examples'), checkPart(example[1], 'examples')];
  });
}

/** @param {unknown} choices */
export function choicesOf(choices) {
  checkStrings(choices, 'choices');
  const list = /** @type {string[]} */ (choices).map((choice) => checkPart(choice, 'choices'));
  checkOnce(list, 'choices');
  return list.length ? list : undefined;
}

/**
 * @param {string[]} names
 * @param {string} argument
 */
function checkOnce(names, argument) {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new DebertaError('INPUT', `${argument}: expected each once, got '${twice}' twice`);
}

/**
 * A part of the prompt.
 * @param {unknown} text
 * @param {string} argument
 */
export function checkPart(text, argument) {
  const [mark] = marks.exec(checkText(text, argument)) ?? [];
  if (mark === undefined) return /** @type {string} */ (text);
  throw new DebertaError(
    'INPUT',
    `${argument}: expected no ${mark}, which is a token of the prompt`,
  );
}

/**
 * The name of a task.
 * @param {unknown} name
 * @param {string} argument
 */
export function checkName(name, argument) {
  if (checkPart(name, argument) === '') throw mismatch(argument, 'a name', name, 'an empty string');
  return /** @type {string} */ (name);
}

/**
 * @param {unknown} dtype
 * @returns {'list' | 'str'}
 */
export function checkDtype(dtype) {
  return checkOneOf(dtype ?? 'list', 'dtype', ['list', 'str']);
}

/** @param {unknown} threshold */
export function checkThreshold(threshold) {
  return (threshold ?? null) === null ? null : checkProbability(threshold, 'threshold');
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {string} [expected]
 * @returns {Record<string, any>}
 */
export function objectOf(value, name, expected = 'an object') {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw mismatch(name, expected, value);
  }
  return value;
}

/**
 * The fields of an object that may have only these; undefined ones are left out.
 * @param {unknown} value
 * @param {string} name
 * @param {string[]} known
 * @returns {Record<string, any>}
 */
export function fieldsOf(value, name, known) {
  const given = Object.entries(objectOf(value ?? {}, name)).filter(
    ([, each]) => each !== undefined,
  );
  const wrong = given.find(([field]) => !known.includes(field));
  if (wrong) throw unknown(`option of ${name}`, wrong[0], known);
  return Object.fromEntries(given);
}
