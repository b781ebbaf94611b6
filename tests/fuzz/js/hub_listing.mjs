// A repository's list of files: pages of JSON with links to the next. Whatever the server answers, the
// list is a map of sizes, or there is none, and requests go to one server only.
import { fetchListing, staleFiles } from '../../../js/files/listing.js';
import { expectThat } from './expect.mjs';
import { mutateBytes, mutateJson } from './input.mjs';

const first = 'https://hub.test/api/models/owner/name/tree/main?recursive=true';

/** @param {Buffer} bytes JSON: a list of {body, link?, status?}, the server's answers */
export async function run(bytes) {
  const answers = parse(bytes);
  let requests = 0;
  const fetch = async (/** @type {string} */ url) => {
    expectThat(++requests < 100, 'requests without end');
    expectThat(new URL(url).origin === 'https://hub.test', url);
    return answerOf(answers[(requests - 1) % Math.max(1, answers.length)]);
  };
  const retry = { attempts: 3, delay: 0, stall: 1e6 };
  const listing = await fetchListing(first, { fetch, retry });
  if (listing === null) return;
  for (const [path, { size, hash }] of listing) {
    expectThat(typeof path === 'string' && Number.isSafeInteger(size) && size >= 0, `${size}`);
    expectThat(hash === null || /^[0-9a-f]{40,64}$/.test(hash.digest), 'a hash that is none');
  }
  const cached = { 'config.json': { size: 3, hash: null } };
  expectThat(Array.isArray(staleFiles(/** @type {any} */ (cached), listing)), 'no list');
}

/** @param {any} answer */
function answerOf(answer) {
  const { body, link, status } = answer ?? {};
  const isStatus = Number.isInteger(status) && status >= 200 && status < 600;
  const headers = new Headers();
  // A header is Latin-1 without line breaks, or there would be no answer at all.
  if (typeof link === 'string' && /^[ -~]*$/.test(link)) headers.set('link', link);
  const isEmpty = isStatus && [204, 205, 304].includes(status);
  const text = isEmpty ? null : JSON.stringify(body ?? null);
  return new Response(text, { status: isStatus ? status : 200, headers });
}

/** @param {Buffer} bytes @returns {any[]} */
function parse(bytes) {
  try {
    const answers = JSON.parse(bytes.toString());
    return Array.isArray(answers) ? answers : [answers];
  } catch {
    return [{ body: bytes.toString() }];
  }
}

/** @param {Buffer} bytes @param {import('./input.mjs').Random} random */
export function mutate(bytes, random) {
  if (random.below(8) === 0) return mutateBytes(bytes, random);
  return Buffer.from(JSON.stringify(mutateJson(parse(bytes), random)));
}
