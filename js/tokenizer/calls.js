// Reads the arguments of a tokenizer's calls, and the rows of its answers; loaded on demand by tokenizer.js.
export { decodeNames, readCall } from './call_options.js';
export { columnsOf, padded } from './rows.js';
export { isOne, rowsOf, sequenceOf } from './token_ids.js';
export { toIntegers } from '../tensor/to_array.js';
