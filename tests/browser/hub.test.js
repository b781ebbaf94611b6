// Models of the Hub in a page: the browser's cache, its locks, its quota, and its end at any moment.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { contentSecurityPolicy, serve } from '../../tools/serve.mjs';
import { launch, openPage } from '../support/browser.mjs';
import { startHub } from '../support/hub.mjs';
import {
  bundledModel,
  cleanUp,
  damagedModel,
  fixedModel,
  joinSafetensors,
  splitSafetensors,
  temporaryFolder,
} from '../support/models.mjs';
import { filesOfOrigin } from '../support/origin_files.mjs';
import { seeded } from '../support/random.mjs';

const name = 'ada/pii';
const pieceLength = 4 << 20;
const weightsFile = 'model.safetensors';

/** The bundled model, and as many megabytes that it does not need. */
function largerModel(megabytes) {
  return damagedModel(weightsFile, (content) => {
    const [header, data] = splitSafetensors(content);
    const extra = Buffer.alloc(megabytes << 20, 7);
    const data_offsets = [data.length, data.length + extra.length];
    header['unused.weight'] = { dtype: 'I8', shape: [extra.length], data_offsets };
    return joinSafetensors(header, Buffer.concat([data, extra]));
  });
}

let browser, server, hub, strict, size;
beforeAll(async () => {
  const site = temporaryFolder();
  for (const file of filesOfPage()) {
    cpSync(join(root, 'dist', file), join(site, file), { recursive: true });
  }
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>page</title>',
  );
  const policy = contentSecurityPolicy.replace("connect-src 'self'", '$& http://127.0.0.1:*');
  server = await serve(site, { headers: { 'Content-Security-Policy': policy } });
  const larger = largerModel(12);
  size = readFileSync(join(larger, weightsFile)).length;
  const repositories = { [name]: bundledModel, 'ada/larger': larger, 'ada/floats': fixedModel };
  hub = await startHub({ repositories });
  strict = await startHub({ repositories, preflight: false });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([server, hub, strict].map((each) => each?.close()));
  cleanUp();
});

/** A browser of its own: its cache is empty. */
let context, problems;
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  for (const each of [hub, strict]) {
    each.clearFaults();
    each.requests.length = 0;
  }
});

async function visit() {
  const opened = await openPage(context, server.url);
  problems = opened.problems;
  return opened.page;
}

/** Loads a model in the page, sees that it answers, and tells where its files came from. */
function load(page, { model = name, remoteHost = hub.url, options = {} } = {}) {
  return page.evaluate(
    async ([model, remoteHost, options]) => {
      const { env, pipeline } = await import('./deberta.js');
      env.remoteHost = remoteHost;
      env.retry = { attempts: 4, delay: 20, stall: 5000 };
      const ner = await pipeline('ner', model, { threads: 1, ...options });
      const [entity] = await ner('Ask ada@example.org', { aggregation_strategy: 'simple' });
      if (entity?.word !== 'ada@example.org') throw new Error('a wrong answer');
      const { load } = await ner.diagnostics();
      await ner.dispose();
      return load;
    },
    [model, remoteHost, options],
  );
}

const contents = (from = hub) =>
  from.requests.filter(({ origin, method }) => origin === 'content' && method === 'GET');

test('a model of another origin is loaded, checked and kept, under a strict CSP', async () => {
  const page = await visit();
  const { origins } = await load(page);
  expect(origins[weightsFile]).toEqual({ from: 'network', verified: 'sha256', cached: true });
  expect(origins['config.json']).toMatchObject({ verified: 'git-sha1', cached: true });
  hub.requests.length = 0;
  const again = await load(await visit());
  expect(Object.values(again.origins).map(({ from }) => from)).not.toContain('network');
  expect(hub.requests).toEqual([]);
  expect(problems).toEqual([]);
});

/** Counts the bytes of every message that carries bytes to a worker, by its method. */
function countBytes() {
  globalThis.sentBytes = {};
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...rest) {
    const lengths = (message.args ?? []).map((each) => each?.byteLength ?? 0);
    const sum = lengths.reduce((total, length) => total + length, 0);
    globalThis.sentBytes[message.method] = (globalThis.sentBytes[message.method] ?? 0) + sum;
    return postMessage.call(this, message, ...rest);
  };
}

test('weights that are too large for the platform’s hash cross to the worker once, and are checked there', async () => {
  const page = await visit();
  await page.evaluate(countBytes);
  const { origins } = await load(page, { model: 'ada/larger' });
  expect(origins[weightsFile]).toEqual({ from: 'network', verified: 'sha256', cached: true });
  const sent = await page.evaluate(() => globalThis.sentBytes);
  expect(sent.writeWeights).toBe(size);
  expect(sent.hash).toBe(undefined);
});

test('damage in weights that the worker hashes is found, and the load begins again', async () => {
  hub.fault(weightsFile, { flip: size - 1000 });
  const page = await visit();
  await page.evaluate(countBytes);
  const { origins } = await load(page, { model: 'ada/larger' });
  expect(origins[weightsFile]).toEqual({ from: 'network', verified: 'sha256', cached: true });
  const sent = await page.evaluate(() => globalThis.sentBytes);
  expect(sent.writeWeights).toBe(2 * size);
  hub.requests.length = 0;
  const again = await load(await visit(), { model: 'ada/larger' });
  expect(again.origins[weightsFile].from).toBe('cache');
  hub.always(weightsFile, { flip: size - 1000 });
  const other = await browser.newContext();
  const { page: third } = await openPage(other, server.url);
  await expect(load(third, { model: 'ada/larger' })).rejects.toThrow(/sha256/);
  const kept = await third.evaluate(async () => {
    const { ModelRegistry } = await import('./deberta.js');
    return (await ModelRegistry.is_cached_files('ada/larger')).files;
  });
  expect(kept).toContainEqual({ file: weightsFile, cached: false });
  await other.close();
});

/** Changes one byte of a file of pieces. */
const damage = (page, path, at) =>
  page.evaluate(
    async ([path, at]) => {
      let folder = await navigator.storage.getDirectory();
      for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
      const handle = await folder.getFileHandle(path.at(-1));
      const before = new Uint8Array(
        await (await handle.getFile()).slice(at, at + 1).arrayBuffer(),
      )[0];
      const writable = await handle.createWritable({ keepExistingData: true });
      await writable.write({ type: 'write', position: at, data: new Uint8Array([before ^ 1]) });
      await writable.close();
    },
    [path, at],
  );

test('weights are in a file, of which a damaged piece is downloaded again', async () => {
  const page = await visit();
  const model = { model: 'ada/larger' };
  await load(page, model);
  const [kept, ...more] = await page.evaluate(filesOfOrigin);
  expect(more).toEqual([]);
  expect(kept.size).toBe(size);
  expect(kept.path).toEqual([
    ...['deberta-wasm', 'deberta-wasm'],
    expect.stringMatching(/ada%2Flarger/),
    expect.stringMatching(/^model\.safetensors\.\w{4,8}$/),
  ]);
  const keys = await page.evaluate(async () =>
    (await (await caches.open('deberta-wasm')).keys()).map(({ url }) => url),
  );
  expect(keys.filter((key) => /safetensors/.test(key))).toEqual([]);

  for (const threads of [1, 2]) {
    hub.requests.length = 0;
    await damage(page, kept.path, pieceLength + 12_345 * threads);
    await load(page, { ...model, options: { threads } });
    const ranges = contents().map(({ headers }) => headers.range);
    expect(ranges).toEqual([`bytes=${pieceLength}-${2 * pieceLength - 1}`]);
    hub.requests.length = 0;
    await Promise.all([load(page, model), load(await visit(), model)]);
    expect(hub.requests).toEqual([]);
  }
  await damage(page, kept.path, 3 * pieceLength);
  const refused = load(page, { ...model, options: { local_files_only: true } });
  await expect(refused).rejects.toThrow(/piece 4 of \d in the cache is damaged/);
}, 120_000);

test('two tabs download once', async () => {
  hub.always(weightsFile, { drip: { bytes: 200_000, every: 5 } });
  const pages = [await visit(), await visit()];
  const reports = await Promise.all(pages.map((page) => load(page)));
  const from = reports.map(({ origins }) => origins[weightsFile].from);
  expect(from.sort()).toEqual(['cache', 'network']);
  expect(contents()).toHaveLength(1);
});

test('without room the model runs from memory, and says so', async () => {
  const page = await visit();
  const session = await context.newCDPSession(page);
  const { origin } = new URL(server.url);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 });
  const { origins } = await load(page);
  expect(origins[weightsFile]).toEqual({
    from: 'network',
    verified: 'sha256',
    cached: false,
    note: 'not kept: no room',
  });
  const left = await page.evaluate(async () => (await navigator.storage.estimate()).usage);
  expect(left).toBeLessThan(3_000_000);
});

test('the registry tells what is kept, asks to keep it, and clears it', async () => {
  const page = await visit();
  await load(page);
  const told = await page.evaluate(
    async ([model, remoteHost]) => {
      const { ModelRegistry, env } = await import('./deberta.js');
      env.remoteHost = remoteHost;
      const before = await ModelRegistry.is_cached(model);
      const bytes = await ModelRegistry.get_cache_size(model);
      const persisted = await ModelRegistry.persist();
      const { filesDeleted } = await ModelRegistry.clear_cache(model);
      const keys = await (await caches.open(env.cacheKey)).keys();
      return { before, bytes, persisted, filesDeleted, left: keys.length };
    },
    [name, hub.url],
  );
  expect(await page.evaluate(filesOfOrigin)).toEqual([]);
  expect(told).toMatchObject({ before: true, left: 1 });
  expect(told.bytes).toBeGreaterThan(5_000_000);
  expect(told.filesDeleted).toBeGreaterThan(4);
  expect(typeof told.persisted).toBe('boolean');
});

test('a token goes to the Hub and not to where it redirects to', async () => {
  await load(await visit(), { options: { token: 'hf_x' } });
  const seen = (origin) =>
    hub.requests
      .filter((request) => request.origin === origin && request.method === 'GET')
      .map(({ headers }) => headers.authorization);
  expect(new Set(seen('hub'))).toEqual(new Set(['Bearer hf_x']));
  expect(new Set(seen('content'))).toEqual(new Set([undefined]));
});

describe('a download that breaks off', () => {
  test.each([
    ['with its length', { cut: 5_000_000 }],
    ['in chunks', { cut: 5_000_000, encoding: 'chunked' }],
    ['where the end looks like any other', { cut: 5_000_000, encoding: 'close' }],
    ['in the middle of gzip', { cut: 3_000_000, encoding: 'gzip close' }],
    ['by a reset', { reset: 200_000 }],
    ['with a length that is too short', { length: 5_000_000 }],
  ])('goes on: %s', async (_, fault) => {
    hub.fault(weightsFile, fault);
    const { origins } = await load(await visit());
    expect(origins[weightsFile]).toMatchObject({ verified: 'sha256', cached: true });
    expect(contents().length).toBeGreaterThan(1);
  });

  test('goes on where a page may not send If-Range', async () => {
    strict.fault(weightsFile, { cut: 5_000_000 });
    const { origins } = await load(await visit(), { remoteHost: strict.url });
    expect(origins[weightsFile]).toMatchObject({ verified: 'sha256', cached: true });
    expect(contents(strict).at(-1).headers.range).toMatch(/^bytes=\d+-$/);
  });
});

// More take long: DEBERTA_KILLS=50 npm test -- browser
const kills = Number(process.env.DEBERTA_KILLS ?? 10);

test('killed at any moment of a download, the next visit loads, and fetches a piece twice at most', async () => {
  const { below } = seeded(11);
  const model = 'ada/larger';
  let resumed = 0;
  let page = await visit();
  for (let i = 0; i < kills; ++i) {
    hub.clearFaults();
    hub.always(weightsFile, { drip: { bytes: 400_000, every: 2 } });
    let loaded = 0;
    await page.exposeFunction('tell', (bytes) => (loaded = Math.max(loaded, bytes)));
    const end = below(size);
    const reached = page.evaluate(
      async ([model, remoteHost, end]) => {
        const { ModelRegistry, env, pipeline } = await import('./deberta.js');
        env.remoteHost = remoteHost;
        await ModelRegistry.clear_cache(model);
        await new Promise((resolve) => {
          const progress_callback = ({ status, file, loaded }) => {
            if (status !== 'progress' || file !== 'model.safetensors') return;
            globalThis.tell(loaded);
            if (loaded >= end) resolve();
          };
          pipeline('ner', model, { threads: 1, progress_callback }).then(resolve);
        });
      },
      [model, hub.url, end],
    );
    await reached;
    // With all that it runs, at whatever it is doing.
    await page.close();
    hub.clearFaults();
    hub.requests.length = 0;
    page = await visit();
    const { origins } = await load(page, { model });
    const { resumed: kept = 0, verified, cached, from } = origins[weightsFile];
    expect([verified, cached]).toEqual(['sha256', true]);
    if (from === 'network') expect(loaded - kept).toBeLessThanOrEqual(pieceLength + 400_000);
    if (kept > 0) {
      ++resumed;
      // What was kept is not asked for.
      for (const { headers } of contents()) expect(headers.range).toBe(`bytes=${kept}-`);
    }
  }
  expect(resumed).toBeGreaterThan(kills / 3);
}, 600_000);

test('what is typed is in no request, no storage and no message', async () => {
  const canary = 'Zanzibar-Quokka-7351';
  const page = await visit();
  const messages = [];
  page.on('console', (message) => messages.push(message.text()));
  await load(page);
  const stored = await page.evaluate(
    async ([model, remoteHost, canary]) => {
      const { AutoTokenizer, env, pipeline } = await import('./deberta.js');
      env.remoteHost = remoteHost;
      const ner = await pipeline('ner', model, { threads: 1 });
      const texts = [canary, `My name is ${canary}, ${canary}@example.org`, canary.repeat(200)];
      const messages = [];
      for (const text of texts) {
        await ner(text, { aggregation_strategy: 'simple', stride: 16 });
        await ner.redact(text);
        // Every kind of misuse: what it says must not repeat the text.
        for (const misuse of [
          () => ner(text, { aggregation_strategy: text }),
          () => ner([text, 7]),
          () => ner(text, { stride: 1e9 }),
          () => ner(text, { signal: AbortSignal.abort(text) }),
          () => ner.redact(text, { labels: 7 }),
          () => ner.tokenizer(text, { truncation: text, max_length: -1 }),
          () => ner.tokenizer({ text }),
          () => pipeline('ner', 'ada/none', { config: { text } }),
        ]) {
          const error = await Promise.resolve()
            .then(misuse)
            .catch((failure) => failure);
          if (error instanceof Error) messages.push(`${error.name} ${error.code} ${error.message}`);
        }
      }
      const tokenizer = await AutoTokenizer.from_pretrained(model);
      await tokenizer(canary);
      await Promise.all([ner.dispose(), tokenizer.dispose()]);
      const kept = [JSON.stringify({ ...localStorage, ...sessionStorage }), document.cookie];
      for (const key of await caches.keys()) {
        const cache = await caches.open(key);
        for (const request of await cache.keys()) {
          kept.push(request.url, await (await cache.match(request)).text());
        }
      }
      return { messages, kept: kept.join('\n'), databases: await indexedDB.databases() };
    },
    [name, hub.url, canary],
  );
  expect(stored.messages.length).toBeGreaterThan(10);
  const asked = JSON.stringify(hub.requests);
  const told = [...stored.messages, ...messages, ...problems].join('\n');
  for (const [where, text] of Object.entries({ asked, told, kept: stored.kept })) {
    expect([where, text.length > 10 && text.includes(canary)]).toEqual([where, false]);
  }
  expect(stored.databases).toEqual([]);
  // The search finds what is there.
  expect(asked).toContain(weightsFile);
  expect(stored.kept).toContain('model_type');
}, 120_000);

describe('a copy in 8 bits of the weights', () => {
  const options = { dtype: 'q8', cache_converted: true, threads: 1 };

  /** Loads the model, waits for what becomes of the copy, and tells that and the files that were read. */
  const loadWithCopy = (page) =>
    page.evaluate(
      async ([remoteHost, options]) => {
        const { env, pipeline } = await import('./deberta.js');
        env.remoteHost = remoteHost;
        const ner = await pipeline('ner', 'ada/floats', options);
        let state;
        do {
          await new Promise((resolve) => setTimeout(resolve, 20));
          state = (await ner.diagnostics()).load;
        } while (state.converted === 'in progress');
        const found = await ner('Ask ada@example.org', { aggregation_strategy: 'simple' });
        await ner.dispose();
        return { converted: state.converted, files: state.files, word: found[0]?.word };
      },
      [hub.url, options],
    );

  test('is made under a strict CSP, and read by the next page without a request', async () => {
    expect(await loadWithCopy(await visit())).toMatchObject({ converted: 'kept' });
    hub.requests.length = 0;
    const { converted, files, word } = await loadWithCopy(await visit());
    expect([converted, word]).toEqual(['read', 'ada@example.org']);
    expect(files).toEqual([expect.stringMatching(/^deberta-wasm/)]);
    expect(hub.requests).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('is made once by two pages, and anew after a page that was closed meanwhile', async () => {
    const [one, other, closed] = await Promise.all([visit(), visit(), visit()]);
    await closed.evaluate(
      async ([remoteHost, options]) => {
        const { env, pipeline } = await import('./deberta.js');
        env.remoteHost = remoteHost;
        await pipeline('ner', 'ada/floats', options);
      },
      [hub.url, options],
    );
    await closed.close();
    const states = await Promise.all([loadWithCopy(one), loadWithCopy(other)]);
    for (const { converted, word } of states) {
      expect(['kept', 'read']).toContain(converted);
      expect(word).toBe('ada@example.org');
    }
    expect(await loadWithCopy(await visit())).toMatchObject({ converted: 'read' });
  });
});
