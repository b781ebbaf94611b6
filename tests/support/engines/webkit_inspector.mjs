// A client of WebKitGTK's remote inspector (WEBKIT_INSPECTOR_HTTP_SERVER): one page of a browser.
import { patience } from './program.mjs';
import { within } from './processes.mjs';
import { connectWebSocket } from './web_socket.mjs';

/**
 * The pages that can be inspected, in the order in which they were opened.
 * @param {string} address host:port
 * @returns {Promise<{url: string, path: string}[]>}
 */
export async function inspectable(address) {
  const html = await (await fetch(`http://${address}/`)).text();
  const pages = html.matchAll(/class="targeturl">(.*?)<[^]*?'(\/socket\/\d+\/\d+\/WebPage)'/g);
  return Array.from(pages, ([, url, path]) => ({ url: url.replaceAll('&amp;', '&'), path }));
}

/**
 * @param {string} address host:port
 * @param {string} path of inspectable()
 */
export async function inspectPage(address, path) {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  /** @type {{level: string, text: string, parameters?: any[]}[]} */
  const messages = [];
  let count = 0;
  let target = '';
  /** @type {() => void} */
  let found;
  const ready = new Promise((resolve) => (found = () => resolve(undefined)));

  // A page moves to another process, which is another target, where its origin changes.
  const socket = await connectWebSocket(`ws://${address}${path}`, (text) => {
    const { method, params } = JSON.parse(text);
    if (method === 'Target.targetCreated' && params.targetInfo.type === 'page') {
      if (params.targetInfo.isProvisional) return;
      target = params.targetInfo.targetId;
      found();
    } else if (method === 'Target.didCommitProvisionalTarget') {
      target = params.newTargetId;
      for (const { reject } of waiting.values()) reject(new Error('the page has left'));
      waiting.clear();
      void send('Console.enable').catch(() => {});
    } else if (method === 'Target.dispatchMessageFromTarget') {
      settle(JSON.parse(params.message));
    }
  });

  /** @param {any} message */
  function settle({ id, result, error, method, params }) {
    if (method === 'Console.messageAdded') messages.push(params.message);
    const command = waiting.get(id);
    if (!command) return;
    waiting.delete(id);
    if (error) command.reject(new Error(error.message));
    else command.resolve(result);
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @returns {Promise<any>}
   */
  function send(method, params = {}) {
    const id = ++count;
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    const message = JSON.stringify({ id, method, params });
    socket.send(
      JSON.stringify({
        id,
        method: 'Target.sendMessageToTarget',
        params: { targetId: target, message },
      }),
    );
    return within(answer, patience, `WebKit did not answer ${method} within ${patience / 1000} s`);
  }

  await within(ready, 30_000, 'WebKit’s inspector shows no page');
  await send('Console.enable');
  return {
    send,
    /** What the console was told, also before anybody listened. */
    problems: () =>
      messages
        .filter(({ level }) => level === 'error' || level === 'warning')
        .map(({ text, parameters = [] }) =>
          // An object is told by its description: that of an error has its message.
          [text, ...parameters.slice(1).map((each) => each.value ?? each.description)].join(' '),
        ),
    close: () => socket.close(),
  };
}
