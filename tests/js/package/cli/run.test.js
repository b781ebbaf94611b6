// deberta-wasm run, and the command line itself: dist/cli.js in a process of its own.
import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { redaction } from '../../../../js/pipelines/redaction.js';
import { tasks } from '../../../../js/pipelines/tasks.js';
import { root } from '../../../../tools/project.mjs';
import { answer, cli } from '../../../support/cli.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../../support/models.mjs';
import {
  maskedLanguageModel,
  questionAnswerer,
  sequenceClassifier,
} from '../../../support/tiny_models.mjs';

afterAll(cleanUp);

describe('run', () => {
  const ner = ['run', 'ner', bundledModel, '--threads', '1', '--aggregation_strategy=simple'];
  const letter = 'Write to Ada Lovelace at ada@example.org.';

  test('texts from arguments, as lines or as JSON', async () => {
    expect(await answer([...ner, letter])).toMatch(
      /^PERSON {2}Ada Lovelace +[01]\.\d{3} {2}9 to 21\nEMAIL +ada@example\.org +[01]\.\d{3} {2}25 to 40\n$/,
    );
    const lines = (await answer([...ner, letter, 'Nobody.', '--json'])).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).map(({ word }) => word))).toEqual([
      ['Ada Lovelace', 'ada@example.org'],
      [],
    ]);
  });

  test('texts from standard input, a line or all of it, and from files', async () => {
    const input = `Ada Lovelace wrote to ada@example.org\r\n\nAsk bob@example.org`;
    const words = (output) =>
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).map(({ word }) => word));
    expect(words(await answer([...ner, '--stdin', '--json'], { input }))).toEqual([
      ['Ada Lovelace', 'ada@example.org'],
      [],
      ['bob@example.org'],
    ]);
    const all = [['Ada Lovelace', 'ada@example.org', 'bob@example.org']];
    expect(words(await answer([...ner, '--file=-', '--json'], { input }))).toEqual(all);
    const path = join(temporaryFolder(), 'a.txt');
    writeFileSync(path, input);
    expect(words(await answer([...ner, '--file', path, '--json']))).toEqual(all);
  });

  test('an answer comes as its line does', async () => {
    const { stdout } = await cli([...ner, '--stdin', '--json'], {
      input: null,
      onStart: (child) => child.stdin.write(`${letter}\n`),
      onOutput: (child, text) => {
        if (!child.stdin.writableEnded && text.includes('\n')) child.stdin.end('bob@example.org\n');
      },
    });
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });

  test.each([
    [
      'text-classification',
      sequenceClassifier,
      ['--top_k', 'all'],
      3,
      /^(calm|loud|rude) +[\d.]+\n/,
    ],
    ['text-classification', sequenceClassifier, ['--text-pair=b'], 1, /^\w+ +[\d.]+\n$/],
    ['text-classification', sequenceClassifier, ['--stride=4', '--pooling=mean'], 1, /^\w+ +/],
    [
      'text-ranking',
      () => sequenceClassifier({ labels: ['LABEL_0'] }),
      ['--documents', 'a day,a letter', '--function_to_apply=none'],
      2,
      /^-?[\d.]+ +a (day|letter)\n/,
    ],
    [
      'zero-shot-classification',
      () => sequenceClassifier({ labels: ['contradiction', 'entailment'] }),
      ['--candidate_labels', 'a,b', '--multi_label'],
      2,
      /^[ab] {2}/,
    ],
    ['question-answering', questionAnswerer, ['--question', 'Who?', '--top-k=2'], 2, /\d to \d/],
    ['question-answering', questionAnswerer, ['--context', 'Ada did.'], 1, /\d to \d/],
    ['fill-mask', maskedLanguageModel, ['--top_k=3'], 3, /A/],
  ])('%s', async (task, make, options, lines, pattern) => {
    const text = task === 'fill-mask' ? 'A [MASK] day.' : 'Ada wrote a letter.';
    const args = ['run', task, make(), text, '--threads=1', ...options];
    const output = await answer(args);
    expect(output.trim().split('\n')).toHaveLength(lines);
    expect(output).toMatch(pattern);
    expect(JSON.parse(await answer([...args, '--json']))).toBeTruthy();
  });

  test('a question with its context needs no text', async () => {
    const args = ['run', 'question-answering', questionAnswerer(), '--threads=1', '--json'];
    const given = await answer([...args, '--question=Who?', '--context', letter]);
    expect(letter).toContain(JSON.parse(given).answer);
    expect(await answer([...args, '--question=Who?', letter])).toBe(given);
  });

  test('embeddings and redaction', async () => {
    const embed = ['run', 'embeddings', bundledModel, 'Rain.', '--threads=1', '--pooling=mean'];
    expect(JSON.parse(await answer([...embed, '--normalize', '--json']))).toHaveLength(256);
    expect(await answer(embed)).toMatch(/^\[1, 256\] (-?\d\.\d{4} ){6}…\n$/);
    expect(await answer([...embed, '--quantize'])).toMatch(/^\[1, 32\] (-?\d{1,3} ){6}…\n$/);
    const redact = ['run', 'redact', bundledModel, letter, '--threads=1'];
    expect(await answer(redact)).toBe('Write to [PERSON_1] at [EMAIL_1].\n');
    expect(JSON.parse(await answer([...redact, '--json', '--min_score=2']))).toMatchObject({
      text: letter,
      entities: [],
    });
  });

  test('says on standard error that a text was cut', async () => {
    const args = ['run', 'ner', bundledModel, 'word '.repeat(1000), '--threads=1', '--json'];
    const { status, stderr } = await cli(args);
    expect([status, stderr]).toEqual([0, "text 1 was truncated to the model's maximum length\n"]);
  });
});

describe('the options of tasks are those of their pipelines', () => {
  /** Names of options → lines of the help, by task. */
  const shown = async () => {
    const help = await answer(['run', '--help']);
    const [, list] = help.split(/^Tasks .*$/m);
    return Object.fromEntries(
      list.split(/\n {2}(?=\w)/).map((part) => {
        const [name, ...lines] = part.trim().split(/\n +/);
        return [
          name,
          new Map(lines.map((line) => [/^--(?:no-)?(\w+)/.exec(line)?.[1] ?? line, line])),
        ];
      }),
    );
  };

  test('in the help, with their choices', async () => {
    const help = await shown();
    const described = { redact: redaction };
    for (const task of tasks) described[task.name] = task;
    const byName = described['zero-shot-token-classification'];
    described['zero-shot-redact'] = byName.more.redact;
    expect(Object.keys(help).filter(Boolean).sort()).toEqual(Object.keys(described).sort());
    for (const [name, { options }] of Object.entries(described)) {
      for (const [option, { choices }] of Object.entries(options)) {
        if (option === 'return_documents') continue; // they are printed always
        const line = help[name].get(option) ?? `${name} has no --${option}`;
        expect(line).toContain(choices ? `--${option} ${choices.join('|')}` : option);
      }
    }
    for (const alias of tasks.flatMap(({ aliases = [] }) => aliases)) {
      expect(await answer(['run', '--help'])).toContain(alias);
    }
  });

  test.each([
    ['ner', '--aggregation_strategy=x', 'aggregation_strategy: expected one of none, simple'],
    ['redact', '--aggregation_strategy=none', 'aggregation_strategy: expected one of simple'],
    ['redact', '--policy=remove', 'policy: expected placeholder'],
    ['fill-mask', '--top_k=0', 'top_k: expected an integer of at least 1, got 0'],
    [
      'embeddings',
      '--pooling=max',
      'pooling: expected one of none, mean, cls, first_token, last_token, eos',
    ],
  ])('%s %s is refused before a model is loaded', async (task, option, problem) => {
    const { status, stderr } = await cli(['run', task, './no-such-folder', 'a', option]);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^deberta-wasm: INPUT: ${problem}.*\n$`)),
    ]);
  });

  test('a map of an earlier text goes on', async () => {
    const path = join(temporaryFolder(), 'map.json');
    writeFileSync(path, JSON.stringify({ '[EMAIL_1]': 'eve@example.org' }));
    const redact = ['run', 'redact', bundledModel, 'Ask ada@example.org', '--threads=1'];
    expect(await answer([...redact, '--map', path])).toBe('Ask [EMAIL_2]\n');
  });
});

describe('the command line itself', () => {
  test('help and version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json')));
    expect(await answer(['--version'])).toBe(`${version}\n`);
    const help = await answer(['--help']);
    expect(await answer([])).toBe(help);
    for (const name of ['run', 'info', 'download', 'convert']) {
      expect(help).toContain(`  ${name} `);
      expect(await answer([name, '--help'])).toMatch(new RegExp(`^deberta-wasm ${name} `));
    }
  });

  test.each([
    [['fly']],
    [['--fly']],
    [['convert', 'a']],
    [['convert', 'a', 'b', '--dtype', 'f8']],
    [['info']],
    [['download', 'a', 'b']],
    [['run', 'ner']],
    [['run', 'fly', 'a', 'text']],
    [['run', 'ner', 'a']],
    [['run', 'ner', 'a', 'text', '--top_k=1']],
    [['run', 'ner', 'a', 'text', '--stride=x']],
    [['run', 'fill-mask', 'a', 'text', '--top_k']],
    [['run', 'zero-shot-classification', 'a', 'text']],
    [['run', 'text-ranking', 'a', 'text']],
    [['run', 'question-answering', 'a', 'text']],
    [['run', 'question-answering', 'a', 'text', '--question=q', '--context=c']],
    [['run', 'redact', 'a', 'text', '--min_score=x']],
  ])('%j is not how it is called', async (args) => {
    const { status, stdout, stderr } = await cli(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^deberta-wasm: .*\n$/);
  });

  test('errors do not repeat the text', async () => {
    const secret = '-my secret';
    const { status, stderr } = await cli(['run', 'ner', bundledModel, `-${secret}`]);
    expect([status, stderr.includes('secret')]).toEqual([2, false]);
    const spelt = await cli(['run', 'ner', bundledModel, secret, '--threads=1']);
    expect([spelt.status, spelt.stderr.includes('secret')]).toEqual([2, false]);
    await answer(['run', 'ner', bundledModel, '--threads=1', '--', `-${secret}`]);
  });

  test('an error of the package is one line with its code', async () => {
    const { status, stderr } = await cli(['run', 'ner', './no-such-folder', 'text']);
    expect([status, stderr]).toEqual([
      1,
      'deberta-wasm: FILE_NOT_FOUND: no folder ./no-such-folder\n',
    ]);
    const wrong = ['--aggregation_strategy=x', '--threads=1'];
    const options = await cli(['run', 'ner', bundledModel, 'a', ...wrong]);
    expect([options.status, options.stderr]).toEqual([1, expect.stringContaining(' INPUT: ')]);
  });
});
