// Variables of the environment that the Hub's own libraries know, too: HF_ENDPOINT and HF_TOKEN.
import { env } from '../js/base/env.js';
import { DebertaError } from '../js/base/errors.js';

/** The Hub that the machine's owner means. */
const hub = process.env['HF_ENDPOINT'] || env.remoteHost;

/** Takes HF_ENDPOINT as the default of env.remoteHost: what a program sets wins. */
export function takeEndpoint() {
  env.remoteHost = hub;
}

/**
 * HF_TOKEN, for that Hub alone: where a program sends its requests instead, nobody has meant the token.
 * @param {string} remoteHost
 * @returns {string | undefined}
 */
export function hubToken(remoteHost) {
  const token = process.env['HF_TOKEN']?.trim();
  if (!token || new URL(remoteHost).origin !== new URL(hub).origin) return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  // Without the token: errors are written into logs.
  throw new DebertaError('INPUT', 'HF_TOKEN: expected printable characters without spaces');
}
