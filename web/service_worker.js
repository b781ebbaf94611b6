// A service worker that makes pages of a static host cross-origin isolated, so that models have threads,
// and makes them work offline. It is in the site's folder, or is imported by the site's own service worker.
import { hasPolicy, isolated, knowsCredentialless } from './service_worker/isolation.js';
import { PageFiles } from './service_worker/page_files.js';
import { readSettings } from './service_worker/settings.js';

/** any: TypeScript's libraries for pages and for workers exclude each other. @type {any} */
const worker = self;

const { isolate, offline, coep, version, fallback, exclude } = readSettings(location.search);
const { scope } = worker.registration;
const policy =
  coep ?? (knowsCredentialless(navigator.userAgent) ? 'credentialless' : 'require-corp');
const excluded = exclude.map((each) => new URL(each, scope).href);
const isExcluded = (/** @type {string} */ url) => excluded.some((each) => url.startsWith(each));
const files = new PageFiles({ scope, version, fallback, isExcluded });

// A new version takes over at once: open pages still get their files from the network,
// and the files of the previous version are kept.
worker.addEventListener('install', () => worker.skipWaiting());

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(Promise.all([worker.clients.claim(), files.removeOld()]));
});

worker.addEventListener('message', (/** @type {any} */ event) => {
  const { type, loaded, needed } = event.data ?? {};
  if (type === 'deberta-wasm:claim') event.waitUntil(worker.clients.claim());
  if (type !== 'deberta-wasm:keep' || !offline) return;
  if (Array.isArray(loaded) && Array.isArray(needed)) event.waitUntil(files.keep(loaded, needed));
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  if (isLeftAlone(request)) return;
  event.respondWith(answer(request, (work) => event.waitUntil(work)));
});

/** @param {Request} request */
function isLeftAlone(request) {
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return true;
  if (isExcluded(request.url)) return true;
  // Developer tools send such requests for pages, but fetch() must not.
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return true;
  return !offline && !hasPolicy(request);
}

/**
 * @param {Request} request
 * @param {(work: Promise<unknown>) => void} waitUntil
 */
async function answer(request, waitUntil) {
  const response = offline ? await files.answer(request, waitUntil) : await fetch(request);
  return isolate && hasPolicy(request) ? isolated(response, policy) : response;
}
