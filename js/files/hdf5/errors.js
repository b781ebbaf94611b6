// The errors of HDF5 files, which are untrusted.
import { DebertaError } from '../../base/errors.js';

const file = 'tf_model.h5';

/** @param {string} fact */
export const truncated = (fact) => new DebertaError('H5_TRUNCATED', `HDF5: ${fact}`, { file });

/** @param {string} fact */
export const malformed = (fact) => new DebertaError('H5_FORMAT', `HDF5: ${fact}`, { file });

/** @param {string} fact the feature that this reader does not support */
export const unsupported = (fact) =>
  new DebertaError('H5_UNSUPPORTED', `HDF5: ${fact} cannot be read`, { file });
