// The interface of a command, and the error for a wrong call.

/**
 * @typedef {Record<string, {type: 'string' | 'boolean', short?: string, multiple?: boolean}>} Options
 *   of node:util's parseArgs
 */

/**
 * @typedef {object} Command
 * @property {string} summary one line
 * @property {string} help
 * @property {Options} options
 * @property {(positionals: string[], values: Record<string, any>, signal: AbortSignal) => Promise<void>} run
 *   writes to standard output
 */

/** Exit status 2. */
export class UsageError extends Error {}

/**
 * @param {string} value
 * @param {string} option
 * @returns {number}
 */
export function integerOf(value, option) {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`--${option}: expected an integer`);
}
