// Requests to the Hub, with the credentials that only the Hub may receive.
import { DebertaError } from '../base/errors.js';

/** @typedef {import('../base/env.js').Env} Env */

/**
 * Credentials that only the Hub may receive.
 * @typedef {object} Credentials
 * @property {string} [token] access token of the Hub, for repositories that are not public
 * @property {Record<string, string>} [headers] headers of the requests to the Hub
 */

const maxRedirects = 10;

/**
 * A fetch that sends the token and the headers to the Hub's origin only, and not to the targets of
 * redirects.
 * @param {Env} env
 * @param {Credentials} credentials
 * @returns {import('./fetch.js').RequestContext['fetch']}
 */
export function hubFetch(env, { token, headers: extra = {} }) {
  const secret = new Headers(extra);
  if (token) secret.set('Authorization', `Bearer ${token}`);
  const authorization = secret.get('Authorization');
  const isPublic = [...secret].length === 0;
  const home = new URL(env.remoteHost).origin;

  return async (url, init) => {
    const { fetch } = env; // the platform's fetch must not be called as a method
    if (isPublic) return fetch(url, init);
    for (let i = 0; i < maxRedirects; ++i) {
      if (new URL(url).origin !== home) return fetch(url, init);
      const headers = { ...Object.fromEntries(secret), ...init.headers };
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      if (response.type === 'opaqueredirect') {
        // A page cannot see a redirect's target. Browsers drop the Authorization header themselves, but not the others.
        return fetch(url, { ...init, headers: { ...init.headers, ...only(authorization) } });
      }
      const location = response.status >= 300 && response.headers.get('location');
      if (!location) return response;
      await response.body?.cancel();
      url = new URL(location, url).href;
    }
    throw new DebertaError('NETWORK', `more than ${maxRedirects} redirects`);
  };
}

/** @param {string | null} authorization @returns {Record<string, string>} */
function only(authorization) {
  return authorization === null ? {} : { Authorization: authorization };
}
