// A reload that happens once: what it was for either came with it, or does not come. Session storage holds
// the note of it, which belongs to the tab and outlives the reload.

/** Milliseconds after which a page that was told to reload, and is still there, will stay: something kept it. */
const patience = 10_000;

/** @param {string} scope sites of one origin have notes of their own */
const keyOf = (scope) => `deberta-wasm reloaded ${scope}`;

/** The reload that this page has begun: why it did not come. @type {Promise<string> | null} */
let begun = null;

/**
 * Reloads the page, unless it was reloaded before. Calls of a page that is going away wait with the first.
 * @param {string} scope
 * @returns {Promise<string>} why the page is still there; where it reloads, nothing follows
 */
export async function reloadOnce(scope) {
  // The headers of a frame are of no use where the page around it has none.
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
 * The page is as it should be: should that change, another reload may help.
 * @param {string} scope
 */
export function forgetReload(scope) {
  try {
    sessionStorage.removeItem(keyOf(scope));
  } catch {
    // Blocked: there is no note.
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
