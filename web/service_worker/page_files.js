// The page's own files, kept for when there is no network.
//
// The network comes first: online a page gets what its server sends, as without a service worker. Only
// where there is no answer at all, the answer that was there before is given.
//
// Each version of a site has a cache of its own. The one before stays, for pages that are still open.

const prefix = 'deberta-wasm-pages';

/** Addresses of the Hub's form: the package's own cache has what is there. */
const hubPath = /\/resolve\/[^/]+\//;

/**
 * @typedef {object} FileSettings
 * @property {string} scope of the service worker
 * @property {string} version of the site
 * @property {string | null} fallback address of the page for addresses that have none
 */

export class PageFiles {
  #scope;
  #name;
  #fallback;

  /** @param {FileSettings} settings */
  constructor({ scope, version, fallback }) {
    this.#scope = scope;
    this.#name = `${prefix} ${version} ${scope}`;
    this.#fallback = fallback;
  }

  /**
   * The network's answer, or without one what is kept.
   * @param {Request} request
   * @param {(work: Promise<unknown>) => void} waitUntil
   * @returns {Promise<Response>}
   */
  async answer(request, waitUntil) {
    let response;
    try {
      response = await fetch(request);
    } catch (error) {
      const kept = await this.#find(request);
      if (kept) return kept;
      throw error;
    }
    // What scripts fetch with a query is data, of which there is no end.
    const isData = request.destination === '' && new URL(request.url).search !== '';
    const copy = isData ? null : copyToKeep(request, response);
    if (copy) waitUntil(this.#store(request.url, copy));
    return response;
  }

  /**
   * Fetches and keeps files: those that a page loaded before it had this service worker, unless they are kept already,
   * and those that it will need, which nothing else would bring up to date.
   * @param {{loaded: string[], precache: string[]}} urls
   * @param {(url: string) => boolean} isExcluded
   */
  async keep({ loaded, precache }, isExcluded) {
    const cache = await caches.open(this.#name);
    const own = (/** @type {string[]} */ urls) =>
      urls
        .map((url) => new URL(url, this.#scope))
        .filter(({ origin }) => origin === new URL(this.#scope).origin)
        .map(withoutHash)
        .filter((url) => !isExcluded(url));
    const fresh = new Set(own(precache));
    await Promise.all(
      [...new Set([...own(loaded), ...fresh])].map(async (url) => {
        const kept = await cache.match(url, { ignoreVary: true });
        if (kept?.ok && !fresh.has(url)) return;
        const request = new Request(url);
        const response = await fetch(request).catch(() => null);
        // Kept under this address, a page would not find what is relative to the other.
        if (!response?.ok || response.redirected) return;
        const copy = copyToKeep(request, response);
        if (copy) await this.#store(url, copy);
      }),
    );
  }

  /** Removes all versions but this one and the one before. */
  async removeOld() {
    await caches.open(this.#name);
    const others = (await this.#names()).filter((name) => name !== this.#name);
    await Promise.all(others.slice(1).map((name) => caches.delete(name)));
  }

  /** The caches of this scope, the newest first: caches are listed in the order of their making. */
  async #names() {
    const all = await caches.keys();
    return all
      .filter((name) => name.startsWith(`${prefix} `) && name.endsWith(` ${this.#scope}`))
      .reverse();
  }

  /** @param {Request} request */
  async #find(request) {
    const isPage = request.mode === 'navigate';
    const own = await this.#match(request.url, isPage);
    if (own || !isPage || this.#fallback === null) return own;
    return this.#match(new URL(this.#fallback, this.#scope).href, isPage);
  }

  /**
   * @param {string} url
   * @param {boolean} isPage files of a static host: what follows the `?` is for scripts
   */
  async #match(url, isPage) {
    const names = await this.#names();
    for (const cacheName of [this.#name, ...names.filter((name) => name !== this.#name)]) {
      for (const ignoreSearch of isPage ? [false, true] : [false]) {
        const found = await caches.match(url, { cacheName, ignoreVary: true, ignoreSearch });
        if (found) return found;
      }
    }
    return undefined;
  }

  /**
   * @param {string} url
   * @param {Response} response
   */
  async #store(url, response) {
    try {
      const cache = await caches.open(this.#name);
      // A server that lost a file for a moment does not take it away from those who are offline.
      if (!response.ok && (await this.#match(url, false))?.ok) return;
      await cache.put(url, response);
    } catch {
      // There is no room, or the answer broke off: what was kept before stays.
    }
  }
}

/**
 * What of an answer is to be kept; null: nothing.
 * @param {Request} request
 * @param {Response} response
 * @returns {Response | null}
 */
function copyToKeep(request, response) {
  const { status, type, headers, redirected } = response;
  // Given back under the address that was asked for, a page would be at the wrong place.
  if (redirected) return null;
  const isPrivate =
    request.headers.has('Authorization') ||
    request.cache === 'no-store' ||
    /\b(no-store|private)\b/i.test(headers.get('Cache-Control') ?? '') ||
    /\*|\bCookie\b/i.test(headers.get('Vary') ?? '');
  const isEndless = /^text\/event-stream\b/i.test(headers.get('Content-Type') ?? '');
  if (type !== 'basic' || isPrivate || isEndless) return null;
  if (hubPath.test(new URL(request.url).pathname)) return null;
  if (status === 200) return response.clone();
  // That a file is not there is an answer, too: loads of models ask for files that some models have.
  const isAbsent = (status === 404 || status === 410) && request.mode !== 'navigate';
  return isAbsent ? new Response(null, { status }) : null;
}

/** @param {URL} url */
function withoutHash(url) {
  const copy = new URL(url);
  copy.hash = '';
  return copy.href;
}
