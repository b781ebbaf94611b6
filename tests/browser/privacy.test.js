// No text leaves the page: a made-up word goes through every function of the package, and is then looked for in
// Chromium's log of its network activity, in what servers got, in messages, in the console, in what pages store and in
// the browser's folder. Deliberate leaks show that the search finds each kind.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { filesOfPage, root } from '../../tools/project.mjs';
import { serve } from '../../tools/serve.mjs';
import { tasks } from '../../js/pipelines/tasks.js';
import { launchWithNetLog } from '../support/browser.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../support/models.mjs';
import { searchNetLog } from '../support/net_log.mjs';
import * as tiny from '../support/tiny_models.mjs';

const canary = 'quokka7351zanzibar';
// Nothing is forbidden, so that a leak would leave.
const policy = "default-src * data: blob: 'unsafe-eval' 'wasm-unsafe-eval'";

let site, server, received;
beforeAll(async () => {
  site = temporaryFolder();
  for (const file of [...filesOfPage(), 'deberta-inline.js']) {
    cpSync(join(root, 'dist', file), join(site, file), { recursive: true });
  }
  cpSync(join(root, 'tests/browser/pages/privacy_calls.js'), join(site, 'privacy_calls.js'));
  const models = {
    entities: bundledModel,
    labels: tiny.sequenceClassifier({ labels: ['contradiction', 'entailment'] }),
    ranks: tiny.sequenceClassifier({ labels: ['LABEL_0'] }),
    masks: tiny.maskedLanguageModel(),
    answers: tiny.questionAnswerer(),
    any_entities: tiny.gliner(),
    anything: tiny.gliner2(),
  };
  for (const [name, folder] of Object.entries(models)) {
    cpSync(folder, join(site, 'models', name), { recursive: true });
  }
  writeFileSync(join(site, 'index.html'), '<!doctype html><link rel="icon" href="data:," />');
  received = [];
  server = await serve(site, {
    headers: { 'Content-Security-Policy': policy },
    onRequest(request, response) {
      received.push(`${request.url} ${JSON.stringify(request.headers)}`);
      if (request.method !== 'POST') return;
      request.on('data', (bytes) => received.push(String(bytes)));
      request.on('end', () => response.end());
      return true;
    },
  });
});
afterAll(async () => {
  await server?.close();
  cleanUp();
});

/**
 * Runs a visit of the page in a browser of its own.
 * @template T
 * @param {(page: import('playwright-core').Page, folder: string) => Promise<T>} visit
 */
async function inBrowser(visit) {
  const [profile, folder] = [temporaryFolder(), temporaryFolder()];
  const log = join(folder, 'net-log.json');
  const context = await launchWithNetLog(profile, log);
  const page = await context.newPage();
  /** What a developer sees: the console of the page and of its workers, and errors that nobody catches. */
  const messages = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`${error.message} ${error.stack}`));
  page.on('crash', () => messages.push('the page crashed'));
  const result = await page.goto(server.url).then(() => visit(page));
  const kept = await page.evaluate(stored);
  await context.close();
  return { result, kept, messages, log, profile };
}

/** Everything that this origin has stored, as texts by place. */
async function stored() {
  const kept = { localStorage: JSON.stringify({ ...localStorage }), cookies: document.cookie };
  kept.sessionStorage = JSON.stringify({ ...sessionStorage });
  kept.caches = '';
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    for (const request of await cache.keys()) {
      kept.caches += `${key} ${request.url} ${await (await cache.match(request)).text()}`;
    }
  }
  const read = async (folder, path) => {
    let text = '';
    for await (const [name, handle] of folder.entries()) {
      const isFile = handle.kind === 'file';
      text += `${path}/${name} `;
      text += isFile
        ? await (await handle.getFile()).text()
        : await read(handle, `${path}/${name}`);
    }
    return text;
  };
  kept.opfs = await read(await navigator.storage.getDirectory(), '');
  kept.indexedDB = '';
  for (const { name } of await indexedDB.databases()) {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      kept.indexedDB += `${name} ${store} ${JSON.stringify(await done(all))}`;
    }
  }
  return kept;
}

/** The files of a folder that hold a word, as UTF-8 or UTF-16. */
function filesWith(folder, word) {
  const spellings = [Buffer.from(word), Buffer.from(word, 'utf16le')];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => {
    const file = join(folder, path);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
    const content = readFileSync(file);
    return spellings.some((spelling) => content.includes(spelling));
  });
}

describe('the search finds', () => {
  const ways = ['fetch', 'beacon', 'websocket', 'image', 'dns', 'webrtc'];
  const wordOf = (way) => `${way}zanzibar7351`;
  let sockets, visited;
  beforeAll(async () => {
    sockets = createServer().on('upgrade', ({ headers }, socket) => {
      const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
      const key = headers['sec-websocket-key'] + guid;
      const accept = createHash('sha1').update(key).digest('base64');
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      socket.on('error', () => {});
      socket.on('data', () => socket.end());
    });
    await new Promise((resolve) => sockets.listen(0, '127.0.0.1', resolve));
    visited = await inBrowser((page) => page.evaluate(leak, [sockets.address().port, ways]));
  }, 120_000);
  afterAll(() => sockets?.close());

  /** Sends a word in each way, and stores and prints one. */
  async function leak([port, ways]) {
    const words = Object.fromEntries(ways.map((way) => [way, `${way}zanzibar7351`]));
    await fetch('/leak', { method: 'POST', body: words.fetch });
    navigator.sendBeacon('/leak', words.beacon);
    await new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
      socket.onopen = () => socket.send(words.websocket);
      socket.onclose = resolve;
    });
    await new Promise((resolve) => {
      const image = new Image();
      image.onerror = resolve;
      image.src = `/leak?${words.image}`;
    });
    const link = document.createElement('link');
    Object.assign(link, { rel: 'dns-prefetch', href: `//${words.dns}.example/` });
    document.head.append(link);
    const connection = new RTCPeerConnection({
      iceServers: [{ urls: `stun:${words.webrtc}.example:3478` }],
    });
    connection.createDataChannel('data');
    await connection.setLocalDescription(await connection.createOffer());

    const word = 'storedzanzibar7351';
    localStorage.setItem('a', word);
    sessionStorage.setItem('a', word);
    document.cookie = `a=${word}`;
    await (await caches.open('a')).put('/a', new Response(word));
    const folder = await (
      await navigator.storage.getDirectory()
    ).getDirectoryHandle('a', {
      create: true,
    });
    const writable = await (await folder.getFileHandle('b', { create: true })).createWritable();
    await writable.write(word);
    await writable.close();
    await new Promise((resolve, reject) => {
      const request = indexedDB.open('a');
      request.onupgradeneeded = () => request.result.createObjectStore('b').put(word, 'c');
      request.onsuccess = () => resolve(request.result.close());
      request.onerror = reject;
    });
    const source = `console.log('${word}')`;
    new Worker(URL.createObjectURL(new Blob([source])));
    setTimeout(() => Promise.reject(new Error(word)));
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }

  test('what leaves by fetch, beacon, WebSocket, image, DNS prefetch and WebRTC: 6 of 6', async () => {
    const { found } = await searchNetLog(visited.log, ways.map(wordOf));
    const ofWays = ways.map((way) => [way, found[wordOf(way)].length > 0]);
    expect(ofWays).toEqual(ways.map((way) => [way, true]));
    for (const way of ['fetch', 'beacon', 'image']) {
      expect([way, received.some((text) => text.includes(wordOf(way)))]).toEqual([way, true]);
    }
  });

  test('what is stored, in each of six places and in the browser’s folder', () => {
    const word = 'storedzanzibar7351';
    const places = Object.entries(visited.kept).map(([place, text]) => [
      place,
      text.includes(word),
    ]);
    const names = ['localStorage', 'cookies', 'sessionStorage', 'caches', 'opfs', 'indexedDB'];
    expect(places).toEqual(names.map((place) => [place, true]));
    expect(filesWith(visited.profile, word).length).toBeGreaterThan(2);
  });

  test('what a worker prints, and an error that nobody catches', () => {
    const told = visited.messages.filter((text) => text.includes('storedzanzibar7351'));
    expect(told.sort()).toEqual([
      'log: storedzanzibar7351',
      expect.stringMatching(/^storedzanzibar7351 Error: /),
    ]);
  });
});

describe('a word that went through every function', () => {
  let visited;
  beforeAll(async () => {
    received.length = 0;
    visited = await inBrowser((page) =>
      page.evaluate(
        async ([word, names]) => (await import('./privacy_calls.js')).callEverything(word, names),
        [canary, tasks.map(({ name }) => name)],
      ),
    );
  }, 600_000);

  test('every function answered', () => {
    const { tasks: answered, answers, errors } = visited.result;
    expect(answered).toEqual(tasks.map(({ name }) => name));
    expect(answers).toBeGreaterThan(40);
    expect(errors.length).toBeGreaterThan(60);
    expect(errors.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['INPUT', 'ABORTED', 'CRASHED', 'DISPOSED', 'FILE_NOT_FOUND']),
    );
  });

  test('is not on the wire: 0 of the events of the network', async () => {
    const { events, sent, found } = await searchNetLog(visited.log, [canary, 'model.safetensors']);
    expect(found['model.safetensors'].length).toBeGreaterThan(0); // the search sees the package's requests
    expect(events).toBeGreaterThan(500);
    expect(sent).toBeGreaterThan(5000);
    expect(found[canary]).toEqual([]);
    expect(received.length).toBeGreaterThan(20);
    expect(received.filter((text) => text.toLowerCase().includes(canary))).toEqual([]);
  });

  test('is in no error, neither in its message nor in its stack or cause', () => {
    const told = visited.result.errors.filter(({ text }) => text.toLowerCase().includes(canary));
    expect(told).toEqual([]);
  });

  test('is not in the console, in no report, and in no error that nobody catches', () => {
    const { reports } = visited.result;
    const told = [...visited.messages, ...reports].filter((text) =>
      text.toLowerCase().includes(canary),
    );
    expect(told).toEqual([]);
  });

  test('is not stored: in no place of the page, and in no file of the browser', () => {
    const places = Object.entries(visited.kept).filter(([, text]) => text.includes(canary));
    expect(places).toEqual([]);
    // The model came by an address, so the cache of models holds nothing, and nothing else is stored.
    expect(visited.kept).toMatchObject({
      localStorage: '{}',
      indexedDB: '',
      opfs: '',
      cookies: '',
    });
    expect(filesWith(visited.profile, canary)).toEqual([]);
  });
});
