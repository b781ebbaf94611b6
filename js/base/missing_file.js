import { ModelFileNotFoundError } from './errors.js';

/**
 * @param {{name: string}} source of a model's files
 * @param {string} file
 * @param {string} [more] further missing files, as text
 */
export function fileNotFound({ name }, file, more = '') {
  return new ModelFileNotFoundError(`'${name}' has no file ${file} ${more}`.trimEnd(), { file });
}
