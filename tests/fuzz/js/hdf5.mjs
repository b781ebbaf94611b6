// A tf_model.h5: either it is converted, to exactly the announced bytes, or refused by name.
import { DebertaError } from '../../../js/base/errors.js';
import { safetensorsOf } from '../../../js/files/tensorflow/checkpoint.js';
import { accessTo } from '../../support/hdf5.mjs';
import { expectThat } from './expect.mjs';

const codes = /^(H5_(TRUNCATED|FORMAT|UNSUPPORTED)|NOT_A_CHECKPOINT)$/;

/** @param {Buffer} bytes */
export async function run(bytes) {
  const access = accessTo(bytes);
  try {
    const { total, chunks } = await safetensorsOf(access);
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      expectThat(size <= total, `more than ${total} bytes`);
    }
    expectThat(size === total, `${size} of ${total} bytes`);
  } catch (error) {
    if (!(error instanceof DebertaError)) throw error;
    expectThat(codes.test(error.code), error.code);
  }
  const read = access.reads.reduce((sum, each) => sum + each, 0);
  expectThat(read <= 64 * bytes.length + 65536, `${read} bytes read of ${bytes.length}`);
}
