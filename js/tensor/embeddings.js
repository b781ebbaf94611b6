// What is made of embeddings: their mean, and vectors of bits.
import { checkTensor } from './check_tensor.js';
import { show } from './dims.js';
import { Tensor } from './tensor.js';
import { checkKind, valuesOf } from './tensor_types.js';
import { DebertaError } from '../base/errors.js';
import { checkOneOf } from '../base/checks.js';

/** @typedef {import('./tensor_data.js').TensorType} TensorType */

/**
 * The mean of the vectors of each text, without those of padding. A text without tokens gives zeros.
 * @template {TensorType} Type
 * @param {Tensor<Type>} last_hidden_state [batch, length, hidden]
 * @param {Tensor<any>} attention_mask [batch, length]; 0: padding
 * @returns {Tensor<Type>} [batch, hidden]
 */
export function mean_pooling(last_hidden_state, attention_mask) {
  const { type, data, dims } = checkTensor('mean_pooling', last_hidden_state, 3);
  const mask = checkTensor('mean_pooling: attention_mask', attention_mask, 2);
  checkKind(type, 'mean_pooling', 'float');
  const [batch, length, hidden] = dims;
  if (`${mask.dims}` !== `${[batch, length]}`) {
    const fact = `attention_mask: expected dims ${show([batch, length])}, got ${show(mask.dims)}`;
    throw new DebertaError('INPUT', `mean_pooling: ${fact}`);
  }
  const values = valuesOf(type, data);
  const weights = Array.from(valuesOf(mask.type, mask.data), Number);
  /** @type {number[]} */
  const means = [];
  for (let text = 0; text < batch; text++) {
    const own = weights.slice(text * length, (text + 1) * length);
    const total = own.reduce((sum, weight) => sum + weight, 0);
    for (let i = 0; i < hidden; i++) {
      const at = text * length * hidden + i;
      const sum = own.reduce((sum, weight, j) => sum + weight * values[at + j * hidden], 0);
      means.push(total && sum / total);
    }
  }
  return new Tensor(type, means, [batch, hidden]);
}

/**
 * Vectors of bits: 1 for a number above 0. Eight make an integer, the first being the highest.
 * @template {'binary' | 'ubinary'} Precision
 * @param {Tensor<any>} tensor [batch, hidden], where hidden is a multiple of 8
 * @param {Precision} precision 'ubinary': uint8; 'binary': int8, which is 128 less
 * @returns {Tensor<Precision extends 'binary' ? 'int8' : 'uint8'>} [batch, hidden / 8]
 */
export function quantize_embeddings(tensor, precision) {
  const { type, data, dims } = checkTensor('quantize_embeddings', tensor, 2);
  checkKind(type, 'quantize_embeddings', 'numeric');
  checkOneOf(precision, 'quantize_embeddings: precision', ['binary', 'ubinary']);
  if (dims[1] % 8) {
    const fact = `expected a multiple of 8 values for each text, got ${dims[1]}`;
    throw new DebertaError('INPUT', `quantize_embeddings: ${fact}`);
  }
  const bytes = new Uint8Array(data.length / 8);
  valuesOf(type, data).forEach((/** @type {number} */ value, /** @type {number} */ i) => {
    if (value > 0) bytes[i >> 3] |= 128 >> (i & 7);
  });
  const isSigned = precision === 'binary';
  const packed = isSigned ? Int8Array.from(bytes, (byte) => byte - 128) : bytes;
  return new Tensor(/** @type {any} */ (isSigned ? 'int8' : 'uint8'), packed, [
    dims[0],
    dims[1] / 8,
  ]);
}
