// Access to the Hub: what is not open, and who is asking.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { openRemote } from '../../../js/files/fetch.js';
import { root } from '../../../tools/project.mjs';
import { cleanUp, temporaryFolder } from '../../support/models.mjs';

let answer = [404, {}];
const seen = [];
const server = createServer((request, response) => {
  seen.push({ path: request.url, authorization: request.headers.authorization });
  response.writeHead(...answer).end();
});
let origin;
beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  cleanUp();
});
beforeEach(() => {
  answer = [404, {}];
  seen.length = 0;
});

describe('a file that is not given', () => {
  const retry = { attempts: 1, delay: 1, stall: 1000 };
  const opened = (...response) => {
    answer = response;
    return openRemote(`${origin}/acme/model/resolve/main/model.safetensors`, { fetch, retry });
  };

  test.each([
    [403, 'GatedRepo', /access to this repository must be requested on its page$/],
    [
      401,
      'GatedRepo',
      /must be requested on its page; expected the token of an account that has it$/,
    ],
    [401, 'RepoNotFound', /no such repository, or it is not public$/],
    [403, 'DisabledRepo', /the repository is disabled$/],
    [403, null, /no such repository, or it is not public$/],
  ])('status %i, %s', async (status, code, message) => {
    const headers = { ...(code && { 'x-error-code': code }), 'x-error-message': 'of the server' };
    await expect(opened(status, headers)).rejects.toMatchObject({
      name: 'ModelFileNotFoundError',
      code: 'FILE_NOT_FOUND',
      status,
      message: expect.stringMatching(message),
    });
  });
});

describe('in Node', () => {
  /** What a program of its own, with these variables, asks of the server. */
  async function asked(variables, { options = {}, settings = {} } = {}) {
    const entry = pathToFileURL(join(root, 'dist/node.js')).href;
    const program = `
      import { AutoConfig, env } from ${JSON.stringify(entry)};
      const first = env.remoteHost;
      Object.assign(env, ${JSON.stringify({ cacheDir: temporaryFolder(), ...settings })});
      const options = ${JSON.stringify(options)};
      const error = await AutoConfig.from_pretrained('acme/model', options).catch((e) => e);
      console.log(JSON.stringify({ first, code: error.code, message: error.message }));`;
    const { HF_TOKEN: _, HF_ENDPOINT: __, ...others } = process.env;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { env: { ...others, ...variables } },
    );
    return JSON.parse(stdout);
  }
  const tokens = () => new Set(seen.map(({ authorization }) => authorization));

  test('HF_ENDPOINT is the default of env.remoteHost', async () => {
    const { first } = await asked({ HF_ENDPOINT: `${origin}/hf` });
    expect(first).toBe(`${origin}/hf`);
    expect(seen.length).toBeGreaterThan(0);
    for (const { path } of seen) expect(path).toMatch(/^\/hf\//);
    expect(tokens()).toEqual(new Set([undefined]));
  });

  test('without it, and with an empty one, that is the Hub', async () => {
    const settings = { remoteHost: `${origin}/own/` };
    for (const variables of [{}, { HF_ENDPOINT: '' }]) {
      expect((await asked(variables, { settings })).first).toBe('https://huggingface.co/');
    }
  });

  test('what a program sets wins', async () => {
    const variables = { HF_ENDPOINT: 'http://127.0.0.1:9/', HF_TOKEN: 'hf_x' };
    await asked(variables, { settings: { remoteHost: `${origin}/own/` } });
    for (const { path } of seen) expect(path).toMatch(/^\/own\//);
    // The token is not for a server that the program has chosen.
    expect(tokens()).toEqual(new Set([undefined]));
  });

  test('HF_TOKEN goes to the Hub, and the option wins', async () => {
    const variables = { HF_ENDPOINT: origin, HF_TOKEN: ' hf_x\n' };
    await asked(variables);
    expect(tokens()).toEqual(new Set(['Bearer hf_x']));
    seen.length = 0;
    await asked(variables, { options: { token: 'hf_y' } });
    expect(tokens()).toEqual(new Set(['Bearer hf_y']));
    seen.length = 0;
    await asked(variables, { options: { token: '' } });
    expect(tokens()).toEqual(new Set([undefined]));
  });

  test('a HF_TOKEN that is none is an error that does not tell it', async () => {
    const { code, message } = await asked({ HF_ENDPOINT: origin, HF_TOKEN: 'hf x' });
    expect(code).toBe('INPUT');
    expect(message).toMatch(/^HF_TOKEN: expected printable/);
    expect(message).not.toContain('hf x');
    expect(seen).toEqual([]);
  });
});
