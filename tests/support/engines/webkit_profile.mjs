// WebKitGTK's MiniBrowser over a profile that stays, through its remote inspector: a browser that a
// driver controls keeps nothing. One page at a time, and no keyboard.
import { freePort } from './processes.mjs';
import { evaluateInSlices, patience } from './program.mjs';
import { miniBrowser, startOnDisplay } from './webkit_display.mjs';
import { inspectable, inspectPage } from './webkit_inspector.mjs';

/** @param {string} profile a folder */
export async function launchWebkitOverProfile(profile) {
  const inspector = `127.0.0.1:${await freePort()}`;
  const { program, stop } = await startOnDisplay(
    profile,
    [miniBrowser, '--enable-developer-extras=true', 'about:blank'],
    { WEBKIT_INSPECTOR_HTTP_SERVER: inspector },
  );
  try {
    const path = await program.until('page', async () => (await inspectable(inspector))[0]?.path);
    const inspected = await inspectPage(inspector, path);
    return { version: '', newPage: async () => pageOf(inspected), close: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {Awaited<ReturnType<typeof inspectPage>>} inspected */
function pageOf(inspected) {
  /** @param {string} expression */
  async function evaluate(expression) {
    const { result, wasThrown } = await inspected.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (wasThrown) throw new Error(result.description ?? String(result.value));
    return result.value;
  }
  /** @param {string} source the body of a function */
  async function read(source) {
    const { result } = await inspected.send('Runtime.evaluate', {
      expression: `(async () => { ${source} })()`,
    });
    const { objectId: promiseObjectId } = result;
    const settled = await inspected.send('Runtime.awaitPromise', {
      promiseObjectId,
      returnByValue: true,
    });
    if (settled.wasThrown) throw new Error(settled.result.description);
    return settled.result.value;
  }

  async function goto(url) {
    const end = Date.now() + patience;
    await evaluate(`globalThis.testLeaves = true; location.href = ${JSON.stringify(url)}`);
    for (;;) {
      // A page that leaves does not answer.
      const state = `!globalThis.testLeaves && document.readyState === 'complete' && location.href`;
      const href = await evaluate(state).catch(() => false);
      const arrived = href && (href !== 'about:blank' || url === 'about:blank');
      if (arrived) return;
      if (Date.now() > end) throw new Error(`${url} did not load within ${patience / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    goto,
    evaluate: (source, ...args) => evaluateInSlices({ run: evaluate, read }, source, args),
    async click() {
      throw new Error('a browser without a driver has no mouse');
    },
    async type() {
      throw new Error('a browser without a driver has no keyboard');
    },
    async screenshot() {
      const { dataURL } = await inspected.send('Page.snapshotRect', {
        ...{ x: 0, y: 0, width: 1280, height: 1024, coordinateSystem: 'Viewport' },
      });
      return Buffer.from(dataURL.split(',')[1], 'base64');
    },
    problems: async () => inspected.problems(),
    close: () => goto('about:blank'),
  };
}
