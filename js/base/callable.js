// Callable objects: `await model(inputs)`, as in transformers.js.

/**
 * The arguments of a call, where null means the default, as Python's None does.
 * @param {any[]} args of a subclass or a task
 */
export const withDefaults = (args) => args.map((argument) => argument ?? undefined);

/**
 * A subclass has a method `_call`; calling the object runs it.
 * @abstract
 */
export class Callable {
  constructor() {
    /** @type {any} */
    const self = (/** @type {any[]} a subclass says which */ ...args) =>
      self._call(...withDefaults(args));
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
