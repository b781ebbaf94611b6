// WebKitGTK through WebKitWebDriver. A session of the driver is a private one: it forgets what pages
// store when the last page of an origin goes (webkit_profile.mjs keeps it).
import { freePort } from './processes.mjs';
import { evaluateInSlices } from './program.mjs';
import { inTurns } from './turns.mjs';
import { openSession } from './webdriver.mjs';
import { miniBrowser, startOnDisplay } from './webkit_display.mjs';

/** A driver does not show the console: from the end of a page's loading on, the page tells it itself. */
const listen = `
  const problems = (window.testProblems = []);
  addEventListener('error', ({ error, message }) => problems.push(error ? String(error) : message));
  addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    problems.push('Content Security Policy: ' + effectiveDirective + ' refused ' + blockedURI));
  for (const level of ['error', 'warn']) {
    const tell = console[level];
    console[level] = (...values) => {
      problems.push(values.map(String).join(' '));
      tell.apply(console, values);
    };
  }
`;

/** @param {string} profile a folder */
export async function launchWebkit(profile) {
  const address = `127.0.0.1:${await freePort()}`;
  const [host, port] = address.split(':');
  const driver = process.env.WEBKIT_DRIVER_PATH ?? 'WebKitWebDriver';
  const command = [driver, `--host=${host}`, `--port=${port}`];
  const { program, stop } = await startOnDisplay(profile, command);
  try {
    await program.until('answer', () => fetch(`http://${address}/status`));
    const session = await openSession(address, {
      timeouts: { script: 60_000, pageLoad: 60_000 },
      'webkitgtk:browserOptions': {
        binary: miniBrowser,
        args: ['--automation'],
      },
    });
    // It stays empty: a session ends with its last window, and only one that is there opens others.
    const first = await session.ask('GET', '/window');
    return connected(session, first, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {Awaited<ReturnType<typeof openSession>>} session
 * @param {string} first a window's handle
 * @param {() => Promise<void>} stop
 */
function connected(session, first, stop) {
  const turn = inTurns();

  async function newPage() {
    const { handle } = await turn(async () => {
      await session.ask('POST', '/window', { handle: first });
      // A new tab would be a hidden one.
      return session.ask('POST', '/window/new', { type: 'window' });
    });
    const ask = (method, path, body) =>
      turn(async () => {
        await session.ask('POST', '/window', { handle });
        return session.ask(method, path, body);
      });
    const script = (source) => ask('POST', '/execute/sync', { script: source, args: [] });
    const element = async (selector) => {
      const found = await ask('POST', '/element', { using: 'css selector', value: selector });
      return Object.values(found)[0];
    };
    return {
      async goto(url) {
        await ask('POST', '/url', { url });
        await script(listen);
      },
      evaluate: (source, ...args) => evaluateInSlices({ run: script, read: script }, source, args),
      async click(selector) {
        await ask('POST', `/element/${await element(selector)}/click`, {});
      },
      async type(selector, text) {
        await ask('POST', `/element/${await element(selector)}/value`, { text });
      },
      screenshot: async () => Buffer.from(await ask('GET', '/screenshot'), 'base64'),
      problems: () => script('return window.testProblems'),
      close: () => ask('DELETE', '/window'),
    };
  }

  return {
    version: session.capabilities.browserVersion,
    newPage,
    async close() {
      await session.ask('DELETE', '').catch(() => {});
      await stop();
    },
  };
}
