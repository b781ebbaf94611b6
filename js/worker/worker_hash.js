// SHA-256 of a stream, in the worker: no platform hashes streams, and a page's own thread has better
// things to do.

/** As many pieces are on their way at once. */
const maxInFlight = 4;

/** @typedef {import('../files/integrity.js').Hash} Hash */

let count = 0;

/** @implements {Hash} */
export class WorkerHash {
  #connection;
  #id = count++;
  /** @type {Promise<unknown>[]} */
  #inFlight = [];

  /** @param {Promise<import('./connection.js').Connection>} connection to the worker, once it has started */
  constructor(connection) {
    this.#connection = connection;
  }

  /** @param {Uint8Array} bytes */
  async update(bytes) {
    const copy = new Uint8Array(bytes);
    const connection = await this.#connection;
    const hashed = connection.call('hash', [this.#id, copy], { transfer: [copy.buffer] });
    hashed.catch(() => {}); // reported where it is awaited
    this.#inFlight.push(hashed);
    if (this.#inFlight.length >= maxInFlight) await this.#inFlight.shift();
  }

  /** @returns {Promise<string>} */
  async digest() {
    await Promise.all(this.#inFlight);
    return (await this.#connection).call('digest', [this.#id]);
  }
}
