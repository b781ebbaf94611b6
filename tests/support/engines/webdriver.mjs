// A client of WebDriver, over HTTP.
import { patience, PageError } from './program.mjs';

/**
 * @param {string} address host:port
 * @param {object} capabilities
 */
export async function openSession(address, capabilities) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async function ask(method, path, body) {
    const response = await fetch(`http://${address}${path}`, {
      method,
      signal: AbortSignal.timeout(patience),
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new PageError({ ...value, name: value.error });
    return value;
  }
  const session = await ask('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
  return {
    capabilities: session.capabilities,
    ask: (method, path, body) => ask(method, `/session/${session.sessionId}${path}`, body),
  };
}
