// deberta-wasm/service-worker: what a page calls to have the service worker.
import { isScript, whenActive, whenControlled } from './service_worker/lifecycle.js';
import { forgetReload, reloadOnce } from './service_worker/reload_once.js';
import { writeSettings } from './service_worker/settings.js';
import { createPolicy } from './trusted_types.js';

/**
 * What the service worker does.
 * @typedef {object} ServiceWorkerOptions
 * @property {'classic' | 'module'} [type] of the script; default 'classic'
 * @property {string} [scope] the pages that it is for; default: those in the script's folder and below
 * @property {boolean} [isolate] makes pages cross-origin isolated; default true
 * @property {boolean} [reload] reloads the page, once, where that isolates it; default true. false: it is
 *   isolated when it is loaded the next time
 * @property {'credentialless' | 'require-corp'} [coep] default: 'credentialless' where the browser knows
 *   it, else 'require-corp'
 * @property {boolean} [offline] keeps the page's files, for when there is no network; default true
 * @property {string[]} [precache] addresses of files that the page will need and has not asked for yet
 * @property {string} [version] of the site, for example its build's number: each has a cache of its own,
 *   so that files of versions long gone are removed
 * @property {string} [fallback] address of the page that is shown offline for addresses that were never
 *   visited
 * @property {string[]} [exclude] addresses, and all that begin as they do, that the service worker leaves
 *   alone, for example '/api/'
 */

/**
 * What the page has of the service worker.
 * @typedef {object} ServiceWorkerResult
 * @property {boolean} isolated whether the page is cross-origin isolated, and models may have threads
 * @property {boolean} offline whether the service worker keeps the page's files from now on
 * @property {string | null} why it is not isolated, or keeps nothing; null: it is, and does
 */

/** Made once: a second one of the name would be refused. @type {ReturnType<typeof createPolicy>} */
let policy = null;

/**
 * Registers the service worker and waits until it is at work. Where the page is not cross-origin isolated
 * then, it is reloaded, at most once; the promise does not resolve before that. It never rejects: a page
 * without a service worker works as it did.
 *
 * To be called before models are loaded, so that their files are kept, too.
 * @param {string | URL} [url] of dist/service_worker.js, copied to the site, or of the site's own one that
 *   imports it; relative to the page
 * @param {ServiceWorkerOptions} [options]
 * @returns {Promise<ServiceWorkerResult>}
 */
export async function registerServiceWorker(url = 'service_worker.js', options = {}) {
  // Two calls at once, as of React's StrictMode, are one: the second would find the reload begun, and no reason.
  const key = JSON.stringify([String(url), options]);
  let registering = underWay.get(key);
  if (!registering) {
    registering = register(url, options).finally(() => underWay.delete(key));
    underWay.set(key, registering);
  }
  return registering;
}

/** @type {Map<string, Promise<ServiceWorkerResult>>} */
const underWay = new Map();

/**
 * @param {string | URL} url
 * @param {ServiceWorkerOptions} options
 * @returns {Promise<ServiceWorkerResult>}
 */
async function register(url, options) {
  const { isolate = true, offline = true, reload = true, precache = [], scope, type } = options;
  const isolated = globalThis.crossOriginIsolated === true;
  /** @param {string} why */
  const without = (why) => ({ isolated, offline: false, why });
  try {
    const container = globalThis.navigator?.serviceWorker;
    if (!container) return without(whyNone());
    const script = new URL(url, document.baseURI);
    writeSettings(options, script);
    // A name of its own: the package's main entry has made the other one, or will.
    policy ??= createPolicy('deberta-wasm-service-worker');
    const address = policy?.createScriptURL(script.href) ?? script.href;
    const registration = await container.register(address, { scope, type }).catch(async (error) => {
      // Without a network there may be no new version, but there may be an older one.
      const older = await container.getRegistration(scope);
      const { installing, waiting, active } = older ?? {};
      if (!older || ![installing, waiting, active].some((each) => isScript(each, script)))
        throw error;
      return older;
    });
    await whenActive(registration);
    if (!location.href.startsWith(registration.scope)) {
      return without(`the page is outside of the service worker’s scope, ${registration.scope}`);
    }
    /** @type {string | null} */
    let why = null;
    if (isolated) forgetReload(registration.scope);
    else if (isolate)
      why = reload
        ? await reloadOnce(registration.scope)
        : 'the page is isolated when it is loaded the next time (reload: false)';
    const isControlled = await whenControlled(container, registration, script);
    if (!isControlled) return without(why ?? 'the service worker does not control the page');
    if (offline) keepFiles(registration, precache);
    return { isolated, offline, why };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return without(`the service worker could not start: ${reason}`);
  }
}

/** Why there are no service workers here. */
function whyNone() {
  if (typeof document === 'undefined') return 'service workers are registered by pages';
  if (!isSecureContext) {
    return `service workers need https or localhost, the page is at ${location.origin}`;
  }
  return 'the browser has no service workers, or none in private windows';
}

/**
 * What the page loaded before it had the service worker, and what it will need.
 * @param {ServiceWorkerRegistration} registration
 * @param {string[]} precache
 */
function keepFiles(registration, precache) {
  // What its HTML and its modules name. What scripts fetched may be anything, and is not asked for twice.
  const named = new Set(['script', 'link', 'css', 'img', 'other']);
  const loaded = /** @type {PerformanceResourceTiming[]} */ (
    performance.getEntriesByType('resource')
  )
    .filter(({ initiatorType }) => named.has(initiatorType))
    .map(({ name }) => name);
  const wanted = precache.map((each) => new URL(each, document.baseURI).href);
  registration.active?.postMessage({
    type: 'deberta-wasm:keep',
    loaded: [location.href, ...loaded],
    precache: wanted,
  });
}
