// Files and signals that users have reported as not taken: 04, 05, 07 and 12 of ../shared/reports.
import { afterAll, afterEach, beforeEach, expect } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { AutoConfig, AutoTokenizer, env, pipeline } from '../../../../dist/node.js';
import { root } from '../../../../tools/project.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../../support/models.mjs';
import { reported } from '../../../support/reports.mjs';

const before = { ...env };
beforeEach(() => {
  env.cacheDir = temporaryFolder();
  env.retry = { attempts: 1, delay: 1, stall: 1000 };
});
afterEach(() => Object.assign(env, before));
afterAll(cleanUp);

/** A server on this machine, with the requests that it was asked. */
async function serving(answer, use) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}/`, asked);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

const notFound = (request, response) => response.writeHead(404).end();

async function found(options) {
  const find = await pipeline('ner', 'acme/model', { threads: 1, ...options });
  expect(await find('I am Ada Lovelace.', { aggregation_strategy: 'simple' })).toHaveLength(1);
  await find.dispose();
}

reported(
  '04-local-model-path-in-node.md',
  () => [
    ['a folder of models', {}],
    ['with local_files_only', { options: { local_files_only: true } }],
    ['with allowRemoteModels = false', { allowRemoteModels: false }],
  ],
  ({ options, ...settings }) =>
    serving(notFound, async (remoteHost, asked) => {
      const localModelPath = temporaryFolder();
      cpSync(bundledModel, join(localModelPath, 'acme/model'), { recursive: true });
      Object.assign(env, { allowLocalModels: true, localModelPath, remoteHost, ...settings });
      await found(options);
      expect(asked).toEqual([]);
    }),
);

reported(
  '05-listing-continued-elsewhere.json',
  ({ requests }) => [[requests[0].link, requests]],
  async (requests) => {
    const elsewhere = [];
    env.fetch = (url, init) => {
      if (new URL(url).hostname !== '127.0.0.1') elsewhere.push(String(url));
      return fetch(url, init);
    };
    const answer = ({ url }, response) => {
      const page = requests.find(({ path }) => path === url);
      if (page) {
        const files = page.body.map((path) => {
          const { size } = statSync(join(bundledModel, path));
          return { type: 'file', path, size };
        });
        response.writeHead(page.status, page.link ? { Link: page.link } : {});
        return response.end(JSON.stringify(files));
      }
      const [, file] = /^\/acme\/model\/resolve\/main\/([\w.]+)$/.exec(url) ?? [];
      const isThere = requests.some(({ body }) => body?.includes(file));
      if (!isThere) return response.writeHead(404).end();
      return response.end(readFileSync(join(bundledModel, file)));
    };
    await serving(answer, async (remoteHost) => {
      env.remoteHost = remoteHost;
      await found({ token: 'hf_x' });
    });
    expect(elsewhere).toEqual([]);
  },
);

/** A signal of another realm, as jsdom and frames have it. */
function foreignSignal() {
  const target = new EventTarget();
  return {
    aborted: false,
    reason: undefined,
    addEventListener: (...args) => target.addEventListener(...args),
    removeEventListener: (...args) => target.removeEventListener(...args),
  };
}

const signals = {
  async 'of another realm'(find) {
    const signal = foreignSignal();
    expect(await find('text', { signal })).toEqual(await find('text'));
    const tokenizer = await AutoTokenizer.from_pretrained(bundledModel, { signal });
    expect((await tokenizer('text', { signal })).input_ids).toBeDefined();
    await tokenizer.dispose();
  },
  async 'of eleven calls at once'(find) {
    const warnings = [];
    const warn = (warning) => warnings.push(warning.name);
    process.on('warning', warn);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 11 }, () => find('text', { signal })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  },
};

reported(
  '07-signals.md',
  () => Object.entries(signals),
  async (use) => {
    const find = await pipeline('ner', bundledModel, { threads: 1 });
    await use(find);
    await find.dispose();
  },
);

/** What the message of a response says, by its code. */
const messages = {
  GatedRepo: /access to this repository must be requested/,
  RepoNotFound: /no such repository, or it is not public/,
  DisabledRepo: /the repository is disabled/,
};

function checkResponse({ response: { status, ...headers }, token }) {
  const answer = (request, response) => response.writeHead(status, headers).end();
  return serving(answer, async (remoteHost) => {
    env.remoteHost = remoteHost;
    const message = expect.stringMatching(messages[headers['x-error-code']]);
    const load = AutoConfig.from_pretrained('acme/model', { token });
    await expect(load).rejects.toMatchObject({ status, message });
  });
}

/** In a program of its own, with the variables of the case. */
function checkVariables({ environment }) {
  return serving(notFound, async (url, asked) => {
    const host = `${url}hf`;
    const entry = pathToFileURL(join(root, 'dist/node.js')).href;
    const program = `
      import { AutoConfig, env } from ${JSON.stringify(entry)};
      env.cacheDir = ${JSON.stringify(temporaryFolder())};
      await AutoConfig.from_pretrained('acme/model').catch(() => {});
      console.log(env.remoteHost);`;
    const { HF_TOKEN: _, ...others } = process.env;
    const variables = { ...others, ...environment, HF_ENDPOINT: host };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { env: variables },
    );
    expect(stdout.trim()).toBe(host);
    expect(asked.length).toBeGreaterThan(0);
    const authorization = environment.HF_TOKEN && `Bearer ${environment.HF_TOKEN}`;
    for (const each of asked) {
      expect(each.url).toMatch(/^\/hf\//);
      expect(each.authorization).toBe(authorization);
    }
  });
}

reported(
  '12-access-to-the-hub.json',
  ({ cases }) => cases.map((row) => [JSON.stringify(row.response ?? row.environment), row]),
  (row) => (row.response ? checkResponse(row) : checkVariables(row)),
);
