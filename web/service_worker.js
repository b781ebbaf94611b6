// A service worker that makes pages of a static host cross-origin isolated, so that models have threads,
// and lets them be used offline. It stands in the site's folder, or is imported by the site's own one.
import { hasPolicy, isolated, knowsCredentialless } from './service_worker/isolation.js';
import { PageFiles } from './service_worker/page_files.js';
import { readSettings } from './service_worker/settings.js';

/** TypeScript knows what pages have or what workers have, not both. @type {any} */
const worker = self;

const { isolate, offline, coep, version, fallback, exclude } = readSettings(location.search);
const { scope } = worker.registration;
const policy =
  coep ?? (knowsCredentialless(navigator.userAgent) ? 'credentialless' : 'require-corp');
const files = new PageFiles({ scope, version, fallback });
const excluded = exclude.map((each) => new URL(each, scope).href);

// A new version takes over at once: pages that are open get their files from the network, as before,
// and the files of the version before are kept.
worker.addEventListener('install', () => worker.skipWaiting());

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(Promise.all([worker.clients.claim(), files.removeOld()]));
});

worker.addEventListener('message', (/** @type {any} */ event) => {
  const { type, loaded, precache } = event.data ?? {};
  if (type === 'deberta-wasm:claim') event.waitUntil(worker.clients.claim());
  if (type === 'deberta-wasm:keep' && offline && [loaded, precache].every(Array.isArray)) {
    event.waitUntil(files.keep({ loaded, precache }, isExcluded));
  }
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  if (isLeftAlone(request)) return;
  event.respondWith(answer(request, (work) => event.waitUntil(work)));
});

/** @param {string} url */
function isExcluded(url) {
  return excluded.some((each) => url.startsWith(each));
}

/** @param {Request} request */
function isLeftAlone(request) {
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return true;
  if (isExcluded(request.url)) return true;
  // Developer tools ask so, for pages, and no fetch() may.
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
