// A repository's files as the Hub lists them, page by page.
import { DebertaError } from '../base/errors.js';
import { gather } from '../base/streams.js';
import { openRemote } from './fetch.js';
import { parseListing } from './hub.js';

/** @typedef {import('./fetch.js').RequestContext} RequestContext */
/** @typedef {import('./hub.js').Listing} Listing */

/** The maximum of pages. If a repository has more, the list is not used, and each file is requested. */
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
    // Mirrors may link to the Hub's own address. The token must not go elsewhere, so the next page is requested
    // from the server of the first one.
    const following = new URL(first);
    following.search = new URL(next, first).search;
    // A server that repeats the same page does not support listing.
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
    // The request for a file will report the error better.
    if (error instanceof DebertaError && error.code === 'ABORTED') throw error;
    return null;
  }
}

/**
 * The files whose cached version differs from the listed one.
 * @param {import('./file_cache.js').Manifest} cached
 * @param {Listing} listing
 * @returns {string[]}
 */
export function staleFiles(cached, listing) {
  /** @type {(file: string) => boolean} */
  const isStale = (file) => {
    const [record, now] = [cached[file], listing.get(file)];
    if (record?.of) return Object.keys(record.of).some(isStale);
    if (!record) return now !== undefined;
    if (!now || now.size !== record.size) return true;
    const isComparable = now.hash?.algorithm === record.hash?.algorithm;
    return isComparable && now.hash?.digest !== record.hash?.digest;
  };
  return Object.keys(cached).filter(isStale);
}
