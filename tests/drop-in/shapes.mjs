// The shape of a value: what a program that goes by the documentation of transformers.js can rely on.

/**
 * @param {any} value
 * @returns {any} a name for a number, a text or a tensor; arrays and objects of shapes
 */
export function shapeOf(value) {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (ArrayBuffer.isView(value)) return `${value[Symbol.toStringTag]} of ${value.length}`;
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'boolean' || value === null ? value : typeof value;
  }
  if (value.dims && value.data && value.type) return `${value.type} [${value.dims}]`;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]));
}

const fits = (expected, shape) =>
  typeof expected === 'object' && expected !== null
    ? typeof shape === 'object' &&
      shape !== null &&
      Object.entries(expected).every(([name, each]) => fits(each, shape[name]))
    : expected === shape;

/** A matcher of lists, not empty, whose elements all have a shape (or more fields than it). */
export function listOf(expected) {
  return {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    asymmetricMatch: (shapes) =>
      Array.isArray(shapes) && shapes.length > 0 && shapes.every((shape) => fits(expected, shape)),
    toString: () => 'listOf',
    toAsymmetricMatcher: () => `a list of ${JSON.stringify(expected)}`,
  };
}

/** A matcher of a tensor's shape, where a length may be any. */
export function tensor(type, ...dims) {
  const pattern = new RegExp(`^${type} \\[${dims.map((n) => n ?? '\\d+').join()}\\]$`);
  return {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    asymmetricMatch: (shape) => typeof shape === 'string' && pattern.test(shape),
    toString: () => 'tensor',
    toAsymmetricMatcher: () => String(pattern),
  };
}
