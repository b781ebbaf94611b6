// Callable objects: `await model(inputs)`, as in transformers.js.

/**
 * A subclass has a method `_call`; calling the object runs it.
 * @abstract
 */
export class Callable {
  constructor() {
    /** @type {any} null means the default, as Python's None does */
    const self = (/** @type {any[]} a subclass says which */ ...args) =>
      self._call(...args.map((argument) => argument ?? undefined));
    return Object.setPrototypeOf(self, new.target.prototype);
  }

  /**
   * Runs a call of the object.
   * @param {...any} _args the arguments of the subclass
   * @returns {Promise<any>} what the subclass returns
   */
  async _call(..._args) {
    throw new Error('a subclass implements _call');
  }
}
