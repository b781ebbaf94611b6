// Where the package runs. An entry (web/index.js, js/node/index.js) says so before anything else.

/** @typedef {import('./source.js').Host} Host */

/** @type {Host | null} */
let current = null;

/** @param {Host} host */
export function setHost(host) {
  current = host;
}

/** @returns {Host} */
export function currentHost() {
  return /** @type {Host} */ (current);
}
