// The page's own files, kept for when there is no network.
//
// The network comes first: online a page gets what its server sends, as without a service worker. Only
// where there is no answer at all, the answer that was there before is given.
//
// Each version of a site has a cache of its own. The one before stays, for pages that are still open.

const prefix = 'deberta-wasm-pages';

/** Addresses of the Hub's form: the package's own cache has what is there. */
const hubPath = /\/resolve\/[^/]+\//;

/** What a page names in its HTML, its styles and its modules: a `?` there is for versions of a file. */
const named = new Set(['script', 'style', 'image', 'font', 'worker', 'sharedworker']);

/**
 * @typedef {object} FileSettings
 * @property {string} scope of the service worker
 * @property {string} version of the site
 * @property {string | null} fallback address of the page for addresses that have none
 * @property {(url: string) => boolean} isExcluded
 */

export class PageFiles {
  #scope;
  #name;
  #fallback;
  #isExcluded;

  /** @param {FileSettings} settings */
  constructor({ scope, version, fallback, isExcluded }) {
    this.#scope = scope;
    this.#name = `${prefix} ${version} ${scope}`;
    this.#fallback = fallback;
    this.#isExcluded = isExcluded;
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
    const { mode, destination } = request;
    const copy = copyToKeep(request, response, mode === 'navigate' || named.has(destination));
    if (copy) waitUntil(this.#store(request.url, copy));
    return response;
  }

  /**
   * Fetches and keeps files that are not kept yet, and newer ones of those that pages need but may not
   * ask for.
   * @param {string[]} loaded by a page before it had this service worker
   * @param {string[]} needed
   */
  async keep(loaded, needed) {
    const cache = await caches.open(this.#name);
    const ifNewer = new Set(this.#own(needed));
    await Promise.all(
      [...new Set([...this.#own(loaded), ...ifNewer])].map(async (url) => {
        const kept = await cache.match(url, { ignoreVary: true });
        const conditions = kept?.ok && ifNewer.has(url) ? conditionsOf(kept) : null;
        if (kept?.ok && !conditions) return;
        const request = new Request(url, conditions ? { headers: conditions } : {});
        const response = await fetch(request).catch(() => null);
        // Kept under this address, a page would not find what is relative to the other.
        if (!response?.ok || response.redirected) return;
        const copy = copyToKeep(request, response, true);
        if (copy) await this.#store(url, copy);
      }),
    );
  }

  /**
   * The addresses of the site's origin that are not excluded.
   * @param {string[]} urls
   */
  #own(urls) {
    const { origin } = new URL(this.#scope);
    return urls
      .map((url) => new URL(url, this.#scope))
      .filter((url) => url.origin === origin && !this.#isExcluded(url.href))
      .map(withoutHash);
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
        // A page of another address, under which what is relative to it would not be found.
        if (found && !(isPage && found.redirected)) return found;
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
      // A file that was there may be missing for a moment, while a site is replaced.
      if (!response.ok && (await cache.match(url, { ignoreVary: true }))?.ok) return;
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
 * @param {boolean} isFile whether it is a file whatever follows the `?`. Else that is a question to a
 *   program, whose answers are without end.
 * @returns {Response | null}
 */
function copyToKeep(request, response, isFile) {
  const { status, type, headers } = response;
  const isPrivate =
    request.headers.has('Authorization') ||
    request.cache === 'no-store' ||
    /\b(no-store|private)\b/i.test(headers.get('Cache-Control') ?? '') ||
    /(^|,)\s*(\*|cookie)\s*(,|$)/i.test(headers.get('Vary') ?? '');
  const isEndless = /^text\/event-stream\b/i.test(headers.get('Content-Type') ?? '');
  if (type !== 'basic' || isPrivate || isEndless) return null;
  const { pathname, search } = new URL(request.url);
  if (hubPath.test(pathname) || (search !== '' && !isFile)) return null;
  if (status === 200) return response.clone();
  // That a file is not there is an answer, too: loads of models ask for files that some models have.
  // What pages name is there, or was in the version before.
  const isAbsent = (status === 404 || status === 410) && !isFile;
  return isAbsent ? new Response(null, { status }) : null;
}

/**
 * The headers with which a server sends only what is newer; null: it said nothing to compare.
 * @param {Response} kept
 * @returns {Record<string, string> | null}
 */
function conditionsOf({ headers }) {
  const tag = headers.get('ETag');
  if (tag) return { 'If-None-Match': tag };
  const date = headers.get('Last-Modified');
  return date ? { 'If-Modified-Since': date } : null;
}

/** @param {URL} url */
function withoutHash(url) {
  const copy = new URL(url);
  copy.hash = '';
  return copy.href;
}
