// pytorch_model.bin, as torch.save writes a state dict of float32: a pickle and a file for each tensor, in a zip.
import { crc32 } from 'node:zlib';

/** @typedef {{name: string, shape: readonly number[], values: Float32Array}} Tensor */

/** Where torch begins a tensor's content. */
const alignment = 64;

/**
 * @param {Iterable<Tensor>} tensors
 * @returns {Buffer}
 */
export function torchZip(tensors) {
  const all = [...tensors];
  const parts = [];
  const directory = [];
  let at = 0;
  const push = (/** @type {Uint8Array} */ bytes) => {
    parts.push(bytes);
    at += bytes.length;
  };
  const entries = [
    ['data.pkl', pickled(all)],
    ['byteorder', Buffer.from('little')],
    ...all.map(({ values }, i) => [`data/${i}`, bytesOf(values)]),
    ['version', Buffer.from('3\n')],
  ];
  for (const [path, content] of /** @type {[string, Buffer][]} */ (entries)) {
    const name = Buffer.from(`pytorch_model/${path}`);
    const offset = at;
    const padding = (2 * alignment - ((offset + 30 + name.length + 4) % alignment)) % alignment;
    // Version, flags, method (stored), time, date, checksum, both sizes, length of the name.
    const common = Buffer.alloc(24);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    push(Buffer.concat([Buffer.from('PK\x03\x04'), common, uint16(4 + padding), name]));
    push(Buffer.concat([Buffer.from('FB'), uint16(padding), Buffer.alloc(padding, 'Z')]));
    push(content);
    const rest = Buffer.alloc(16); // of an entry: no extra field, no comment, disk 0
    rest.writeUInt32LE(offset, 12);
    directory.push(Buffer.from('PK\x01\x02'), uint16(0), common, rest, name);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  push(Buffer.concat([central, Buffer.from('PK\x05\x06'), end]));
  return Buffer.concat(parts, at);
}

/** @param {Float32Array} values */
const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);

/** @param {number} value */
function uint16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/**
 * An OrderedDict of _rebuild_tensor_v2(), by protocol 2. Opcodes are named in Python's pickletools.
 * @param {Tensor[]} tensors
 */
function pickled(tensors) {
  const parts = [Buffer.from('\x80\x02', 'latin1')];
  const opcodes = (/** @type {string} */ text) => parts.push(Buffer.from(text, 'latin1'));
  const text = (/** @type {string} */ value) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(Buffer.byteLength(value));
    parts.push(Buffer.from('X'), length, Buffer.from(value));
  };
  const integer = (/** @type {number} */ value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    parts.push(Buffer.from('J'), bytes);
  };
  const integers = (/** @type {readonly number[]} */ values) => {
    opcodes('(');
    values.forEach(integer);
    opcodes('t');
  };
  const emptyDict = 'ccollections\nOrderedDict\n)R';
  opcodes(`${emptyDict}(`);
  for (const [i, { name, shape, values }] of tensors.entries()) {
    text(name);
    opcodes('ctorch._utils\n_rebuild_tensor_v2\n((');
    text('storage');
    opcodes('ctorch\nFloatStorage\n');
    text(String(i));
    text('cpu');
    integer(values.length);
    opcodes('tQ');
    integer(0);
    integers(shape);
    integers(shape.map((_, d) => shape.slice(d + 1).reduce((product, size) => product * size, 1)));
    opcodes(`\x89${emptyDict}tR`);
  }
  opcodes('u.');
  return Buffer.concat(parts);
}
