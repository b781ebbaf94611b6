// deberta-wasm run --jsonl: lines of JSON in, lines of JSON out, of dist/cli.js in a process of its own.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { maxLine } from '../../../../node/cli/line_reader.js';
import { root } from '../../../../tools/project.mjs';
import { answer, cli } from '../../../support/cli.mjs';
import { blocks } from '../../../support/documents.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../../support/models.mjs';
import { seeded } from '../../../support/random.mjs';
import { taskCalls } from '../../../support/task_calls.mjs';

afterAll(cleanUp);

const command = join(root, 'dist/cli.js');
const simple = ['--aggregation_strategy=simple', '--threads=1'];
const ner = ['run', 'ner', bundledModel, '--jsonl', ...simple];
const redact = ['run', 'redact', bundledModel, '--jsonl', '--threads=1'];

const linesOf = (output) => {
  expect(output).toMatch(/^$|\n$/);
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};
const jsonl = (values) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** A path in a folder of its own. */
function fileOf(content, name = 'in.jsonl') {
  const path = join(temporaryFolder(), name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

/** Texts of several lengths, with ids. */
const texts = Array.from({ length: 300 }, (_, i) => ({
  id: `n${i}`,
  text: `${'Nothing here. '.repeat((i * 7) % 11)}Ask ada${i}@example.org.`,
}));
const mail = (i) => `ada${i}@example.org`;

describe('lines', () => {
  test('are answered in order, from a file or from standard input, by one worker or several', async () => {
    const input = jsonl(texts);
    const output = await answer(ner, { input });
    expect(linesOf(output).map(({ id, result }) => [id, result.at(-1).word])).toEqual(
      texts.map(({ id }, i) => [id, mail(i)]),
    );
    const path = fileOf(input);
    expect(await answer([...ner, '--file', path])).toBe(output);
    const to = fileOf();
    expect(await answer([...ner, '--file', path, '--output', to, '--workers=2'])).toBe('');
    const same = ({ id, result }) => [id, result.map(({ word, start }) => [word, start])];
    expect(linesOf(readFileSync(to, 'utf8')).map(same)).toEqual(linesOf(output).map(same));
  });

  test('that are not inputs are errors with their number, and the rest goes on', async () => {
    const ask = '"Ask ada@example.org"';
    const parts = [
      Buffer.from(`\ufeff${ask}\r\n\r\n  \t\n{"text": "Ask bob@example.org"}\r\n`),
      Buffer.from('not JSON\n{"id": "e", "txt": "a"}\n[1]\n7\nnull\n{}\n"\ud83d\\ude00"\n'),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`"${'x'.repeat(maxLine)}"\n`),
      Buffer.from(`{"id": {"a": [1]}, "text": ""}\n${ask}`),
    ];
    const { status, stdout, stderr } = await cli(redact, { input: Buffer.concat(parts) });
    const failed = (id, line, message) => ({ id, line, error: { code: 'INPUT', message } });
    const found = (id, text) => ({ id, result: expect.objectContaining({ text }) });
    const noText = (got) => `text: expected a string, got ${got}`;
    expect(linesOf(stdout)).toEqual([
      found(1, 'Ask [EMAIL_1]'),
      found(4, 'Ask [EMAIL_1]'),
      failed(null, 5, 'line 5: expected a JSON value'),
      failed('e', 6, noText('a undefined')),
      failed(7, 7, noText('an array')),
      failed(8, 8, noText('a number')),
      failed(9, 9, noText('a undefined')),
      failed(10, 10, noText('a undefined')),
      found(11, '\ufffd\ude00'),
      failed(null, 12, 'line 12: expected UTF-8'),
      failed(null, 13, 'line 13: expected at most 16 MiB'),
      found({ a: [1] }, ''),
      found(15, 'Ask [EMAIL_1]'),
    ]);
    expect([status, stderr]).toEqual([0, 'deberta-wasm: 8 of 13 lines have an error\n']);
  });

  test('of nothing are none', async () => {
    expect(await answer(ner, { input: '' })).toBe('');
    expect(await answer(ner, { input: '\n \n' })).toBe('');
  });

  test.each([
    ['text-classification', [], { text: 'a', text_pair: 'b' }],
    ['text-classification', ['--text-pair=b'], 'a'],
    ['question-answering', [], { question: 'Who?', context: 'Ada did it.' }],
    ['question-answering', ['--question=Who?'], 'Ada did it.'],
    ['question-answering', ['--context=Ada did it.'], 'Who?'],
    ['zero-shot-classification', [], { text: 'a', candidate_labels: ['b', 'c'] }],
    ['zero-shot-classification', ['--candidate_labels=b,c'], 'a'],
    ['zero-shot-ner', [], { text: 'in Rome', candidate_labels: ['city'] }, '--threshold=0'],
    ['zero-shot-ner', ['--labels=city'], 'in Rome', '--threshold=0'],
    ['zero-shot-redact', ['--labels=city'], 'in Rome', '--threshold=0'],
    ['text-ranking', [], { query: 'a', documents: ['b', 'c'] }],
    ['text-ranking', ['--documents=b,c'], 'a'],
    ['fill-mask', ['--top_k=2'], 'A [MASK]'],
    ['feature-extraction', ['--pooling=mean'], 'a'],
  ])('%s %j %j', async (task, options, input, ...more) => {
    const name = { 'zero-shot-ner': 'zero-shot-token-classification' }[task] ?? task;
    const { model } = taskCalls[name] ?? taskCalls['zero-shot-token-classification'];
    const args = ['run', task, model(), '--threads=1', ...options, ...more];
    const [row] = linesOf(await answer([...args, '--jsonl'], { input: JSON.stringify(input) }));
    expect(row).toEqual({ id: 1, result: expect.anything() });
    // What --json prints of the same text.
    if (typeof input !== 'string') return;
    const [alone] = linesOf(await answer([...args, '--json', input]));
    expect(row.result).toEqual(alone);
  });

  test('say where a text was cut', async () => {
    const input = jsonl(['word '.repeat(1000), 'word']);
    const rows = linesOf(await answer(ner, { input }));
    expect(rows.map(({ truncated }) => truncated)).toEqual([true, undefined]);
  });

  test('take memory that does not grow with their number', async () => {
    const count = 60_000;
    const line = `${'no JSON '.repeat(60)}\n`; // each row has an error with its stack
    const path = fileOf(line.repeat(count));
    const env = { NODE_OPTIONS: '--max-old-space-size=32' };
    const to = fileOf();
    const { status } = await cli([...ner, '--file', path, '--output', to], { env });
    expect(status).toBe(0);
    const rows = linesOf(readFileSync(to, 'utf8'));
    expect([rows.length, rows.at(-1).line]).toEqual([count, count]);
  });

  test('come as inputs do', async () => {
    let seen = 0;
    const { status } = await cli(ner, {
      input: null,
      onStart: (child) => child.stdin.write('"Ask ada@example.org"\n'),
      onOutput: (child, text) => {
        const rows = text.split('\n').length - 1;
        if (rows === seen) return;
        seen = rows;
        if (rows === 3) child.stdin.end();
        else child.stdin.write('"Ask ada@example.org"\n');
      },
    });
    expect([status, seen]).toEqual([0, 3]);
  });

  test('end where their reader does', () => {
    const path = fileOf(jsonl(texts).repeat(100));
    const args = [...ner, '--file', path].map((arg) => `'${arg}'`).join(' ');
    const script = `set -o pipefail; '${process.execPath}' '${command}' ${args} | head -n 1`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(linesOf(stdout)).toEqual([expect.objectContaining({ id: 'n0' })]);
  });
});

describe('an output', () => {
  const input = jsonl(texts);
  let whole, path;
  /** The rows without the last bits of scores, which differ in another batch. */
  const content = (file) =>
    linesOf(readFileSync(file, 'utf8')).map(({ id, result }) => [
      id,
      result.map(({ word, start, end }) => [word, start, end]),
    ]);
  beforeAll(async () => {
    path = fileOf(input);
    const to = fileOf();
    await answer([...ner, '--file', path, '--output', to]);
    whole = content(to);
    expect(whole).toHaveLength(texts.length);
  });

  test('that is there is neither replaced nor continued without being asked', async () => {
    const to = fileOf('mine\n');
    const args = [...ner, '--file', path, '--output', to];
    const { status, stderr } = await cli(args);
    expect([status, stderr]).toEqual([1, expect.stringContaining('INPUT: ')]);
    expect(stderr).toContain('--resume goes on with it, --force replaces it');
    expect(readFileSync(to, 'utf8')).toBe('mine\n');
    await answer([...args, '--force']);
    expect(content(to)).toEqual(whole);
  });

  test('of a process that was killed is continued: nothing is lost, and nothing is there twice', async () => {
    const to = fileOf();
    const args = [...ner, '--file', path, '--output', to, '--resume', '--batch_tokens=32'];
    const random = seeded(5);
    let kills = 0;
    for (let status = null; status !== 0;) {
      const before = existsSync(to) ? statSync(to).size : 0;
      const enough = before + 2000 + random.below(9000);
      const child = spawn(process.execPath, [command, ...args], { stdio: 'ignore' });
      const watch = setInterval(() => {
        if (existsSync(to) && statSync(to).size > enough) child.kill('SIGKILL');
      }, 1);
      status = await new Promise((resolve) => child.on('close', resolve));
      clearInterval(watch);
      if (status === null) ++kills;
      else expect(status).toBe(0);
    }
    expect(kills).toBeGreaterThan(1);
    expect(content(to)).toEqual(whole);
  });

  test.each([0, 1, 50, 777, 778])('that was cut by %i bytes is mended', async (bytes) => {
    const to = fileOf();
    const args = [...ner, '--file', path, '--output', to, '--resume'];
    await answer(args);
    truncateSync(to, statSync(to).size - bytes);
    await answer(args);
    expect(content(to)).toEqual(whole);
  });

  test('of another input is refused', async () => {
    const to = fileOf('{"id":"n1","result":[]}\n');
    const args = [...ner, '--file', path, '--output', to, '--resume'];
    const other = await cli(args);
    const fact = 'INPUT: the output is not of this input: its line 1 is not of line 1 of the input';
    expect([other.status, other.stderr]).toEqual([1, `deberta-wasm: ${fact}\n`]);
    writeFileSync(to, '{"id":"n0"}\n'.repeat(301));
    const long = await cli(args);
    expect(long.stderr).toContain('it has 301 lines, the input has 300');
    expect(long.status).toBe(1);
  });

  test.each(['SIGINT', 'SIGTERM'])(
    'after %s has whole lines, which are those of the first inputs',
    async (signal) => {
      const to = fileOf();
      const args = [...ner, '--output', to, '--batch_tokens=64'];
      const child = spawn(process.execPath, [command, ...args]);
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
      child.stdin.on('error', () => {});
      child.stdin.write(input.repeat(20)); // and more may come
      const watch = setInterval(() => {
        if (!existsSync(to) || statSync(to).size < 4000) return;
        clearInterval(watch);
        child.kill(signal);
      }, 1);
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect([status, stderr]).toEqual([
        130,
        'finishing the lines in flight\ndeberta-wasm: ABORTED: the caller aborted the call\n',
      ]);
      const rows = content(to);
      expect(rows.length).toBeLessThan(20 * texts.length);
      expect(rows).toEqual(rows.map((_, i) => whole[i % whole.length]));
    },
  );
});

describe('a terminal', () => {
  const isThere = spawnSync('script', ['--version']).status === 0;

  (isThere ? test : test.skip)('shows a bar (skipped without the command script)', () => {
    const path = fileOf(jsonl(texts).repeat(3));
    const args = [...ner, '--file', path, '--output', fileOf()].map((arg) => `'${arg}'`).join(' ');
    const log = fileOf();
    const run = `'${process.execPath}' '${command}' ${args}`;
    const { status } = spawnSync('script', ['-qec', run, log], { stdio: 'ignore' });
    expect(status).toBe(0);
    const shown = readFileSync(log, 'utf8');
    expect(shown).toMatch(/\[=+-*\] \d+ %, [\d,]+ texts, [\d.]+ texts\/s, \d:\d\d:\d\d left/);
    expect(shown).toMatch(/ 100 %, 900 texts, /);
  });
});

describe('docs/bulk.md', () => {
  const [withWorkers, pipepart, parts, actor] = blocks()
    .filter(({ document, mark }) => document === 'docs/bulk.md' && mark['run by'])
    .map(({ code }) =>
      code
        .replaceAll('npx deberta-wasm', `${process.execPath} ${command}`)
        .replaceAll('models/pii-tiny', bundledModel),
    );
  const redacted = texts.map(({ id }) => [id, '[EMAIL_1]']);
  const found = ({ id, result }) => [id, result.text.match(/\[.*\]/)[0]];

  /** Runs a script where texts.jsonl is; what it leaves there. */
  function run(script, name) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'texts.jsonl'), jsonl(texts));
    const { status, stderr } = spawnSync('bash', ['-ec', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    return linesOf(readFileSync(join(folder, name), 'utf8'));
  }

  test('four workers', () => {
    const rows = run(withWorkers, 'entities.jsonl');
    expect(rows.map(({ id }) => id)).toEqual(texts.map(({ id }) => id));
  });

  const hasParallel = spawnSync('parallel', ['--version']).status === 0;
  const withParallel = hasParallel ? test : test.skip;

  withParallel('GNU parallel shares a file, in order (skipped without it)', () => {
    expect(run(pipepart, 'redacted.jsonl').map(found)).toEqual(redacted);
  });

  withParallel('GNU parallel with a file for each job (skipped without it)', () => {
    expect(run(parts, 'redacted.jsonl').map(found)).toEqual(redacted);
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;

  (hasPython ? test : test.skip)('the actor answers batches (skipped without python3)', () => {
    const program = `${actor}
actor = Redact()
for size in (3, 2000, 1):
    batch = actor({"text": [f"Ask ada{i}@example.org" for i in range(size)]})
    print(size, set(batch["redacted"]), len(batch["redacted"]))
actor.process.stdin.close()
print(actor.process.wait())
`;
    const { stdout, stderr } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
    const lines = [3, 2000, 1].map((size) => `${size} {'Ask [EMAIL_1]'} ${size}\n`);
    expect([stdout, stderr]).toEqual([`${lines.join('')}0\n`, '']);
  });
});

test.each([
  [[...ner, 'a text'], '--jsonl: expected --file or standard input'],
  [['run', 'ner', 'a', 'b', '--output=c'], '--output needs --jsonl'],
  [['run', 'ner', 'a', 'b', '--batch_tokens=7'], '--batch-tokens needs --jsonl'],
  [[...ner, '--resume'], '--resume needs --output'],
  [[...ner, '--force'], '--force needs --output'],
  [[...ner, '--workers=0'], '--workers: expected at least 1'],
  [[...ner, '--workers=x'], '--workers: expected an integer'],
])('%j is not how it is called', async (args, problem) => {
  const { status, stdout, stderr } = await cli(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe(`deberta-wasm: ${problem} (see --help)\n`);
});

test.each([
  [['--batch_tokens=0'], 'INPUT: batch_tokens: expected an integer of at least 1, got 0'],
  [['--file=./none.jsonl'], 'INPUT: cannot read ./none.jsonl (ENOENT)'],
  [['--output=./none/out.jsonl'], 'INPUT: cannot write ./none/out.jsonl (ENOENT)'],
  [['--output=/dev/full'], 'INPUT: cannot write /dev/full (ENOSPC)'],
])('%j is an error in one line', async (args, problem) => {
  const { status, stdout, stderr } = await cli([...ner, ...args], { input: '"a"\n' });
  expect([status, stdout, stderr]).toEqual([1, '', `deberta-wasm: ${problem}\n`]);
});
