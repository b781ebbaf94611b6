// The similarity of the answers of two precisions.

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function cosine(a, b) {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return ab / Math.sqrt(aa * bb);
}

/**
 * Subtracts the mean of each label's logits over all rows, which does not depend on the text and would make any two
 * answers similar.
 * @param {ArrayLike<number>} logits [rows, labels]
 * @param {number} labels
 */
export function centered(logits, labels) {
  const means = new Float64Array(labels);
  for (let i = 0; i < logits.length; i++) means[i % labels] += logits[i];
  const rows = logits.length / labels;
  return Float64Array.from(logits, (value, i) => value - means[i % labels] / rows);
}
