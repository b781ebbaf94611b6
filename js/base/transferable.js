/**
 * Makes bytes that can be transferred: a chunk may be a view of a shared buffer.
 * @param {Uint8Array} chunk
 */
export function toTransferable(chunk) {
  const whole = chunk.byteLength === chunk.buffer.byteLength;
  const bytes = whole ? chunk : new Uint8Array(chunk); // slice() does not copy Node's Buffer
  return { bytes, transfer: [/** @type {ArrayBuffer} */ (bytes.buffer)] };
}
