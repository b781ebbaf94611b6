// Reads the beginning of a file, "II.A. Disk Format: Level 0A": the sizes it uses, its end, and the
// address of its root group.
import { DebertaError } from '../../base/errors.js';
import { malformed, truncated, unsupported } from './errors.js';

/** @typedef {import('./metadata.js').Metadata} Metadata */

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]; // \x89HDF\r\n\x1a\n
const commonSize = signature.length + 1; // with the version

/**
 * @param {Metadata} metadata
 * @returns {Promise<number>} the address of the root group's object header
 */
export async function rootOf(metadata) {
  const { size } = metadata;
  const head = await metadata.fields(0, Math.min(commonSize, size), 'the superblock');
  for (const byte of signature.slice(0, size)) {
    if (head.u8() !== byte) {
      throw new DebertaError('NOT_A_CHECKPOINT', 'expected an HDF5 file, got another format', {
        file: 'tf_model.h5',
      });
    }
  }
  if (size < commonSize) throw truncated(`the file ends after ${size} bytes, in its superblock`);
  const version = head.u8();
  // Version 1 is written with settings for chunks that Keras does not touch.
  if (version !== 0 && version !== 2 && version !== 3) {
    throw unsupported(`a superblock of version ${version}`);
  }
  const rest = version === 0 ? 96 - commonSize : 48 - commonSize;
  if (size < commonSize + rest) {
    throw truncated(`the file ends after ${size} bytes, in its superblock`);
  }
  const fields = await metadata.fields(commonSize, rest, 'the superblock');
  if (version === 0) fields.skip(4); // versions of other parts, all of them 0
  const [offsetSize, lengthSize] = [fields.u8(), fields.u8()];
  if (offsetSize !== 8 || lengthSize !== 8) {
    throw unsupported(`a file with offsets of ${offsetSize} and lengths of ${lengthSize} bytes`);
  }
  // Version 0: reserved, sizes of the nodes of groups, flags. Later ones: flags.
  fields.skip(version === 0 ? 1 + 2 + 2 + 4 : 1);
  const base = fields.length();
  if (base !== 0) throw unsupported(`a file that begins at byte ${base}`);
  fields.skip(8); // free space, or the superblock's extension
  const end = fields.length();
  if (end > size) throw truncated(`the file ends after ${size} of ${end} bytes`);
  if (end < commonSize + rest) throw malformed(`the superblock declares ${end} bytes`);
  if (version === 0) fields.skip(8 + 8); // driver; the root's entry begins with its name
  return fields.definedOffset();
}
