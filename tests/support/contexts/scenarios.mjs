// Where the package may find itself, and what is right there: it answers, or says precisely why not.

/** What runs in the page; a scenario's own code may replace it. Gives what `diagnostics()` says and was found. */
export const findInPage = `async ({ packageUrl, model, options, settings }) => {
  const { env, pipeline } = await import(packageUrl);
  Object.assign(env, settings);
  try {
    const find = await pipeline('token-classification', model, options);
    const found = await find('Ask ada@example.org', { aggregation_strategy: 'simple' });
    const { threads_started: threads, variant, why } = await find.diagnostics();
    await find.dispose();
    return { words: found.map(({ word }) => word), threads, variant, why };
  } catch ({ name, code, message, retryable }) {
    return { name, code, message, retryable };
  }
}`;

/** The same in a thread of the page: \`start\` makes it, and the thread posts the outcome. */
const inThread = (start, receiver) => `async (given) => {
  const thread = ${start};
  const port = ${receiver};
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => resolve(data);
    thread.onerror = ({ message }) => reject(new Error(message ?? 'the script failed'));
    port.postMessage(given);
  });
}`;

/** The script of such a thread. \`port\` is what it hears and answers through. */
const threadScript = (entry) => `
  import * as deberta from '${entry}';
  const find = ${findInPage.replace('await import(packageUrl)', 'deberta')};
  const listen = (port) => {
    port.onmessage = async ({ data }) => port.postMessage(await find(data));
  };
  if ('onconnect' in self) self.onconnect = ({ ports: [port] }) => listen(port);
  else if ('ServiceWorkerGlobalScope' in self) {
    self.onmessage = async ({ data, ports: [port] }) => port.postMessage(await find(data));
  } else listen(self);
`;

const script = (path, body, headers = {}) => ({
  path,
  body,
  headers: { 'Content-Type': 'text/javascript', ...headers },
});
const inServiceWorker = `async (given) => {
  const registration = await navigator.serviceWorker.register('service.js', { type: 'module' });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(given, [port2]);
  });
}`;
const inFrame = (attributes) => `async (given) => {
  const frame = document.createElement('iframe');
  Object.assign(frame, ${attributes});
  const answer = new Promise((resolve) => {
    addEventListener('message', ({ data }) => data.outcome && resolve(data.outcome));
  });
  document.body.append(frame);
  await new Promise((resolve) => (frame.onload = resolve));
  frame.contentWindow.postMessage(given, '*');
  return answer;
}`;
const framePage = `<!doctype html><script>
  const find = ${findInPage};
  onmessage = async ({ data }) => parent.postMessage({ outcome: await find(data) }, '*');
</script>`;

const policy = (script, rest = '') =>
  `default-src 'self' http://127.0.0.1:*; script-src 'self' http://127.0.0.1:* ${script}; ` +
  `connect-src 'self' http://127.0.0.1:*; ${rest}`;
const csp = (value) => ({ 'Content-Security-Policy': value });

const threadsFile = /worker-\w+-threads\.js$/;
const anyWorker = /\/worker-[\w-]+\.js$/;
const anyModule = /\/deberta-[\w-]+\.wasm$/;
const html = {
  body: '<!doctype html><title>app</title>',
  headers: { 'Content-Type': 'text/html' },
};

/** As a CDN answers: any page may read the file, and an isolated one may embed it. */
const asCdn = {
  headers: {
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  },
};

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} group of the table
 * @property {import('./server.mjs').SiteOptions} [site] of the page
 * @property {import('./server.mjs').SiteOptions} [cdn] another origin, which the package comes from
 * @property {string} [run] in the page
 * @property {Record<string, unknown>} [settings] of \`env\`; '{cdn}' in them is its address
 * @property {object} [options] of the load
 * @property {{threads?: number, why?: RegExp, code?: string, message?: RegExp}} expected threads: answers, with so many
 *   (2: of an isolated page, wherever the engine has threads)
 */

/** @type {Scenario[]} */
export const scenarios = [
  { group: 'Pages', name: 'a page', expected: { threads: 1, why: /not cross-origin isolated/ } },
  { group: 'Pages', name: 'an isolated page', site: { isolated: true }, expected: { threads: 2 } },
  {
    group: 'Pages',
    name: 'a strict CSP',
    site: {
      isolated: true,
      headers: csp("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'"),
    },
    expected: { threads: 2 },
  },
  {
    group: 'Pages',
    name: 'Trusted Types, policy allowed',
    site: {
      isolated: true,
      headers: csp(
        policy(
          "'wasm-unsafe-eval'",
          "require-trusted-types-for 'script'; trusted-types deberta-wasm",
        ),
      ),
    },
    expected: { threads: 2 },
  },
  {
    group: 'Pages',
    name: 'env.worker = false',
    settings: { worker: false },
    expected: { threads: 1, why: /env\.worker is false/ },
  },
  {
    group: 'Pages',
    name: 'a sandboxed frame of an opaque origin',
    site: {
      headers: { 'Access-Control-Allow-Origin': '*' },
      rules: [{ path: /frame\.html$/, body: framePage, headers: { 'Content-Type': 'text/html' } }],
    },
    run: inFrame("{ sandbox: 'allow-scripts', src: 'frame.html' }"),
    expected: { threads: 1 },
  },
  {
    group: 'Pages',
    name: 'a frame made of text (srcdoc)',
    run: inFrame(`{ srcdoc: ${JSON.stringify(framePage).replaceAll('</', '<\\/')} }`),
    expected: { threads: 1 },
  },

  { group: 'Other origins', name: 'from a CDN', cdn: asCdn, expected: { threads: 1 } },
  {
    group: 'Other origins',
    name: 'from a CDN, isolated page',
    site: { isolated: true },
    cdn: asCdn,
    expected: { threads: 2 },
  },
  {
    group: 'Other origins',
    name: 'from a CDN, CSP with blob:',
    site: { headers: csp(policy("'wasm-unsafe-eval'", 'worker-src blob:')) },
    cdn: asCdn,
    expected: { threads: 1 },
  },
  {
    group: 'Other origins',
    name: 'from a CDN, CSP without blob:',
    site: { headers: csp(policy("'wasm-unsafe-eval'", "worker-src 'self'")) },
    cdn: asCdn,
    expected: {
      code: 'UNSUPPORTED',
      message: /allow blob: in worker-src, or copy .* env\.workerUrl/,
    },
  },
  {
    group: 'Other origins',
    name: 'from a CDN, env.workerUrl on the page’s own origin',
    site: { isolated: true, headers: csp(policy("'wasm-unsafe-eval'", "worker-src 'self'")) },
    cdn: asCdn,
    settings: { workerUrl: 'wasm' },
    expected: { threads: 2 },
  },
  {
    group: 'Other origins',
    name: 'env.wasmPaths on a CDN',
    site: { isolated: true },
    cdn: asCdn,
    settings: { workerUrl: '/wasm/', wasmPaths: '{cdn}wasm' },
    expected: { threads: 2 },
  },

  {
    group: 'Workers',
    name: 'in a worker of the page',
    site: { isolated: true, rules: [script(/\/thread\.js$/, threadScript('./deberta.js'))] },
    run: inThread("new Worker('thread.js', { type: 'module' })", 'thread'),
    expected: { threads: 2 },
  },
  {
    group: 'Workers',
    name: 'in a shared worker',
    site: { rules: [script(/\/thread\.js$/, threadScript('./deberta.js'))] },
    run: inThread("new SharedWorker('thread.js', { type: 'module' })", 'thread.port'),
    expected: { threads: 1 },
  },
  {
    group: 'Workers',
    name: 'deberta-wasm/inline in a service worker',
    site: { rules: [script(/service\.js$/, threadScript('./deberta-inline.js'))] },
    run: inServiceWorker,
    expected: { threads: 1, why: /inline/ },
  },
  {
    group: 'Workers',
    name: 'deberta-wasm in a service worker',
    site: { rules: [script(/service\.js$/, threadScript('./deberta.js'))] },
    run: inServiceWorker,
    expected: { code: 'UNSUPPORTED', message: /import from 'deberta-wasm\/inline'/ },
  },

  {
    group: 'Faults',
    name: 'the threads’ script answers 503',
    site: { isolated: true, rules: [{ path: threadsFile, after: 1, status: 503 }] },
    expected: { threads: 1, why: /threads did not start/ },
  },
  {
    group: 'Faults',
    name: 'the threaded worker is not there',
    site: { isolated: true, rules: [{ path: threadsFile, status: 404 }] },
    expected: { threads: 1, why: /threads did not start: .*server answered 404/ },
  },
  {
    group: 'Faults',
    name: 'the worker is not there',
    site: { rules: [{ path: anyWorker, status: 404 }] },
    expected: {
      code: 'FILE_NOT_FOUND',
      message: /worker-\w+\.js: server answered 404; copy .*env\.workerUrl/,
    },
  },
  {
    group: 'Faults',
    name: 'the worker is not there, and a CSP would only report it',
    site: {
      headers: { 'Content-Security-Policy-Report-Only': "worker-src 'none'" },
      rules: [{ path: anyWorker, status: 404 }],
    },
    expected: { code: 'FILE_NOT_FOUND', message: /server answered 404/ },
  },
  {
    group: 'Faults',
    name: 'the server asks to come back later (429)',
    site: { rules: [{ path: anyModule, status: 429 }] },
    expected: { code: 'NETWORK', message: /deberta-\w+\.wasm: server answered 429/ },
  },
  {
    group: 'Faults',
    name: 'a web page instead of the worker',
    site: { rules: [{ path: anyWorker, ...html }] },
    expected: { code: 'FILE_NOT_FOUND', message: /worker-\w+\.js: server returned HTML/ },
  },
  {
    group: 'Faults',
    name: 'the worker has no type of scripts',
    site: { rules: [{ path: anyWorker, headers: { 'Content-Type': 'image/png' } }] },
    expected: {
      code: 'UNSUPPORTED',
      message: /expected the content type text\/javascript, found 'image\/png'/,
    },
  },
  {
    group: 'Faults',
    name: 'the server fails',
    site: { rules: [{ path: anyWorker, status: 503 }] },
    expected: { code: 'NETWORK', message: /worker-\w+\.js: server answered 503/ },
  },
  {
    group: 'Faults',
    name: 'the module is not there',
    site: { isolated: true, rules: [{ path: anyModule, status: 404 }] },
    expected: {
      code: 'FILE_NOT_FOUND',
      message: /deberta-\w+\.wasm: server answered 404; copy .*env\.wasmPaths/,
    },
  },
  {
    group: 'Faults',
    name: 'a web page instead of the module',
    site: { rules: [{ path: anyModule, ...html }] },
    expected: { code: 'FILE_NOT_FOUND', message: /deberta-\w+\.wasm: server returned HTML/ },
  },
  {
    group: 'Faults',
    name: 'the module has another type',
    site: { rules: [{ path: anyModule, headers: { 'Content-Type': 'text/plain' } }] },
    expected: { threads: 1 },
  },
  {
    group: 'Faults',
    name: 'a CSP without wasm-unsafe-eval',
    site: { isolated: true, headers: csp("default-src 'self'") },
    expected: { code: 'UNSUPPORTED', message: /allow 'wasm-unsafe-eval' in script-src/ },
  },
  {
    group: 'Faults',
    name: "a CSP with worker-src 'none'",
    site: { headers: csp(policy("'wasm-unsafe-eval'", "worker-src 'none'")) },
    expected: {
      code: 'UNSUPPORTED',
      message: /Content-Security-Policy \(worker-src\) forbids the worker/,
    },
  },
  {
    group: 'Faults',
    name: 'Trusted Types, policy not allowed',
    site: {
      headers: csp(
        policy("'wasm-unsafe-eval'", "require-trusted-types-for 'script'; trusted-types 'none'"),
      ),
    },
    expected: { code: 'UNSUPPORTED', message: /allow the policy 'deberta-wasm'/ },
  },
  {
    group: 'Faults',
    name: 'COOP and COEP with pages only',
    site: {
      isolated: true,
      rules: [
        {
          path: /\.(js|wasm)$/,
          headers: { 'Cross-Origin-Embedder-Policy': null, 'Cross-Origin-Opener-Policy': null },
        },
      ],
    },
    expected: { code: 'UNSUPPORTED', message: /sent without Cross-Origin-Embedder-Policy/ },
  },
  {
    group: 'Faults',
    name: 'COEP with pages only, and no COOP',
    site: {
      rules: [{ path: /\.html$|\/$/, headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' } }],
    },
    expected: { code: 'UNSUPPORTED', message: /without Cross-Origin-Embedder-Policy/ },
  },
  {
    group: 'Faults',
    name: 'an address of env.wasmPaths that is none',
    settings: { wasmPaths: 'http://' },
    expected: { code: 'INPUT', message: /env\.wasmPaths: 'http:\/\/' is not an address/ },
  },
];
