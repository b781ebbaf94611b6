// What the benchmarks' options have in common.
import { parseArgs } from 'node:util';

import { ToolError } from '../project.mjs';

/**
 * The values of the command line's options.
 * @param {import('node:util').ParseArgsConfig['options']} options
 * @param {string} usage printed where they are wrong
 */
export function valuesOf(options, usage) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new ToolError(`${error.message}\n${usage}`);
  }
}

/**
 * The names in an option's list.
 * @param {Record<string, string>} values
 * @param {string} name of the option
 * @param {string[]} all names that it may have
 */
export function someOf(values, name, all) {
  const list = values[name].split(',');
  const unknown = list.find((each) => !all.includes(each));
  if (unknown !== undefined) {
    throw new ToolError(`--${name}: expected some of ${all.join(', ')}, got '${unknown}'`);
  }
  return list;
}
