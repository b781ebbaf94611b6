// What the package refuses.
import { expect } from '@jest/globals';

/** An INPUT error whose message has all of the pieces. */
export async function expectRefused(call, ...pieces) {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => 'no error',
      (failure) => failure,
    );
  expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT', retryable: false });
  for (const piece of pieces) expect(error.message).toContain(piece);
}
