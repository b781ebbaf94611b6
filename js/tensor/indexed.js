// tensor[0]: a part of a tensor by its index.

/**
 * Gives tensor[0] the meaning of tensor.get(0). It is at the end of the prototype chain, which
 * only names reach that a tensor does not have: everything else is as fast as without.
 */
export class Indexed {}
Object.setPrototypeOf(
  Indexed.prototype,
  new Proxy(Object.prototype, {
    get(target, key, receiver) {
      const isIndex = typeof key === 'string' && /^-?\d+$/.test(key);
      return isIndex ? receiver.get(Number(key)) : Reflect.get(target, key, receiver);
    },
  }),
);
