// Half floats (IEEE 754 binary16) as bits, for engines without Float16Array.

/** @param {number} bits */
export function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * 2 ** (exponent || 1) * 2 ** -15 * (exponent ? 1 + fraction : fraction);
}

/**
 * The nearest half float; the even one of two that are equally near.
 * @param {number} value
 */
export function toHalf(value) {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Halfway between the largest half float and the next power of two.
  if (size >= 65520) return sign + 0x7c00;
  // Values below 2^-14 are subnormal: all have the same step. A fraction of 1024 or more carries into the exponent.
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  return sign + (exponent + 14) * 1024 + roundHalfEven(size / 2 ** (exponent - 10));
}

/**
 * The nearest integer; the even one of two that are equally near, as torch rounds.
 * @param {number} value
 */
export function roundHalfEven(value) {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : Math.ceil(value);
}
