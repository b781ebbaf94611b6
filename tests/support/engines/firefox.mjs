// Firefox ESR through Marionette. (WebDriver BiDi of this version loses the requests of nested workers.)
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { connectMarionette } from './marionette.mjs';
import { start } from './processes.mjs';
import { evaluateInSlices } from './program.mjs';
import { inTurns } from './turns.mjs';

const preferences = {
  'marionette.port': 0, // the port is then in MarionetteActivePort
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.disable_open_during_load': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/**
 * Runs statements in the page's realm, whatever its CSP says, as the developer tools do. (Marionette's
 * own scripts run in a sandbox, whose modules and ArrayBuffers are not the page's.)
 */
const runInRealm = `
  if (typeof Debugger === 'undefined') {
    const { addDebuggerToGlobal } = ChromeUtils.importESModule('resource://gre/modules/jsdebugger.sys.mjs');
    addDebuggerToGlobal(globalThis);
  }
  const realm = new Debugger().makeGlobalObjectReference(window.wrappedJSObject ?? window);
  const { throw: thrown } = realm.executeInGlobal(arguments[0]) ?? {};
  if (thrown) throw new Error(String(thrown.unsafeDereference?.() ?? thrown));
`;

/** What the consoles of the page and of its workers were told, also before anybody asked. */
const readProblems = `
  const id = window.windowGlobalChild.innerWindowId;
  const api = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage);
  const told = api.getEvents(id)
    .filter(({ level }) => level === 'error' || level === 'warn')
    .map((event) => Array.from(event.arguments, String).join(' '));
  const errors = Services.console.getMessageArray()
    .filter((message) => message instanceof Ci.nsIScriptError && message.innerWindowID === id)
    .filter(({ flags, category }) =>
      !(flags & Ci.nsIScriptError.warningFlag) || /Content Security Policy|CSP/.test(category))
    .map(({ errorMessage }) => errorMessage);
  return [...errors, ...told];
`;

/**
 * @param {string} profile a folder
 * @param {string} [binary]
 */
export async function launchFirefox(profile, binary = process.env.FIREFOX_PATH ?? 'firefox-esr') {
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const portFile = join(profile, 'MarionetteActivePort');
  rmSync(portFile, { force: true });
  const program = start(binary, [
    ...['--headless', '--no-remote', '--marionette', '--remote-allow-system-access'],
    ...['--profile', profile],
  ]);
  try {
    const port = await program.until('Marionette port', () => {
      const text = readFileSync(portFile, 'utf8').trim();
      return text === '' ? null : Number(text);
    });
    const client = await connectMarionette(port);
    const { capabilities } = await client.send('WebDriver:NewSession', {
      capabilities: { alwaysMatch: { timeouts: { pageLoad: 60_000, script: 60_000 } } },
    });
    // It stays empty: a session ends with its last tab, and only a tab that is there opens others.
    const { value: first } = await client.send('WebDriver:GetWindowHandle');
    return connected(client, program, capabilities.browserVersion, first);
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/**
 * @param {Awaited<ReturnType<typeof connectMarionette>>} client
 * @param {import('./processes.mjs').Program} program
 * @param {string} version
 * @param {string} first a tab's handle
 */
function connected(client, program, version, first) {
  const turn = inTurns();

  async function newPage() {
    const { handle } = await turn(async () => {
      await client.send('WebDriver:SwitchToWindow', { handle: first, focus: false });
      return client.send('WebDriver:NewWindow', { type: 'tab' });
    });
    const send = (name, parameters = {}) =>
      turn(async () => {
        await client.send('WebDriver:SwitchToWindow', { handle, focus: true });
        return (await client.send(name, parameters)).value;
      });
    const script = (source, sandbox, args = []) =>
      send('WebDriver:ExecuteScript', { script: source, args, sandbox, scriptTimeout: 60_000 });
    const element = async (selector) => {
      const parameters = { using: 'css selector', value: selector };
      return Object.values(await send('WebDriver:FindElement', parameters))[0];
    };
    const driver = {
      run: (source) => script(runInRealm, 'system', [source]),
      read: (source) => script(source, null),
    };
    return {
      goto: (url) => send('WebDriver:Navigate', { url }),
      evaluate: (source, ...args) => evaluateInSlices(driver, source, args),
      async click(selector) {
        await send('WebDriver:ElementClick', { id: await element(selector) });
      },
      async type(selector, text) {
        await send('WebDriver:ElementSendKeys', { id: await element(selector), text });
      },
      async screenshot() {
        const parameters = { full: false, hash: false };
        return Buffer.from(await send('WebDriver:TakeScreenshot', parameters), 'base64');
      },
      problems: () => script(readProblems, 'system'),
      close: () => send('WebDriver:CloseWindow'),
    };
  }

  return {
    version,
    newPage,
    async close() {
      // It writes what its pages stored to the profile as it quits.
      await client.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
      client.close();
      await program.endWithin(15_000);
    },
  };
}
