// What can be wrong with an HDF5 file. Nobody vouches for its bytes.
import { DebertaError } from '../../base/errors.js';

/** @param {string} fact */
export const truncated = (fact) => new DebertaError('H5_TRUNCATED', `HDF5: ${fact}`);

/** @param {string} fact */
export const malformed = (fact) => new DebertaError('H5_FORMAT', `HDF5: ${fact}`);

/** @param {string} fact what the format has and this reader has not */
export const unsupported = (fact) =>
  new DebertaError('H5_UNSUPPORTED', `HDF5: ${fact} cannot be read`);
