// SHA-256 of a stream, in the worker: no platform hashes streams, and hashing in the page's own thread would block it.

/** @typedef {import('../base/host.js').Hash} Hash */
/** @typedef {import('./connection.js').Connection} Connection */

/** Pieces on their way to the worker at once. */
const maxInFlight = 4;

let count = 0;

/**
 * Of bytes that the worker gets for this alone.
 * @implements {Hash}
 */
export class WorkerHash {
  #connection;
  #id = count++;
  /** @type {Promise<unknown>[]} */
  #inFlight = [];

  /** @param {Promise<Connection>} connection to the worker, once it has started */
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

  async digest() {
    await Promise.all(this.#inFlight);
    return (await this.#connection).call('digest', [this.#id]);
  }
}

/**
 * Of weights, which the worker hashes as they are written to it: they do not cross twice. Whoever reads a chunk sends
 * it before the next one is asked for, so that the worker has all of them when it is asked for the digest.
 * @implements {Hash}
 */
export class WrittenHash {
  #connection;
  #id = count++;
  #begun;

  /** @param {Promise<Connection>} connection to the worker, once it has started */
  constructor(connection) {
    this.#connection = connection;
    this.#begun = connection.then((worker) => worker.call('hashWritten', [this.#id]));
    this.#begun.catch(() => {}); // reported where it is awaited
  }

  /** The bytes themselves are written later. */
  async update() {
    await this.#begun;
  }

  async digest() {
    await this.#begun;
    return (await this.#connection).call('digest', [this.#id]);
  }
}
