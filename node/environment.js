// Environment variables that the Hub's own libraries also use: HF_ENDPOINT and HF_TOKEN.
import { env } from '../js/base/env.js';
import { DebertaError } from '../js/base/errors.js';

/** The Hub of HF_ENDPOINT. */
const hub = process.env['HF_ENDPOINT'] || env.remoteHost;

/** Uses HF_ENDPOINT as the default of env.remoteHost; a program may set another. */
export function takeEndpoint() {
  env.remoteHost = hub;
}

/**
 * HF_TOKEN, for that Hub only: the token is not meant for another host that a program sets.
 * @param {string} remoteHost
 * @returns {string | undefined}
 */
export function hubToken(remoteHost) {
  const token = process.env['HF_TOKEN']?.trim();
  if (!token || new URL(remoteHost).origin !== new URL(hub).origin) return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  // The message does not contain the token, because errors are logged.
  throw new DebertaError('INPUT', 'HF_TOKEN: expected printable characters without spaces');
}
