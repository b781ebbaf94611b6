/** @param {string} address @returns {Promise<Uint8Array>} */
export async function read(address) {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}
