// The options of from_pretrained on the command line.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { pipeline } from '../../../dist/node.js';
import { modelKinds, sourceKinds } from '../../../node/cli/load_options.js';
import { namesOf, optionsOf, valuesFor } from '../../../node/cli/options.js';
import { root } from '../../../tools/project.mjs';
import { answer, cli } from '../../support/cli.mjs';
import { startHub } from '../../support/hub.mjs';
import {
  bundledModel,
  cleanUp,
  damagedModel,
  temporaryFolder,
  fixedModel,
} from '../../support/models.mjs';
import { encoder, sequenceClassifier } from '../../support/tiny_models.mjs';

afterAll(cleanUp);

const kinds = { ...sourceKinds, ...modelKinds };

/** What the package is given. */
function read(args) {
  const { values } = parseArgs({ args, options: optionsOf(kinds) });
  return valuesFor(kinds, values);
}

describe('what an option means', () => {
  test.each([
    ['--dtype=q8', { dtype: 'q8' }],
    ['--dtype=q8-weights', { dtype: 'q8-weights' }],
    ['--dtype=q4', { dtype: 'q4' }],
    ['--device=webgpu', { device: 'webgpu' }],
    ['--strict', { strict: true }],
    ['--device=wasm', { device: 'wasm' }],
    ['--threads=3', { threads: 3 }],
    ['--deterministic', { deterministic: true }],
    ['--use-fast', { use_fast: true }],
    ['--no-use-fast', { use_fast: false }],
    ['--add-prefix-space', { add_prefix_space: true }],
    ['--no-add-prefix-space', { add_prefix_space: false }],
    ['--from-tf', { from_tf: true }],
    ['--use-safetensors', { use_safetensors: true }],
    ['--initialize-missing', { initialize_missing: true }],
    ['--num-labels=4', { num_labels: 4 }],
    ['--id2label=no, yes', { id2label: { 0: 'no', 1: 'yes' } }],
    ['--problem-type=regression', { problem_type: 'regression' }],
    ['--revision=refs/pr/4', { revision: 'refs/pr/4' }],
    ['--token=hf_a', { token: 'hf_a' }],
    ['--header=X-Key: a: b', { header: { 'X-Key': 'a: b' } }],
    ['--local-files-only', { local_files_only: true }],
    ['--force-download', { force_download: true }],
    ['--cache-dir=/tmp/a', { cache_dir: '/tmp/a' }],
    ['--integrity=a.json=sha256-a=', { integrity: { 'a.json': 'sha256-a=' } }],
  ])('%s', (arg, expected) => {
    expect(read([arg])).toEqual(expected);
  });

  test('one that is not there is not given', () => {
    expect(read([])).toEqual({});
  });

  test('those that may be repeated add up', () => {
    const args = ['--header=A: 1', '--header=B: 2', '--id2label=a,b', '--id2label=c'];
    expect(read(args)).toEqual({
      header: { A: '1', B: '2' },
      id2label: { 0: 'a', 1: 'b', 2: 'c' },
    });
  });

  test('a configuration is a file of JSON', () => {
    const path = join(temporaryFolder(), 'config.json');
    writeFileSync(path, '{"model_type": "deberta"}');
    expect(read([`--config=${path}`])).toEqual({ config: { model_type: 'deberta' } });
    for (const [content, problem] of [
      ['{', 'is not JSON'],
      ['[]', 'expected an object'],
      ['null', 'expected an object'],
    ]) {
      writeFileSync(path, content);
      expect(() => read([`--config=${path}`])).toThrow(problem);
    }
    rmSync(path);
    expect(() => read([`--config=${path}`])).toThrow('cannot be read (ENOENT)');
  });
});

test.each([
  [['--dtype=q9'], '--dtype: expected one of auto, fp32, fp16, q8, int8, uint8, q8-weights'],
  [['--device=tpu'], '--device: expected one of auto, wasm, cpu'],
  [['--threads=two'], '--threads: expected an integer'],
  [['--threads=-1'], '--threads: expected an integer'],
  [['--num_labels=x'], '--num-labels: expected an integer'],
  [['--problem_type=guess'], '--problem-type: expected one of regression, '],
  [['--use_fast', '--no-use_fast'], 'expected --use-fast or --no-use-fast, not both'],
  [['--integrity=config.json'], '--integrity: expected FILE=SHA256'],
  [['--header=secret'], "--header: expected 'NAME: TEXT'"],
  [['--header=a\u0001: secret'], "--header: expected 'NAME: TEXT'"],
  [['--token=secret\n'], 'the token: expected printable characters without spaces'],
  [
    ['--config=./none.json'],
    '--config: expected a file of JSON, ./none.json cannot be read (ENOENT)',
  ],
  [['--revision'], "Option '--revision <value>' argument missing"],
  [['--dtypes=q8'], "unknown option '--dtypes'; did you mean '--dtype'?"],
])('%j is refused before anything is loaded, in one line', async (args, problem) => {
  const { status, stdout, stderr } = await cli(['run', 'ner', './no-such-folder', 'a', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^deberta-wasm: .* \(see --help\)\n$/);
  expect(stderr).toContain(problem);
  expect(stderr).not.toContain('secret');
});

test('an option of loading is not one of info, download or convert', async () => {
  for (const args of [
    ['info', bundledModel],
    ['download', 'a/b'],
  ]) {
    const { status, stderr } = await cli([...args, '--dtype', 'q8']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^deberta-wasm: unknown option '--dtype'; .* \(see --help\)\n$/);
  }
});

test('help and the documentation name every option', async () => {
  const help = await answer(['run', '--help']);
  const page = readFileSync(join(root, 'docs/command-line.md'), 'utf8');
  for (const name of Object.keys(kinds)) {
    expect(help).toMatch(new RegExp(`--(\\[?no-\\]?)?${name}\\b`));
    expect(page).toContain(`\`--${name}`);
  }
  const info = await answer(['info', '--help']);
  for (const name of Object.keys(sourceKinds)) expect(info).toContain(`--${name}`);
  for (const name of namesOf(modelKinds)) expect(info).not.toContain(`--${name}`);
});

describe('run loads as pipeline() does with the same options', () => {
  const text = 'Write to Anna Schmidt, anna@example.org, or call +49 30 1234567.';

  /** Both answers, as JSON. */
  async function both(task, model, args, options) {
    const pipe = await pipeline(task, model, { threads: 1, ...options });
    const expected = JSON.stringify(await pipe(text));
    await pipe.dispose();
    const output = await answer(['run', task, model, text, '--json', '--threads=1', ...args]);
    return [output.trim(), expected];
  }

  test.each([
    ['--dtype q8', { dtype: 'q8' }],
    ['--dtype q8-weights', { dtype: 'q8-weights' }],
    ['--no-add_prefix_space', { add_prefix_space: false }],
    ['--add_prefix_space', { add_prefix_space: true }],
  ])('%s', async (args, options) => {
    const [output, expected] = await both('ner', fixedModel, args.split(' '), options);
    expect(output).toBe(expected);
    const [plain] = await both('ner', fixedModel, [], {});
    if (options.add_prefix_space !== false) expect(output).not.toBe(plain);
  });

  test('labels', async () => {
    const model = sequenceClassifier();
    const run = async (...args) => {
      const all = ['run', 'text-classification', model, text, '--json', '--top_k=all', ...args];
      return JSON.parse(await answer([...all, '--threads=1']));
    };
    const names = (found) => found.map(({ label }) => label).sort();
    expect(names(await run('--id2label', 'eins,zwei,drei'))).toEqual(['drei', 'eins', 'zwei']);
    const sum = (found) => found.reduce((total, { score }) => total + score, 0);
    expect(sum(await run())).toBeCloseTo(1, 5);
    expect(sum(await run('--problem_type', 'multi_label_classification'))).not.toBeCloseTo(1, 5);
    const config = JSON.parse(readFileSync(join(model, 'config.json')));
    const path = join(temporaryFolder(), 'other.json');
    writeFileSync(path, JSON.stringify({ ...config, id2label: { 0: 'a', 1: 'b', 2: 'c' } }));
    expect(names(await run('--config', path))).toEqual(['a', 'b', 'c']);
  });

  test('a head that is not there: refused, or made', async () => {
    const args = ['run', 'text-classification', encoder(), text, '--json', '--threads=1'];
    const { status, stderr } = await cli(args);
    expect([status, stderr]).toEqual([1, expect.stringContaining('TENSOR_MISSING: ')]);
    const made = await answer([...args, '--initialize_missing', '--num_labels=2', '--top_k=all']);
    expect(
      JSON.parse(made)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['LABEL_0', 'LABEL_1']);
  });

  test('from_tf asks for tf_model.h5, whatever else is there', async () => {
    const { status, stderr } = await cli([
      ...['run', 'ner', bundledModel, text, '--threads=1', '--from_tf'],
    ]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('FILE_NOT_FOUND: ')]);
    expect(stderr).toContain('tf_model.h5');
  });

  test('threads above what there can be are refused', async () => {
    const { status, stderr } = await cli(['run', 'ner', bundledModel, text, '--threads=0']);
    expect([status, stderr]).toEqual([
      1,
      'deberta-wasm: INPUT: threads: expected an integer from 1 to 32\n',
    ]);
  });
});

describe('files', () => {
  let hub, cache;
  const name = 'ada/pii';
  const found = 'Ask [EMAIL_1]\n';
  beforeAll(async () => {
    const renamed = damagedModel('config.json', (content) =>
      String(content).replaceAll('EMAIL', 'MAIL'),
    );
    hub = await startHub({
      repositories: { [name]: { main: bundledModel, 'refs/pr/1': renamed } },
    });
    cache = ['--cache_dir', temporaryFolder()];
  });
  afterAll(() => hub.close());

  const redact = (...args) => [
    ...['run', 'redact', name, 'Ask ada@example.org', '--threads=1'],
    ...['--remote_host', hub.url, ...cache, ...args],
  ];

  test('revision, local_files_only, force_download', async () => {
    const { status, stderr } = await cli(redact('--local_files_only'));
    expect([status, stderr]).toEqual([1, expect.stringContaining('FILE_NOT_FOUND: ')]);
    expect(hub.requests).toEqual([]);
    expect(await answer(redact())).toBe(found);
    expect(await answer(redact('--revision', 'refs/pr/1'))).toBe('Ask [MAIL_1]\n');
    const asked = hub.requests.length;
    expect(await answer(redact('--local_files_only'))).toBe(found);
    expect(hub.requests).toHaveLength(asked);
    expect(await answer(redact('--force_download'))).toBe(found);
    expect(hub.requests.length).toBeGreaterThan(asked);
  });

  test('token and header go to the Hub; an option comes before its variable', async () => {
    const asked = hub.requests.length;
    const args = redact('--force_download', '--token', 'hf_mine', '--header', 'X-Team: a b');
    expect(await answer(args, { env: { HF_TOKEN: 'hf_other' } })).toBe(found);
    const home = hub.requests.slice(asked).filter(({ url }) => url.startsWith(hub.url));
    expect(home.length).toBeGreaterThan(0);
    for (const { headers } of home) {
      expect([headers.authorization, headers['x-team']]).toEqual(['Bearer hf_mine', 'a b']);
    }
  });

  test('a dtype that is not here is replaced, and refused with --strict', async () => {
    const args = [
      'run',
      'redact',
      bundledModel,
      'Ask ada@example.org',
      '--threads=1',
      '--dtype=q4',
    ];
    const { status, stdout, stderr } = await cli(args);
    const warning = "deberta-wasm: dtype 'q4' is replaced by 'q8': weights have at least 8 bits\n";
    expect([status, stdout.trim(), stderr]).toEqual([0, found.trim(), warning]);
    const strict = await cli([...args, '--strict']);
    const refusal = expect.stringContaining('INPUT: dtype: expected one of auto, fp32');
    expect([strict.status, strict.stdout, strict.stderr]).toEqual([1, '', refusal]);
  });

  test('integrity', async () => {
    const config = readFileSync(join(bundledModel, 'config.json'));
    const sha256 = createHash('sha256').update(config).digest('hex');
    const local = ['run', 'redact', bundledModel, 'Ask ada@example.org', '--threads=1'];
    for (const args of [local, redact()]) {
      expect(await answer([...args, `--integrity=config.json=${sha256}`])).toBe(found);
      const wrong = `--integrity=config.json=${sha256.replace(/./, (x) => (x === '0' ? '1' : '0'))}`;
      const { status, stderr, stdout } = await cli([...args, wrong]);
      expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining(' INTEGRITY: ')]);
    }
    const info = await cli(['info', bundledModel, `--integrity=config.json=${'0'.repeat(64)}`]);
    expect([info.status, info.stderr]).toEqual([1, expect.stringContaining(' INTEGRITY: ')]);
  });

  test('of one file of weights, a hash is not taken for nothing', async () => {
    const file = join(bundledModel, 'model.safetensors');
    const { status, stderr } = await cli([
      'info',
      file,
      `--integrity=config.json=${'0'.repeat(64)}`,
    ]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('--integrity: expected a model')]);
  });
});
