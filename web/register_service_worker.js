// deberta-wasm/service-worker: registers the service worker of a page.
import { isOf, whenActive, whenControlled } from './service_worker/lifecycle.js';
import { forgetReload, reloadOnce } from './service_worker/reload_once.js';
import { writeSettings } from './service_worker/settings.js';
import { createPolicy } from './trusted_types.js';

/**
 * The options of the service worker.
 * @typedef {object} ServiceWorkerOptions
 * @property {'classic' | 'module'} [type] of the script; default 'classic'
 * @property {string} [scope] the pages that it controls; default: those in the script's folder and below
 * @property {boolean} [isolate] makes pages cross-origin isolated; default true
 * @property {boolean} [reload] reloads the page once, if that isolates it; default true. false: the page is
 *   isolated at its next load
 * @property {'credentialless' | 'require-corp'} [coep] default: 'credentialless' if the browser supports
 *   it, else 'require-corp'
 * @property {boolean} [offline] keeps the page's files for use without a network; default true
 * @property {string[]} [precache] addresses of files that the page will need and has not requested yet
 * @property {string} [version] of the site, for example a build number: each version has its own cache,
 *   so that files of old versions are removed
 * @property {string} [fallback] address of the page that is shown offline for addresses that were never
 *   visited
 * @property {string[]} [exclude] beginnings of addresses that the service worker does not
 *   handle, for example '/api/'
 */

/**
 * The result of the registration.
 * @typedef {object} ServiceWorkerResult
 * @property {boolean} isolated whether the page is cross-origin isolated, so that models may have threads
 * @property {boolean} offline whether the service worker keeps the page's files from now on
 * @property {string | null} why the page is not isolated, or its files are not kept; null: both work
 */

/** Created once: a second policy with the same name would be refused. @type {ReturnType<typeof createPolicy>} */
let policy = null;

/**
 * Registers the service worker and waits until it is active. If the page is not cross-origin isolated
 * then, it is reloaded, at most once; the promise does not resolve before that. It never rejects: a page
 * without a service worker works as before.
 *
 * Call it before models are loaded, so that their files are kept, too.
 * @param {string | URL} [url] of dist/service_worker.js, copied to the site, or of the site's own one that
 *   imports it; relative to the page
 * @param {ServiceWorkerOptions} [options]
 * @returns {Promise<ServiceWorkerResult>}
 */
export async function registerServiceWorker(url = 'service_worker.js', options = {}) {
  const { isolate = true, offline = true, reload = true, precache = [], scope, type } = options;
  const isolated = globalThis.crossOriginIsolated === true;
  /** @param {string} why */
  const without = (why) => ({ isolated, offline: false, why });
  try {
    const container = globalThis.navigator?.serviceWorker;
    if (!container) return without(whyNone());
    const script = new URL(url, document.baseURI);
    writeSettings(options, script);
    // A separate name, because the package's main entry creates a policy with the other one.
    policy ??= createPolicy('deberta-wasm-service-worker');
    const address = policy?.createScriptURL(script.href) ?? script.href;
    const registration = await container.register(address, { scope, type }).catch(async (error) => {
      // Without a network there may be no new version, but there may be an older one of this script.
      const older = await container.getRegistration(scope ?? new URL('./', script).href);
      if (!isOf(older?.active, script)) throw error;
      return /** @type {ServiceWorkerRegistration} */ (older);
    });
    await whenActive(registration);
    if (!location.href.startsWith(registration.scope)) {
      return without(`the page is outside of the service worker’s scope, ${registration.scope}`);
    }
    // The service worker with the narrowest scope controls the page.
    const nearest = await container.getRegistration();
    if (nearest && nearest.scope !== registration.scope) {
      return without(
        `another service worker controls the page, that of the scope ${nearest.scope}`,
      );
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

/** Why service workers are not available here. */
function whyNone() {
  if (typeof document === 'undefined') return 'service workers are registered by pages';
  if (!isSecureContext) {
    return `service workers need https or localhost, the page is at ${location.origin}`;
  }
  return 'the browser has no service workers, or none in private windows';
}

/**
 * The files that the page loaded before the service worker was active, and those of `precache`.
 * @param {ServiceWorkerRegistration} registration
 * @param {string[]} precache
 */
function keepFiles(registration, precache) {
  // Only files that the HTML and the modules name. Scripts may fetch anything, and their requests are not repeated.
  const named = new Set(['script', 'link', 'css', 'img', 'other']);
  const loaded = /** @type {PerformanceResourceTiming[]} */ (
    performance.getEntriesByType('resource')
  )
    .filter(({ initiatorType }) => named.has(initiatorType))
    .map(({ name }) => name);
  const needed = precache.map((each) => new URL(each, document.baseURI).href);
  registration.active?.postMessage({
    type: 'deberta-wasm:keep',
    loaded: [location.href, ...loaded],
    needed,
  });
}
