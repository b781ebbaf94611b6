// Chromium's log of all its network activity (--log-net-log): what its events say, and the bytes that it sent.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** The flags that make Chromium write a log. @param {string} file */
export const netLogFlags = (file) => [`--log-net-log=${file}`, '--net-log-capture-mode=Everything'];

/** @param {Buffer} bytes of a frame that a WebSocket's client has sent, which masks the content */
export function unmasked(bytes) {
  const length = bytes[1] & 0x7f;
  const begin = length < 126 ? 2 : length === 126 ? 4 : 10;
  if (bytes.length < begin + 4 || (bytes[1] & 0x80) === 0) return Buffer.alloc(0);
  const mask = bytes.subarray(begin, begin + 4);
  return Buffer.from(bytes.subarray(begin + 4)).map((byte, i) => byte ^ mask[i % 4]);
}

/**
 * Reads a log after the browser has ended.
 * @param {string} file
 * @param {string[]} words that are looked for, in small letters: the names of hosts have no others
 * @returns {Promise<{events: number, sent: number, found: Record<string, string[]>}>} sent: bytes; found: the types of
 *   the events that hold each word
 */
export async function searchNetLog(file, words) {
  /** @type {Record<string, string[]>} */
  const found = Object.fromEntries(words.map((word) => [word, []]));
  /** @type {Record<string, number>} */
  let types = {};
  let [events, sent] = [0, 0];
  const search = (/** @type {string} */ type, /** @type {string} */ text) => {
    const lower = text.toLowerCase();
    for (const word of words) if (lower.includes(word)) found[word].push(type);
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.startsWith('{"constants":')) {
      types = JSON.parse(line.replace(/,$/, '') + '}').constants.logEventTypes;
      continue;
    }
    if (!line.startsWith('{"')) continue;
    // The last event of the log is followed by the end of the list.
    const { type, params } = JSON.parse(line.replace(/(,|\],?)$/, ''));
    const name = Object.keys(types).find((each) => types[each] === type) ?? `${type}`;
    ++events;
    if (name.endsWith('BYTES_RECEIVED') || !params) continue;
    const { bytes, ...others } = params;
    search(name, JSON.stringify(others));
    if (typeof bytes !== 'string') continue;
    const content = Buffer.from(bytes, 'base64');
    sent += content.length;
    for (const each of [content, unmasked(content)]) {
      search(name, each.toString('latin1'));
      search(name, each.toString('utf16le'));
    }
  }
  return { events, sent, found };
}
