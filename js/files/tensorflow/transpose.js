// Reverses the axes of a tensor, a few rows at a time: out[k][j][i] = in[i][j][k].

/** @typedef {Uint16Array | Uint32Array | Float32Array | Float64Array} Values */

/** Rows of the source that are read together: their cache lines stay until all their values are used. */
const tile = 16;

/**
 * @param {number[]} shape of the source, row after row
 * @returns {Int32Array} for each element of a row of the result, its index in the source for row 0
 */
export function reversedRow(shape) {
  const columns = shape[shape.length - 1];
  const others = shape.slice(0, -1);
  const offsets = new Int32Array(others.reduce((product, size) => product * size, 1));
  // The source's second-to-last axis varies slowest.
  let [step, repeat] = [columns, offsets.length];
  for (const size of others.reverse()) {
    repeat /= size;
    for (let i = 0; i < offsets.length; ++i) {
      offsets[i] += (Math.floor(i / repeat) % size) * step;
    }
    step *= size;
  }
  return offsets;
}

/**
 * Computes rows `first` to `first + count` of the result.
 * @template {Values} T
 * @param {Values} source
 * @param {Int32Array} row reversedRow()
 * @param {number} first
 * @param {number} count
 * @param {T} out [count, row.length]
 */
export function reverseAxes(source, row, first, count, out) {
  const width = row.length;
  for (let begin = 0; begin < width; begin += tile) {
    const end = Math.min(begin + tile, width);
    for (let r = 0; r < count; ++r) {
      const to = r * width;
      const from = first + r;
      for (let i = begin; i < end; ++i) out[to + i] = source[row[i] + from];
    }
  }
  return out;
}
