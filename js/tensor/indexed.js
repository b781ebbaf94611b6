// Makes tensor[0] work.

/**
 * Makes tensor[0] the same as tensor.get(0). The proxy is at the end of the prototype chain, which is reached
 * only for names that a tensor does not have, so it does not slow other properties.
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
