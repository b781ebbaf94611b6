// Reads an object, which is a list of messages: "IV.A. Disk Format: Level 2A - Data Object Headers".
import { malformed } from './errors.js';

/** @typedef {import('./metadata.js').Metadata} Metadata */
/** @typedef {import('./fields.js').Fields} Fields */

/** Types of messages. Others (attributes, fill values, times) are ignored. */
export const messageType = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  continuation: 0x10,
  symbolTable: 0x11,
};

/** The maximum size of one chunk. An attribute, such as Keras' lists of names, takes up to 64 kB. */
const maxBytes = 1 << 22;

/**
 * @typedef {object} Message
 * @property {number} type
 * @property {boolean} isShared whether its fields are the address of a shared message
 * @property {Fields} fields
 */

/**
 * @param {Metadata} metadata
 * @param {number} address
 * @returns {Promise<Message[]>}
 */
export async function readMessages(metadata, address) {
  const prefix = await readPrefix(metadata, address);
  /** @type {Message[]} */
  const messages = [];
  const chunks = [prefix.chunk];
  // The loop may add chunks. The limit on metadata stops circles.
  for (const [i, { begin, length }] of chunks.entries()) {
    if (length > maxBytes) throw malformed(`an object header at ${begin} of ${length} bytes`);
    const whole = await metadata.fields(begin, length, 'an object header');
    const fields = prefix.isNew && i > 0 ? insideOf(whole) : whole;
    while (fields.left >= prefix.messageHeader) {
      const message = readMessage(fields, prefix);
      if (message.type === messageType.continuation) {
        const next = message.fields;
        chunks.push({ begin: next.definedOffset(), length: next.length() });
      } else {
        messages.push(message);
      }
    }
  }
  return messages;
}

/**
 * @typedef {object} Prefix
 * @property {boolean} isNew version 2 of the header: smaller fields, signatures and checksums
 * @property {number} messageHeader bytes before a message's data
 * @property {{begin: number, length: number}} chunk of messages, the first one
 */

/**
 * @param {Metadata} metadata
 * @param {number} address
 * @returns {Promise<Prefix>}
 */
async function readPrefix(metadata, address) {
  const what = 'an object header';
  const head = await metadata.fields(address, 6, what);
  if (head.from(0).u8() === 1) {
    // Version, reserved, number of messages, number of links to here, length, padding to 16.
    const fields = await metadata.fields(address, 16, what);
    fields.skip(8);
    const chunk = { begin: address + 16, length: fields.u32() };
    return { isNew: false, messageHeader: 8, chunk };
  }
  head.expect('OHDR');
  const version = head.u8();
  if (version !== 2) throw malformed(`an object header at ${address} of version ${version}`);
  const flags = head.u8();
  const skipped = (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0); // times; limits for attributes
  const width = 1 << (flags & 3);
  const fields = await metadata.fields(address + 6, skipped + width, what);
  fields.skip(skipped);
  const length = fields.ofWidth(flags);
  const messageHeader = flags & 4 ? 6 : 4; // with the order of creation
  return { isNew: true, messageHeader, chunk: { begin: fields.address, length } };
}

/**
 * A later chunk of version 2, without its signature and checksum.
 * @param {Fields} fields
 */
function insideOf(fields) {
  fields.expect('OCHK');
  return fields.part(Math.max(0, fields.left - 4), 'an object header');
}

/**
 * @param {Fields} fields
 * @param {Prefix} prefix
 * @returns {Message}
 */
function readMessage(fields, { isNew, messageHeader }) {
  const type = isNew ? fields.u8() : fields.u16();
  const length = fields.u16();
  const flags = fields.u8();
  fields.skip(messageHeader - (isNew ? 4 : 5));
  const data = fields.part(length, `a message of type ${type}`);
  return { type, isShared: (flags & 2) !== 0, fields: data };
}
