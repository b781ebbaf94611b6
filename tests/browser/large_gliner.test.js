// A GLiNER repository in the short form, with the keys and the sizes of urchade/gliner_small-v2.1 (611 MB) and random
// weights: it resumes after cut transfers, is cached, and loads offline, in Node and in Chromium. It takes minutes:
//
//   npm run test:large     the same with DEBERTA_TESTS=all; prints times and memory
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { root } from '../../tools/project.mjs';
import { launchWithProfile } from '../support/browser.mjs';
import { serveTwice, siteFolder } from '../support/engine_site.mjs';
import {
  encoderFiles,
  glinerConfig,
  randomWords,
  shapes,
  weights,
} from '../support/gliner_repository.mjs';
import { startHub } from '../support/hub.mjs';
import { cleanUp, temporaryFolder } from '../support/models.mjs';
import { peakOfPages } from '../support/peak_memory.mjs';
import { torchZip } from '../support/torch_zip.mjs';

const isAsked = process.env.DEBERTA_TESTS === 'all';
const whenAsked = isAsked ? describe : describe.skip;
if (!isAsked) console.warn('a repository of 611 MB is not loaded (npm run test:large)');

const { name, encoder } = shapes.small;
const weightsFile = 'pytorch_model.bin';
const pieceLength = 4 << 20;
const text = randomWords(60, 7).join(' ');
const labels = randomWords(5, 8);

/** The weights, made when they are needed. @type {Buffer | undefined} */
let content;

/**
 * Loads the model and finds entities. Runs in Node and in pages.
 * @param {typeof import('../../web/index.js')} library
 * @param {any} options abortAt: bytes of the weights after which the load is aborted
 */
async function visit(library, { remoteHost, model, text, labels, abortAt, ...options }) {
  const { env, pipeline } = library;
  env.remoteHost = remoteHost;
  env.retry = { attempts: 4, delay: 20, stall: 20_000 };
  const abort = new AbortController();
  let loaded = 0;
  const progress_callback = (info) => {
    if (info.status !== 'progress' || !/\.bin$/.test(info.file)) return;
    loaded = info.loaded;
    if (loaded >= abortAt) abort.abort();
  };
  const start = performance.now();
  const given = { threads: 2, progress_callback, signal: abort.signal, ...options };
  try {
    const find = await pipeline('zero-shot-ner', model, given);
    const seconds = (performance.now() - start) / 1000;
    const entities = await find(text, labels, { threshold: 0 });
    const { load, heap_bytes } = await find.diagnostics();
    await find.dispose();
    return { seconds, loaded, entities, origins: load.origins, heap_bytes };
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    return { seconds: (performance.now() - start) / 1000, loaded, aborted: true };
  }
}

/** Each place has a cache of its own, and tells the most memory that its process has had resident. */
const places = {
  node() {
    const cacheDir = temporaryFolder();
    const [entry, helper] = ['dist/node.js', 'tests/support/peak_memory.mjs'].map(
      (path) => pathToFileURL(join(root, path)).href,
    );
    return {
      async run(options) {
        const program = `import * as library from ${JSON.stringify(entry)};
          import { peakOfProcess } from ${JSON.stringify(helper)};
          library.env.cacheDir = ${JSON.stringify(cacheDir)};
          const result = await (${visit})(library, ${JSON.stringify(options)});
          console.log(JSON.stringify({ ...result, peak: peakOfProcess('self') }));`;
        const run = promisify(execFile);
        const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
        return JSON.parse(stdout);
      },
      close() {},
    };
  },
  async page() {
    const profile = temporaryFolder();
    const servers = await serveTwice(siteFolder());
    return {
      async run(options) {
        const context = await launchWithProfile(profile);
        const page = await context.newPage();
        await page.goto(servers.isolated.url);
        const call = `(library) => (${visit})(library, ${JSON.stringify(options)})`;
        const result = await page.evaluate(`import('./deberta.js').then(${call})`);
        const peak = await peakOfPages(context.browser());
        await context.close();
        return { ...result, peak };
      },
      close: () => servers.close(),
    };
  },
};

whenAsked.each([
  ['Node', 'node'],
  ['Chromium', 'page'],
])('a repository of 611 MB in %s', (placeName, placeKey) => {
  let hub, place, size, first;
  const rows = [];
  beforeAll(async () => {
    content ??= torchZip(weights(shapes.small));
    size = content.length;
    hub = await startHub({
      repositories: {
        [name]: {
          'gliner_config.json': JSON.stringify(glinerConfig(shapes.small)),
          [weightsFile]: content,
        },
        [encoder]: encoderFiles(shapes.small),
      },
    });
    place = await places[placeKey]();
  }, 120_000);
  afterAll(async () => {
    await place?.close();
    await hub?.close();
    cleanUp();
    console.info(
      [`${placeName}: seconds, wasm MB, peak MB of the process`, ...rows.map(lineOf)].join('\n'),
    );
  });

  /** @param {string} what @param {object} [options] */
  async function load(what, options) {
    hub.requests.length = 0;
    const result = await place.run({
      ...{ remoteHost: hub.url, model: name, text, labels },
      ...options,
    });
    rows.push({ what, ...result });
    return result;
  }
  const contents = () =>
    hub.requests.filter(({ origin, method }) => origin === 'content' && method === 'GET');
  const sources = ({ origins }) => new Set(Object.values(origins).map(({ from }) => from));

  test('has the size of the original', () => {
    expect(Math.round(size / 1e6)).toBe(611);
  });

  test('a load that is aborted goes on where it was, also after its transfer is cut', async () => {
    const aborted = await load('aborted at 200 MB', { abortAt: 200_000_000 });
    expect(aborted.aborted).toBe(true);
    hub.fault(weightsFile, { cut: 100_000_000 });
    const result = await load('resumed, cut once, fp32');
    const { resumed, ...origin } = result.origins[weightsFile];
    expect(origin).toEqual({ from: 'network', verified: 'sha256', cached: true });
    expect(resumed).toBeGreaterThan(aborted.loaded - 2 * pieceLength);
    const [begun, goneOn] = contents().map(({ headers }) => headers.range);
    expect(begun).toBe(`bytes=${resumed}-`);
    expect(Number(/\d+/.exec(goneOn))).toBeGreaterThan(resumed + 90_000_000);
    expect(contents()).toHaveLength(2);
    // What belongs to the encoder's repository is part of the model.
    const files = ['config.json', 'gliner_config.json', weightsFile, 'spm.model'];
    expect(Object.keys(result.origins)).toEqual(expect.arrayContaining(files));
    for (const { start, end, text: found } of result.entities) {
      expect(text.slice(start, end)).toBe(found);
    }
    first = result.entities;
    expect(first.length).toBeGreaterThan(0);
  }, 180_000);

  test('the next load asks the Hub for nothing', async () => {
    const result = await load('cached, q8', { dtype: 'q8' });
    expect(sources(result)).toEqual(new Set(['cache']));
    expect(hub.requests).toEqual([]);
    expect(result.heap_bytes).toBeLessThan(350_000_000);
  }, 120_000);

  test('offline it gives what it gave before', async () => {
    await hub.close();
    const result = await load('offline, fp32');
    expect(sources(result)).toEqual(new Set(['cache']));
    expect(result.entities).toEqual(first);
  }, 120_000);
});

/** @param {any} row */
function lineOf({ what, seconds, heap_bytes, peak }) {
  const megabytes = (bytes) => String(bytes === undefined ? '–' : Math.round(bytes / 1e6));
  const figures = [seconds.toFixed(1), megabytes(heap_bytes), megabytes(peak)];
  return what.padEnd(26) + figures.map((figure) => figure.padStart(7)).join('');
}
