// Requests to the Hub, with what only the Hub may see.
import { DebertaError } from '../base/errors.js';

/** @typedef {import('../base/env.js').Env} Env */

/**
 * What only the Hub may see.
 * @typedef {object} Credentials
 * @property {string} [token] access token of the Hub, for repositories that are not open to everybody
 * @property {Record<string, string>} [headers] headers of the requests to the Hub
 */

const maxRedirects = 10;

/**
 * A fetch that sends the token and the headers to the Hub's own origin, and not to where the Hub
 * redirects to.
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
    const { fetch } = env; // a platform's fetch is not a method
    if (isPublic) return fetch(url, init);
    for (let i = 0; i < maxRedirects; ++i) {
      if (new URL(url).origin !== home) return fetch(url, init);
      const headers = { ...Object.fromEntries(secret), ...init.headers };
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      if (response.type === 'opaqueredirect') {
        // A page is not told where it leads. Browsers do not take this one along, but others.
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
