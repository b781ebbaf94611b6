// Sizes in Brotli, remembered by content, since the best compression takes seconds for a megabyte.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

import { cache } from './install.mjs';
import { hashOf } from './site.mjs';

const file = join(cache, 'compressed.json');
/** @type {Promise<Record<string, number>>} */
let known;

/** Bytes of `body` as a server sends them that compresses ahead of time. */
export async function compressedBytes(body) {
  known ??= readFile(file, 'utf8').then(JSON.parse, () => ({}));
  const sizes = await known;
  const hash = hashOf(body);
  if (sizes[hash] === undefined) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    };
    sizes[hash] = body.length && (await promisify(brotliCompress)(body, { params })).length;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(sizes));
  }
  return sizes[hash];
}
