// Where the package runs. An entry (web/index.js, node/index.js) says so before anything else.
import { DebertaError } from './errors.js';

/** @typedef {import('../files/source.js').Host} Host */

/** @type {Host | null} */
let current = null;

/** @param {Host} host */
export function setHost(host) {
  current = host;
}

/**
 * Throws UNSUPPORTED where the entry cannot run, before anything is loaded.
 * @returns {Host}
 */
export function currentHost() {
  const host = /** @type {Host} */ (current);
  const reason = host.whyUnusable?.();
  if (reason) throw new DebertaError('UNSUPPORTED', reason);
  return host;
}
