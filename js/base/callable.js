// Objects that are called: `await model(inputs)`, as users of transformers.js write it.

/**
 * A subclass has a method `_call`; calling the object runs it.
 * @abstract
 */
export class Callable {
  constructor() {
    /** @type {any} null is Python's None: the default */
    const self = (/** @type {any[]} a subclass says which */ ...args) =>
      self._call(...args.map((argument) => argument ?? undefined));
    return Object.setPrototypeOf(self, new.target.prototype);
  }

  /**
   * What a call of the object runs.
   * @param {...any} _args those of the subclass
   * @returns {Promise<any>} what the subclass returns
   */
  async _call(..._args) {
    throw new Error('a subclass says what a call does');
  }
}
