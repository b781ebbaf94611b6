// The entry for browsers, where there is none: on a server that renders pages.
import { expect, test } from '@jest/globals';

import { DebertaError, pipeline } from '../../../web/index.js';

test('can be imported, and says what it is when a model is loaded', async () => {
  const error = await pipeline('token-classification', 'owner/model', {
    config: {},
    local_files_only: true,
  }).catch((failure) => failure);
  expect(error).toBeInstanceOf(DebertaError);
  expect(error).toMatchObject({
    code: 'UNSUPPORTED',
    message: expect.stringContaining('server-side rendering'),
    retryable: false,
  });
});
