// The position, shape and type of a dataset's values.
import { malformed, unsupported } from './errors.js';
import { messageType } from './object_header.js';

/** @typedef {import('./fields.js').Fields} Fields */
/** @typedef {import('./object_header.js').Message} Message */
/** @typedef {'F16' | 'F32' | 'F64'} FloatType little-endian */

/**
 * @typedef {object} Dataset
 * @property {string[]} path names of its groups, then its own name
 * @property {FloatType} dtype
 * @property {number[]} shape
 * @property {number} begin start of its values in the file; `end` is their end; row-major
 * @property {number} end
 */

const maxDimensions = 8;

/** Positions and sizes of the parts of a number, and the exponent's bias, as in IEEE 754. */
const floats = /** @type {const} */ ([
  { dtype: 'F16', size: 2, parts: [0, 16, 10, 5, 0, 10, 15] },
  { dtype: 'F32', size: 4, parts: [0, 32, 23, 8, 0, 23, 127] },
  { dtype: 'F64', size: 8, parts: [0, 64, 52, 11, 0, 52, 1023] },
]);

const classNames = [
  'integers',
  'floating-point numbers',
  'times',
  'strings',
  'bit fields',
  'opaque values',
  'compounds',
  'references',
  'enumerations',
  'variable-length values',
  'arrays',
];

/**
 * @param {string[]} path
 * @param {Message[]} messages of the object
 * @param {number} fileSize
 * @returns {Dataset | null} null: this is not a dataset
 */
export function datasetOf(path, messages, fileSize) {
  const name = path.join('/');
  const find = (/** @type {number} */ type) => messages.find((message) => message.type === type);
  const layout = find(messageType.layout);
  if (!layout) return null;
  if (find(messageType.filters)) throw unsupported(`'${name}' (filters, such as compression)`);
  if (find(messageType.externalFiles)) throw unsupported(`'${name}' (values in other files)`);
  const required = (/** @type {number} */ type, /** @type {string} */ what) => {
    const message = find(type);
    if (!message) throw malformed(`'${name}' has no ${what}`);
    if (message.isShared) throw unsupported(`'${name}' (a shared ${what})`);
    return message.fields;
  };
  const shape = readShape(required(messageType.dataspace, 'dataspace'), name);
  const { dtype, size } = readType(required(messageType.datatype, 'datatype'), name);
  const length = shape.reduce((product, dimension) => product * dimension, size);
  if (!Number.isSafeInteger(length)) throw malformed(`'${name}' of ${length} bytes`);
  const begin = readPlace(layout.fields, name, length);
  if (begin + length > fileSize) {
    throw malformed(
      `'${name}' at ${begin} of ${length} bytes is not inside the file's ${fileSize}`,
    );
  }
  return { path, dtype, shape, begin, end: begin + length };
}

/**
 * @param {Fields} fields "IV.A.2.b. The Dataspace Message"
 * @param {string} name
 */
function readShape(fields, name) {
  const version = fields.u8();
  if (version !== 1 && version !== 2)
    throw malformed(`'${name}': a dataspace of version ${version}`);
  const rank = fields.u8();
  if (rank > maxDimensions) throw unsupported(`'${name}' (${rank} dimensions)`);
  fields.skip(1);
  const kind = fields.u8(); // of version 2: 0 a scalar, 1 an array, 2 nothing
  if (version === 2 && kind > 1) throw unsupported(`'${name}' (no dataspace)`);
  if (version === 1) fields.skip(4);
  return Array.from({ length: rank }, () => fields.length());
}

/**
 * @param {Fields} fields "IV.A.2.d. The Datatype Message"
 * @param {string} name
 */
function readType(fields, name) {
  const kind = fields.u8() & 15;
  const [order, sign] = [fields.u8(), fields.u8()];
  fields.skip(1);
  const size = fields.u32();
  const what = `${classNames[kind] ?? `class ${kind}`} of ${size} bytes`;
  if (kind !== 1) throw unsupported(`'${name}' (${what})`);
  if (order & 0x41) throw unsupported(`'${name}' (${what}, big-endian)`);
  // Bit offset and precision; position and size of the exponent; the same of the mantissa; bias.
  const parts = [fields.u16(), fields.u16(), fields.u8(), fields.u8(), fields.u8(), fields.u8()];
  parts.push(fields.u32());
  const found = floats.find((type) => type.size === size && `${type.parts}` === `${parts}`);
  const isNormal = ((order >> 4) & 3) === 2 && sign === size * 8 - 1; // a leading 1 that is not stored
  if (found && isNormal) return found;
  const isBrain = size === 2 && parts[3] === 8;
  throw unsupported(`'${name}' (${isBrain ? 'bfloat16' : `${what}, not as IEEE 754 has them`})`);
}

/**
 * @param {Fields} fields "IV.A.2.i. The Data Layout Message"
 * @param {string} name
 * @param {number} expected bytes
 * @returns {number} the address of the values
 */
function readPlace(fields, name, expected) {
  const version = fields.u8();
  if (version < 1 || version > 4) throw unsupported(`'${name}' (a layout of version ${version})`);
  const isOld = version < 3;
  const rank = isOld ? fields.u8() : 0;
  const kind = fields.u8();
  if (isOld) fields.skip(5);
  if (kind === 0) {
    if (isOld) fields.skip(4 * rank); // the dimensions are repeated
    const length = isOld ? fields.u32() : fields.u16();
    checkLength(length, expected, name);
    return fields.part(length, `the values of '${name}'`).address;
  }
  if (kind === 1) {
    const address = fields.offset();
    // Old layouts repeat the dimensions and have no length.
    if (!isOld) checkLength(fields.length(), expected, name);
    if (expected === 0) return 0;
    if (address === null) throw unsupported(`'${name}' (its values were never written)`);
    return address;
  }
  const what = kind === 2 ? 'in chunks' : kind === 3 ? 'virtual' : `of class ${kind}`;
  throw unsupported(`'${name}' (its layout is ${what})`);
}

/**
 * @param {number} length
 * @param {number} expected
 * @param {string} name
 */
function checkLength(length, expected, name) {
  if (length !== expected) {
    throw malformed(`'${name}': expected ${expected} bytes, its layout declares ${length}`);
  }
}
