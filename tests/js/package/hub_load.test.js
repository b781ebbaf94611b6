// Loading by Hub name, through the package.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import {
  AutoModel,
  AutoModelForSequenceClassification,
  AutoTokenizer,
  ModelRegistry,
  env,
  pipeline,
} from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { serve } from '../../../tools/serve.mjs';
import { startHub } from '../../support/hub.mjs';
import { memoryCache } from '../../support/memory_cache.mjs';
import {
  bundledModel,
  cleanUp,
  shardedCheckpoint,
  temporaryFolder,
} from '../../support/models.mjs';

const name = 'ada/pii';
const fixture = (path) => readFileSync(join(root, 'tests/fixtures', path));
const torchConfig = JSON.parse(fixture('golden/v1_seq_single/config.json'));
const before = { ...env };
let hub, mirror;
beforeAll(async () => {
  const repositories = {
    [name]: { main: bundledModel, 'refs/pr/4': bundledModel },
    'ada/sharded': shardedCheckpoint(),
    'ada/older': {
      'tokenizer_config.json': '{}',
      ...Object.fromEntries(
        ['vocab.json', 'merges.txt', 'special_tokens_map.json'].map((file) => [
          file,
          readFileSync(join(bundledModel, file)),
        ]),
      ),
    },
    'ada/tensorflow': {
      'config.json': fixture('golden/v1_seq_single/config.json'),
      'tf_model.h5': fixture('checkpoints/v1_seq_single/tf_model.h5'),
    },
    'ada/torch': {
      'config.json': fixture('golden/v1_seq_single/config.json'),
      'pytorch_model.bin': fixture('checkpoints/v1_seq_single/zip.bin'),
    },
  };
  hub = await startHub({ repositories });
  mirror = await startHub({ repositories, api: false });
});
afterAll(async () => {
  await Promise.all([hub.close(), mirror.close()]);
  cleanUp();
});
beforeEach(() => {
  env.remoteHost = hub.url;
  env.cacheDir = temporaryFolder();
  env.retry = { attempts: 4, delay: 5, stall: 1000 };
});
afterEach(() => {
  Object.assign(env, before);
  for (const each of [hub, mirror]) {
    each.clearFaults();
    each.requests.length = 0;
  }
});

const text = 'Ask ada@example.org';
const simple = { aggregation_strategy: 'simple' };
const found = [{ entity_group: 'EMAIL', word: 'ada@example.org' }];
const options = { threads: 1 };

/** Loads the model, sees that it answers, and tells where its files came from. */
async function load(more = {}, model = name) {
  const ner = await pipeline('ner', model, { ...options, ...more });
  expect(await ner(text, simple)).toMatchObject(found);
  const { load: report } = await ner.diagnostics();
  await ner.dispose();
  return report;
}

const filesAsked = (server = hub) =>
  server.requests.filter(({ path }) => path.includes('/resolve/'));

test('a name is a repository; the second load makes no request', async () => {
  const { origins } = await load();
  expect(origins['model.safetensors']).toEqual({
    from: 'network',
    verified: 'sha256',
    cached: true,
  });
  expect(origins['config.json']).toEqual({ from: 'network', verified: 'git-sha1', cached: true });

  hub.requests.length = 0;
  const again = await load();
  expect(new Set(Object.values(again.origins).map(({ from }) => from))).toEqual(new Set(['cache']));
  expect(Object.keys(again.origins).sort()).toEqual(Object.keys(origins).sort());
  expect(hub.requests).toEqual([]);
});

test('of a mirror without the Hub’s API the files are probed, and told to be unproven', async () => {
  env.remoteHost = mirror.url;
  const { origins } = await load();
  expect(origins['model.safetensors'].verified).toBe('size');
  mirror.requests.length = 0;
  await load();
  expect(mirror.requests).toEqual([]);
});

test('whatever format a repository has, its answers are the same, also from the cache', async () => {
  const logits = [];
  for (const [model, format] of [
    ['ada/torch', 'pytorch'],
    ['ada/tensorflow', 'tensorflow'],
  ]) {
    for (const from of ['network', 'cache']) {
      const loaded = await AutoModelForSequenceClassification.from_pretrained(model, options);
      const { load: report } = await loaded.diagnostics();
      expect(report.format).toBe(format);
      expect(report.origins[report.files[0]]).toMatchObject({ from, verified: 'sha256' });
      logits.push((await loaded({ input_ids: [[1, 2, 3, 4, 5]] })).logits.tolist());
      await loaded.dispose();
    }
  }
  for (const each of logits) expect(each).toEqual(logits[0]);
  expect(logits[0].flat().some((value) => value !== 0)).toBe(true);
});

describe('progress_total tells the bytes of the whole load from its first event', () => {
  /** The totals of a load's events, and the bytes that it read. */
  async function totalsOf(load) {
    const totals = [];
    const files = {};
    await load((info) => {
      if (info.status === 'progress_total') totals.push(info.total);
      if (info.status === 'progress') files[info.file] = info.loaded;
    });
    return { totals, read: Object.values(files).reduce((sum, size) => sum + size, 0) };
  }
  const ofPipeline = (more) => (progress_callback) => load({ ...more, progress_callback });
  const ofModel = (model, more) => async (progress_callback) => {
    const loaded = await AutoModel.from_pretrained(model, {
      ...options,
      ...more,
      progress_callback,
    });
    await loaded.dispose();
  };

  test.each([
    ['with a tokenizer', ofPipeline()],
    ['in several files', ofModel('ada/sharded')],
    ['of TensorFlow', ofModel('ada/tensorflow', { from_tf: true })],
    ['of PyTorch', ofModel('ada/torch')],
    ['with a configuration of the caller', ofModel('ada/torch', { config: torchConfig })],
  ])('a model %s, from the Hub and from the cache', async (_, load) => {
    for (const from of ['hub', 'cache']) {
      hub.requests.length = 0;
      const { totals, read } = await totalsOf(load);
      expect([from, new Set(totals)]).toEqual([from, new Set([read])]);
      expect(hub.requests.length > 0).toBe(from === 'hub');
    }
  });

  test.each([name, 'ada/older'])('the tokenizer of %s alone', async (model) => {
    const { totals, read } = await totalsOf(async (progress_callback) => {
      const tokenizer = await AutoTokenizer.from_pretrained(model, { progress_callback });
      await tokenizer.dispose();
    });
    expect(new Set(totals)).toEqual(new Set([read]));
    const isAsked = filesAsked().some(({ path }) => path.endsWith('special_tokens_map.json'));
    expect(isAsked).toBe(model === 'ada/older');
  });

  test('a server without a list tells the size of each file as it is opened', async () => {
    env.remoteHost = mirror.url;
    const { totals, read } = await totalsOf(ofPipeline());
    expect(totals.at(-1)).toBe(read);
    expect(totals[0]).toBeLessThan(read);
  });

  test('a load that fails tells nothing after its error', async () => {
    hub.fault('tokenizer_config.json', { stall: 0 });
    hub.always('config.json', { status: 404 });
    const events = [];
    const progress_callback = ({ status }) => events.push(status);
    await expect(load({ progress_callback })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    const count = events.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events.length).toBe(count);
  });
});

test('a revision is in every request', async () => {
  await load({ revision: 'refs/pr/4' });
  const asked = hub.requests.filter(({ origin }) => origin === 'hub');
  expect(asked.length).toBeGreaterThan(3);
  for (const { url } of asked) expect(url).toContain('/refs%2Fpr%2F4');
});

test('local_files_only and network: "none" ask nobody', async () => {
  for (const offline of [{ local_files_only: true }, { network: 'none' }]) {
    await expect(load(offline)).rejects.toMatchObject({ name: 'ModelFileNotFoundError' });
    await expect(load(offline, hub.url)).rejects.toMatchObject({ code: 'NETWORK' });
  }
  env.allowRemoteModels = false;
  await expect(load()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  expect(hub.requests).toEqual([]);
  env.allowRemoteModels = true;
  await load();
  hub.requests.length = 0;
  await load({ network: 'none' });
  expect(hub.requests).toEqual([]);
});

test('a repository that is not there is an error of its own', async () => {
  await expect(load({}, 'ada/other')).rejects.toMatchObject({
    name: 'ModelFileNotFoundError',
    status: 401,
  });
});

test('a local model has the same name below localModelPath', async () => {
  const local = await serve(join(root, 'models'));
  env.allowLocalModels = true;
  env.localModelPath = local.url;
  await load({}, 'pii-tiny');
  await local.close();
  expect(hub.requests).toEqual([]);
});

describe('in Node localModelPath is a folder', () => {
  const folder = () => {
    const path = temporaryFolder();
    cpSync(bundledModel, join(path, 'acme/tiny'), { recursive: true });
    return path;
  };
  const forms = {
    'an absolute path': (path) => path,
    'an absolute path with a slash at its end': (path) => `${path}/`,
    'a relative path': (path) => `../${relative(process.cwd(), path)}/`,
    'a relative path without a dot': (path) => relative(process.cwd(), path),
    'a file: address': (path) => pathToFileURL(path).href,
  };
  test.each(Object.entries(forms))('%s', async (_, form) => {
    env.allowLocalModels = true;
    env.localModelPath = form(folder());
    const { origins } = await load({}, 'acme/tiny');
    expect(origins['model.safetensors'].from).toBe('folder');
    await load({ local_files_only: true }, 'acme/tiny');
    await load({ network: 'none' }, 'acme/tiny');
    env.allowRemoteModels = false;
    await load({}, 'acme/tiny');
    expect(await AutoTokenizer.from_pretrained('acme/tiny')).toBeDefined();
    expect(hub.requests).toEqual([]);
  });

  test('what is not there is asked of the Hub, or is an error where that may not be', async () => {
    env.allowLocalModels = true;
    for (const path of [folder(), './no/such/folder/']) {
      env.localModelPath = path;
      await load();
      await expect(load({ local_files_only: true }, 'ada/other')).rejects.toMatchObject({
        code: 'FILE_NOT_FOUND',
      });
    }
    expect(hub.requests).not.toEqual([]);
  });

  test('it counts where allowLocalModels is true alone, which is the default in Node', async () => {
    env.localModelPath = folder();
    const { origins } = await load({ local_files_only: true }, 'acme/tiny');
    expect(origins['model.safetensors'].from).toBe('folder');
    env.allowLocalModels = false;
    await expect(load({ local_files_only: true }, 'acme/tiny')).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
});

test('a caller has a cache, a folder for it, and a fetch of its own', async () => {
  const cache = memoryCache();
  const urls = [];
  env.fetch = (url, init) => {
    urls.push(String(url));
    return fetch(url, init);
  };
  Object.assign(env, { useCustomCache: true, customCache: cache });
  for (let i = 0; i < 2; ++i) await load();
  expect(cache.keys(/./).length).toBeGreaterThan(5);
  expect(urls.filter((url) => url.endsWith('model.safetensors'))).toHaveLength(1);

  Object.assign(env, { useCustomCache: false });
  const folder = temporaryFolder();
  await load({ cache_dir: folder });
  expect(readdirSync(folder).length).toBeGreaterThan(5);
  expect(readdirSync(env.cacheDir)).toEqual([]);
});

test('an invalid result of a fetch is not taken for a bad network', async () => {
  env.fetch = async () => 7;
  await expect(load()).rejects.toMatchObject({ code: 'INTERNAL', retryable: false });
});

describe('on a bad network', () => {
  test('a load ends well', async () => {
    hub.fault('model.safetensors', { cut: 3_000_000 }, { status: 503 }, { stall: 100_000 });
    hub.fault('vocab.json', { refuse: true }, { cut: 10 });
    hub.fault('config.json', { html: true });
    await load();
  });

  test('a load of bytes that were damaged on the way begins again', async () => {
    hub.fault('model.safetensors', { flip: 5_000_000 });
    const events = [];
    const progress_callback = (info) => events.push(info);
    const { origins } = await load({ progress_callback });
    expect(origins['model.safetensors'].verified).toBe('sha256');
    const sums = events.filter(({ status }) => status === 'progress_total');
    for (let i = 1; i < sums.length; ++i) {
      expect(sums[i].progress).toBeGreaterThanOrEqual(sums[i - 1].progress);
      expect(sums[i].loaded).toBeGreaterThanOrEqual(sums[i - 1].loaded);
      expect(sums[i].progress).toBeLessThanOrEqual(100);
    }
    expect(events.at(-1).status).toBe('ready');
  });

  test('a file that is replaced while it is read leads to the new one', async () => {
    const weights = readFileSync(join(bundledModel, 'model.safetensors'));
    // Another file of the same length: its last bias is another.
    const other = Buffer.from(weights);
    other[other.length - 1] ^= 1;
    hub.fault('model.safetensors', { cut: 1_000_000 });
    let replaced = false;
    const { origins } = await load({
      progress_callback: ({ status, file, loaded }) => {
        if (status !== 'progress' || file !== 'model.safetensors' || replaced || !loaded) return;
        replaced = true;
        hub.replace(name, 'main', 'model.safetensors', other);
      },
    });
    hub.replace(name, 'main', 'model.safetensors', weights);
    expect(replaced).toBe(true);
    expect(origins['model.safetensors']).toMatchObject({ verified: 'sha256', cached: true });
  });

  test('a load that cannot end says whether another may, and leaves nothing wrong', async () => {
    hub.always('model.safetensors', { cut: 0 });
    await expect(load()).rejects.toMatchObject({
      code: 'NETWORK',
      file: 'model.safetensors',
      retryable: true,
    });
    hub.clearFaults();
    await load();
    await load({ network: 'none' });
  });

  test('an abort ends the load, and the next one goes on', async () => {
    hub.fault('model.safetensors', { stall: 5_000_000 });
    const abort = new AbortController();
    await expect(
      load({
        signal: abort.signal,
        progress_callback: ({ status, file, loaded }) => {
          if (status === 'progress' && file === 'model.safetensors' && loaded > 4_500_000) {
            abort.abort();
          }
        },
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    const { origins } = await load();
    expect(origins['model.safetensors'].resumed).toBe(4 << 20);
  });
});

describe('integrity', () => {
  const digest = createHash('sha256')
    .update(readFileSync(join(bundledModel, 'model.safetensors')))
    .digest('hex');

  test.each(['the Hub', 'an address', 'a folder', 'files'])('is checked of %s', async (where) => {
    const served = await serve(bundledModel);
    const files = readdirSync(bundledModel)
      .filter((file) => /\.(json|txt|safetensors)$/.test(file))
      .map((file) => new File([readFileSync(join(bundledModel, file))], file));
    const model = {
      'the Hub': name,
      'an address': served.url,
      'a folder': bundledModel,
      files,
    }[where];
    const { origins } = await load({ integrity: { 'model.safetensors': digest } }, model);
    expect(origins['model.safetensors'].verified).toBe('sha256');
    const wrong = { 'model.safetensors': digest.replace(/./, (c) => (c === '0' ? '1' : '0')) };
    await expect(load({ integrity: wrong }, model)).rejects.toMatchObject({
      code: 'INTEGRITY',
      file: 'model.safetensors',
      retryable: false,
    });
    await served.close();
  });
});

describe('ModelRegistry', () => {
  const all = [
    ...['config.json', 'model.safetensors', 'vocab.json', 'merges.txt'],
    'tokenizer_config.json',
  ];

  test('tells what a model is made of, and how large that is', async () => {
    const files = await ModelRegistry.get_files(name);
    expect(files).toEqual(expect.arrayContaining(all));
    expect(await ModelRegistry.get_pipeline_files('ner', name)).toEqual(files);
    expect(await ModelRegistry.get_model_files(name)).toEqual(all.slice(0, 2));
    expect(await ModelRegistry.get_tokenizer_files(name)).toEqual(files.slice(2));
    expect(await ModelRegistry.get_available_dtypes(name)).toEqual(
      expect.arrayContaining(['fp32', 'fp16', 'q8', 'q8-weights']),
    );
    const { length } = readFileSync(join(bundledModel, 'model.safetensors'));
    expect(await ModelRegistry.get_file_metadata(name, 'model.safetensors')).toEqual({
      exists: true,
      size: length,
      fromCache: false,
    });
    expect(await ModelRegistry.get_file_metadata(name, 'none')).toEqual({ exists: false });
    expect(filesAsked()).toEqual([]);
    expect(await ModelRegistry.get_files('ada/sharded', { include_tokenizer: false })).toEqual([
      ...['config.json', 'pytorch_model.bin.index.json'],
      ...['pytorch_model-00001-of-00002.bin', 'pytorch_model-00002-of-00002.bin'],
    ]);
  });

  test('tells the same of a mirror that does not list its files', async () => {
    env.remoteHost = mirror.url;
    expect(await ModelRegistry.get_files(name)).toEqual(expect.arrayContaining(all));
    const { exists, size } = await ModelRegistry.get_file_metadata(name, 'model.safetensors');
    expect([exists, size > 5_000_000]).toEqual([true, true]);
  });

  test('tells what is in the cache, and clears it', async () => {
    expect(await ModelRegistry.is_cached(name)).toBe(false);
    const tokenizer = await AutoTokenizer.from_pretrained(name);
    await tokenizer.dispose();
    expect(await ModelRegistry.is_pipeline_cached('ner', name)).toBe(false);
    const { allCached, files } = await ModelRegistry.is_cached_files(name);
    expect(allCached).toBe(false);
    expect(files).toContainEqual({ file: 'vocab.json', cached: true });
    expect(files).toContainEqual({ file: 'model.safetensors', cached: false });
    await load();
    hub.requests.length = 0;
    expect(await ModelRegistry.is_cached(name)).toBe(true);
    expect(await ModelRegistry.get_cache_size(name)).toBeGreaterThan(5_000_000);
    const { fromCache } = await ModelRegistry.get_file_metadata(name, 'model.safetensors');
    expect(fromCache).toBe(true);
    const cleared = await ModelRegistry.clear_cache(name);
    expect(cleared.filesDeleted).toBe(cleared.filesCached);
    expect(cleared.files).toContainEqual({
      file: 'model.safetensors',
      deleted: true,
      wasCached: true,
    });
    expect(hub.requests).toEqual([]);
    expect(await ModelRegistry.is_cached(name)).toBe(false);
    expect(readdirSync(env.cacheDir)).toHaveLength(1); // an empty manifest
    expect(await ModelRegistry.persist()).toBe(true);
  });

  test('clears what an interrupted download has left', async () => {
    hub.always('model.safetensors', { cut: 5_000_000 });
    hub.fault('model.safetensors', { cut: 5_000_000 }, { cut: 0 }, { cut: 0 }, { cut: 0 });
    await expect(load()).rejects.toMatchObject({ code: 'NETWORK' });
    expect(readdirSync(env.cacheDir).some((file) => file.includes('model'))).toBe(true);
    await ModelRegistry.clear_cache(name);
    expect(readdirSync(env.cacheDir)).toHaveLength(1);
  });
});
