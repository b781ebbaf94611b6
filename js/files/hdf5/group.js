// Reads the links of a group: names and addresses. Old groups have a B-tree of symbol table nodes and a heap of
// names ("III.A.1", "III.B.", "III.D."), new ones a message for each link ("IV.A.2.g.").
import { malformed, unsupported } from './errors.js';
import { messageType } from './object_header.js';

/** @typedef {import('./fields.js').Fields} Fields */
/** @typedef {import('./metadata.js').Metadata} Metadata */
/** @typedef {import('./object_header.js').Message} Message */
/** @typedef {{name: string, address: number}} Link */

/**
 * @param {Metadata} metadata
 * @param {Message[]} messages of the group
 * @returns {Promise<Link[] | null>} null: this is not a group
 */
export async function linksOf(metadata, messages) {
  const ofType = (/** @type {number} */ type) =>
    messages.filter((message) => message.type === type).map(({ fields }) => fields);
  const [table] = ofType(messageType.symbolTable);
  if (table) return linksOfTable(metadata, table.definedOffset(), table.definedOffset());
  const [info] = ofType(messageType.linkInfo);
  const links = ofType(messageType.link);
  if (!info && !links.length) return null;
  if (info) refuseDense(info);
  return links.map(readLink);
}

/**
 * @param {Metadata} metadata
 * @param {number} tree
 * @param {number} heap
 */
async function linksOfTable(metadata, tree, heap) {
  const names = await openHeap(metadata, heap);
  const links = [];
  for await (const node of symbolNodes(metadata, tree)) {
    const head = await metadata.fields(node, 8, 'a symbol table node');
    head.expect('SNOD');
    head.skip(2);
    const count = head.u16();
    const entries = await metadata.fields(node + 8, count * 40, 'a symbol table node');
    for (let i = 0; i < count; ++i) {
      const name = names(entries.length());
      const target = entries.offset();
      const isSoft = entries.u32() === 2; // the kind of what is cached in the entry
      entries.skip(4 + 16);
      if (isSoft) throw unsupported(`the soft link '${name}'`);
      if (target === null) throw malformed(`'${name}' has no address`);
      links.push({ name, address: target });
    }
  }
  return links;
}

/**
 * Collects the addresses of the leaves.
 * @param {Metadata} metadata
 * @param {number} root
 */
async function* symbolNodes(metadata, root) {
  const waiting = [{ address: root, level: -1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { address } = next;
    const head = await metadata.fields(address, 24, 'a B-tree node');
    head.expect('TREE');
    const [kind, level, count] = [head.u8(), head.u8(), head.u16()];
    if (kind !== 0) throw malformed(`a B-tree node at ${address} of the kind ${kind}`);
    // Levels must descend, which excludes circles.
    if (next.level >= 0 && level !== next.level) {
      throw malformed(`a B-tree node at ${address} of level ${level}, not ${next.level}`);
    }
    const entries = await metadata.fields(address + 24, count * 16, 'a B-tree node');
    for (let i = 0; i < count; ++i) {
      entries.skip(8); // key: a name
      const child = entries.definedOffset();
      if (level === 0) yield child;
      else waiting.push({ address: child, level: level - 1 });
    }
  }
}

/**
 * @param {Metadata} metadata
 * @param {number} address
 * @returns {Promise<(offset: number) => string>}
 */
async function openHeap(metadata, address) {
  const head = await metadata.fields(address, 32, 'a local heap');
  head.expect('HEAP');
  head.skip(4);
  const length = head.length();
  head.skip(8); // free space
  const segment = await metadata.fields(head.definedOffset(), length, 'a local heap');
  const { address: begin } = segment;
  return (offset) => {
    if (offset > length) throw malformed(`a name at ${offset} of ${length} bytes at ${begin}`);
    return segment.from(offset).zeroEndedText();
  };
}

/** @param {Fields} info "IV.A.2.c." */
function refuseDense(info) {
  info.skip(1);
  if (info.u8() & 1) info.skip(8); // the largest index of creation
  if (info.offset() !== null) throw unsupported('a group whose links are in a fractal heap');
}

/**
 * @param {Fields} fields "IV.A.2.g."
 * @returns {Link}
 */
function readLink(fields) {
  fields.skip(1);
  const flags = fields.u8();
  const kind = flags & 8 ? fields.u8() : 0;
  fields.skip((flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0)); // order of creation; the name's encoding
  const name = fields.text(fields.ofWidth(flags));
  if (kind !== 0) throw unsupported(`the ${kind === 1 ? 'soft' : 'external'} link '${name}'`);
  return { name, address: fields.definedOffset() };
}
