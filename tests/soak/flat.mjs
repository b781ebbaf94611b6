// Whether a row of measurements is flat.

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/**
 * Compares the medians of the second quarter and of the last one: the first one warms up.
 * @param {number[]} values at least 8
 * @param {number} allowed growth between the two
 * @returns {{early: number, late: number, isFlat: boolean}}
 */
export function flatness(values, allowed) {
  const quarter = Math.floor(values.length / 4);
  const early = median(values.slice(quarter, 2 * quarter));
  const late = median(values.slice(-quarter));
  return { early, late, isFlat: late - early <= allowed };
}
