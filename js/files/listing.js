// A repository's files as the Hub lists them, page by page.
import { DebertaError } from '../base/errors.js';
import { gather } from '../base/streams.js';
import { openRemote } from './fetch.js';
import { parseListing } from './hub.js';

/** @typedef {import('./fetch.js').RequestContext} RequestContext */
/** @typedef {import('./hub.js').Listing} Listing */

/** Pages of a listing: of a repository with more files all are probed. */
const maxPages = 20;

/**
 * @param {string} first address of the first page
 * @param {RequestContext} context
 * @returns {Promise<Listing | null>} null: the server does not list its files
 */
export async function fetchListing(first, context) {
  const { retry } = context;
  const hasty = { ...context, retry: { ...retry, attempts: Math.min(2, retry.attempts) } };
  /** @type {Listing} */
  const listing = new Map();
  let url = first;
  for (let page = 0; page < maxPages; ++page) {
    const answer = await fetchJson(url, hasty);
    if (!answer || !parseListing(answer.value, listing)) return null;
    /** @type {string | undefined} */
    const next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    if (next === undefined) return listing;
    // Mirrors pass the Hub's own addresses on. The token must not go elsewhere: the next page is asked of
    // the server that gave the first.
    const following = new URL(first);
    following.search = new URL(next, first).search;
    // A server that gives the same page for ever does not list its files.
    if (following.href === url) return null;
    url = following.href;
  }
  return null;
}

/**
 * @param {string} url
 * @param {RequestContext} context
 * @returns {Promise<{value: unknown, headers: Headers} | null>}
 */
async function fetchJson(url, context) {
  try {
    const remote = await openRemote(url, context);
    if (!remote) return null;
    const text = new TextDecoder().decode(await gather(remote.chunks()));
    return { value: JSON.parse(text), headers: remote.headers };
  } catch (error) {
    // A request for a file will say better what is wrong.
    if (error instanceof DebertaError && error.code === 'ABORTED') throw error;
    return null;
  }
}

/**
 * Files of which the cache holds another state than the one that is listed.
 * @param {import('./file_cache.js').Manifest} cached
 * @param {Listing} listing
 * @returns {string[]}
 */
export function staleFiles(cached, listing) {
  const isStale = (/** @type {string} */ file) => {
    const [record, now] = [cached[file], listing.get(file)];
    if (!record) return now !== undefined;
    if (!now || now.size !== record.size) return true;
    const isComparable = now.hash?.algorithm === record.hash?.algorithm;
    return isComparable && now.hash?.digest !== record.hash?.digest;
  };
  return Object.keys(cached).filter(isStale);
}
