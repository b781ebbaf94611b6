// Waits for service workers.

/** Longer than any start takes. Without a limit, a promise that never settles would block the page. */
const patience = 10_000;

/**
 * @template T
 * @param {(resolve: (value: T) => void, reject: (error: Error) => void) => () => void} listen returns the function
 *   that stops it
 * @param {(resolve: (value: T) => void, reject: (error: Error) => void) => void} onTimeout
 * @returns {Promise<T>}
 */
function wait(listen, onTimeout) {
  let stop = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<T>} */
  const promise = new Promise((resolve, reject) => {
    stop = listen(resolve, reject);
    timer = setTimeout(() => onTimeout(resolve, reject), patience);
  });
  return promise.finally(() => {
    clearTimeout(timer);
    stop();
  });
}

/**
 * Resolves when the newest worker is active: an older one may be another script.
 * @param {ServiceWorkerRegistration} registration
 * @returns {Promise<void>}
 */
export async function whenActive(registration) {
  const newest = registration.installing ?? registration.waiting ?? registration.active;
  if (!newest) throw new Error('it ended while it was installed');
  return wait(
    (resolve, reject) => {
      const check = () => {
        if (newest.state === 'activated') resolve();
        if (newest.state === 'redundant') reject(new Error('it ended while it was installed'));
      };
      newest.addEventListener('statechange', check);
      check();
      return () => newest.removeEventListener('statechange', check);
    },
    (_, reject) => reject(new Error(`it was not active after ${patience / 1000} s`)),
  );
}

/**
 * Whether a worker runs the script, with any options: those are the query of its address.
 * @param {ServiceWorker | null | undefined} worker
 * @param {URL} script
 */
export function isOf(worker, script) {
  if (!worker) return false;
  const { origin, pathname } = new URL(worker.scriptURL);
  return origin === script.origin && pathname === script.pathname;
}

/**
 * Whether the worker handles the page's requests; waits for it if the page was loaded earlier. Until
 * then another worker of the site may control the page.
 * @param {ServiceWorkerContainer} container
 * @param {ServiceWorkerRegistration} registration
 * @param {URL} script that the worker runs
 * @returns {Promise<boolean>}
 */
export async function whenControlled(container, registration, script) {
  const isControlled = () => isOf(container.controller, script);
  if (isControlled()) return true;
  return wait(
    (resolve) => {
      const check = () => {
        if (isControlled()) resolve(true);
      };
      container.addEventListener('controllerchange', check);
      // It claimed pages when it became active, perhaps long ago.
      registration.active?.postMessage({ type: 'deberta-wasm:claim' });
      return () => container.removeEventListener('controllerchange', check);
    },
    (resolve) => resolve(false),
  );
}
