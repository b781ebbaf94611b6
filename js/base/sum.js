// A sum that tells damaged bytes from whole ones, ten times as fast as SHA-256. It is no proof against someone who chooses the bytes.

const [first, second] = [0x9e3779b1, 0x85ebca77]; // xxHash's

/**
 * Sums of four interleaved series of 32-bit numbers, each made as xxHash32 does (github.com/Cyan4973/xxHash, xxhash_spec.md),
 * and the length: 128 bits in hexadecimal, behind "x".
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function sumOf(bytes) {
  const { length, byteOffset, buffer } = bytes;
  if (byteOffset % 4 > 0) return sumOf(new Uint8Array(bytes));
  const count = length >> 4;
  const words = new Uint32Array(buffer, byteOffset, 4 * count);
  let [a, b, c, d] = [length, first, second, 0];
  for (let i = 0; i < words.length; i += 4) {
    a = round(a, words[i]);
    b = round(b, words[i + 1]);
    c = round(c, words[i + 2]);
    d = round(d, words[i + 3]);
  }
  for (let i = 16 * count; i < length; ++i) d = round(d, bytes[i] + 1);
  return `x${[a, b, c, d].map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('')}`;
}

/**
 * @param {number} sum
 * @param {number} word
 */
function round(sum, word) {
  const mixed = (sum + Math.imul(word, second)) | 0;
  return Math.imul((mixed << 13) | (mixed >>> 19), first);
}
