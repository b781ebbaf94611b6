// What stands in for devices and dtypes of transformers.js that this package does not have.
import { checkOneOf, mismatch } from '../base/checks.js';
import { env, LogLevel } from '../base/env.js';

/**
 * An option of a load that was replaced.
 * @typedef {object} Substitution
 * @property {'device' | 'dtype'} option its name
 * @property {string} requested the caller's value
 * @property {string} used the value in its place
 * @property {string} reason why
 */

/** What only transformers.js has. */
export const otherDevices = [
  ...['gpu', 'webgpu', 'cuda', 'dml', 'coreml'],
  ...['webnn', 'webnn-npu', 'webnn-gpu', 'webnn-cpu'],
];
export const otherDtypes = ['q4', 'q4f16', 'bnb4', 'q2', 'q2f16', 'q1', 'q1f16'];

/** The key of a DeBERTa model in objects that name a value for each of a model's files. */
const file = 'model';

/** Warnings that were written. @type {Set<string>} */
const written = new Set();

/**
 * The device and the dtype to load with. Values that no version of transformers.js has are errors; those that only this
 * package lacks are replaced, and a warning is written once.
 * @param {{device: unknown, dtype: unknown, strict?: boolean}} requested
 * @param {Record<'device' | 'dtype', readonly string[]>} available
 * @returns {{dtype: string, substitutions: Substitution[]}}
 */
export function substituted({ device, dtype, strict }, available) {
  /** @type {Substitution[]} */
  const substitutions = [];
  /** @type {(option: 'device' | 'dtype', value: unknown, others: string[], used: string, reason: string) => string} */
  const choose = (option, value, others, used, reason) => {
    const [name, otherwise] = oneFile(option, value);
    if (available[option].includes(name) && !otherwise) return name;
    const requested = otherwise ?? name;
    if (!otherwise) checkOneOf(name, option, [...available[option], ...(strict ? [] : others)]);
    else if (strict) throw mismatch(option, `a string or {${file}: …}`, value, requested);
    const found = otherwise
      ? { option, requested, used: 'auto', reason: `DeBERTa has one file of weights, '${file}'` }
      : { option, requested, used, reason };
    substitutions.push(found);
    warn(found);
    return found.used;
  };
  choose('device', device, otherDevices, 'wasm', 'models run on the CPU');
  const found = choose('dtype', dtype, otherDtypes, 'q8', 'weights have at least 8 bits');
  return { dtype: found, substitutions };
}

/**
 * The value for the model's only file, where an option has a value for each file.
 * @param {string} option
 * @param {unknown} value
 * @returns {[name: string, otherwise?: string]} otherwise: the value names other files only
 */
function oneFile(option, value) {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw mismatch(option, 'a string', value);
  }
  const byFile = /** @type {Record<string, unknown>} */ (value);
  if (typeof byFile[file] === 'string') return [byFile[file]];
  if (file in byFile) throw mismatch(`${option}.${file}`, 'a string', byFile[file]);
  return ['auto', `{${Object.keys(byFile).join(', ')}}`];
}

/** @param {Substitution} substitution */
function warn({ option, requested, used, reason }) {
  const text = `deberta-wasm: ${option} '${requested}' is replaced by '${used}': ${reason}`;
  if (env.logLevel > LogLevel.WARNING || written.has(text)) return;
  written.add(text);
  console.warn(text);
}
