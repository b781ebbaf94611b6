// Reloads a page at most once: if the reload did not help, another one would not either. A note in session storage,
// which belongs to the tab and survives the reload, records it.

/** Milliseconds after which a reload has failed, because something prevented it. */
const patience = 10_000;

/** @param {string} scope each site of an origin has its own note */
const keyOf = (scope) => `deberta-wasm reloaded ${scope}`;

/** The reload that this page has started: the reason if it fails. @type {Promise<string> | null} */
let begun = null;

/**
 * Reloads the page, unless it was reloaded before. Later calls wait for the first one.
 * @param {string} scope
 * @returns {Promise<string>} why the page was not reloaded; does not resolve if it was
 */
export async function reloadOnce(scope) {
  // The headers of a frame have no effect if the page around it does not have them.
  if (window.parent !== window) return 'the page is in a frame: the page around it is not isolated';
  if (begun) return begun;
  const note = takeNote(keyOf(scope));
  if (note === 'blocked') {
    return 'session storage is blocked, without which a reload might repeat: reload the page yourself';
  }
  if (note === 'there') {
    return navigator.serviceWorker.controller
      ? 'the page was reloaded, and is not isolated: its server sends other COOP or COEP headers, or the browser takes none from a service worker'
      : 'the page was reloaded, and the browser did not ask the service worker for it, as after Shift + Reload';
  }
  begun = reload();
  return begun;
}

async function reload() {
  location.reload();
  await new Promise((resolve) => setTimeout(resolve, patience));
  return `the page did not reload within ${patience / 1000} s`;
}

/**
 * Removes the note, because the page is isolated: if that changes, another reload may help.
 * @param {string} scope
 */
export function forgetReload(scope) {
  try {
    sessionStorage.removeItem(keyOf(scope));
  } catch {
    // Storage is blocked, so there is no note.
  }
}

/**
 * @param {string} key
 * @returns {'there' | 'taken' | 'blocked'}
 */
function takeNote(key) {
  try {
    if (sessionStorage.getItem(key) !== null) return 'there';
    sessionStorage.setItem(key, 'yes');
    return sessionStorage.getItem(key) === null ? 'blocked' : 'taken';
  } catch {
    return 'blocked';
  }
}
