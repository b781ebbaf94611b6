// Keeps the page's own files for use without a network.
//
// The network comes first: online a page gets its server's answers, as without a service worker. Only
// without any answer, the kept one is used.
//
// Each version of a site has its own cache. The previous one stays, for pages that are still open.

const prefix = 'deberta-wasm-pages';

/** Paths of the Hub's form: the package's own cache keeps these files. */
const hubPath = /\/resolve\/[^/]+\//;

/** Destinations of files that HTML, styles and modules name; a query of their address is a file's version. */
const named = new Set(['script', 'style', 'image', 'font', 'worker', 'sharedworker']);

/**
 * @typedef {object} FileSettings
 * @property {string} scope of the service worker
 * @property {string} version the site's version
 * @property {string | null} fallback address of the page that is shown for unknown addresses
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
   * The network's answer, or the kept one without a network.
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
   * Fetches and keeps files that are not kept yet, and updates files that pages need but may not
   * request.
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
        // A redirected page is not kept: its relative addresses would be wrong under this one.
        if (!response?.ok || response.redirected) return;
        const copy = copyToKeep(request, response, true);
        if (copy) await this.#store(url, copy);
      }),
    );
  }

  /**
   * Selects the addresses of the site's origin that are not excluded.
   * @param {string[]} urls
   */
  #own(urls) {
    const { origin } = new URL(this.#scope);
    return urls
      .map((url) => new URL(url, this.#scope))
      .filter((url) => url.origin === origin && !this.#isExcluded(url.href))
      .map(withoutHash);
  }

  /** Removes all versions except this one and the previous one. */
  async removeOld() {
    await caches.open(this.#name);
    const others = (await this.#names()).filter((name) => name !== this.#name);
    await Promise.all(others.slice(1).map((name) => caches.delete(name)));
  }

  /** The caches of this scope, newest first: browsers list caches in the order of creation. */
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
        // A redirected page: its relative addresses would be wrong under this address.
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
      // A file may be missing for a moment while a site is deployed.
      if (!response.ok && (await cache.match(url, { ignoreVary: true }))?.ok) return;
      await cache.put(url, response);
    } catch {
      // The cache is full, or the answer was interrupted: the old entry stays.
    }
  }
}

/**
 * The response to keep; null: do not keep the answer.
 * @param {Request} request
 * @param {Response} response
 * @param {boolean} isFile whether it is a file with any query. Otherwise a query is input of a
 *   program, which has unlimited answers.
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
  // A missing file is an answer, too, because loads of models request optional files.
  // Files that pages name exist, or existed in the previous version.
  const isAbsent = (status === 404 || status === 410) && !isFile;
  return isAbsent ? new Response(null, { status }) : null;
}

/**
 * The headers of a conditional request; null: the answer has no validators.
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
