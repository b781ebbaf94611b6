// npm run bench:entities: how well each aggregation_strategy finds the names of hand-labelled texts. See README.md.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { main, root, ToolError } from '../project.mjs';
import { valuesOf } from './arguments.mjs';

const usage = `usage: npm run bench:entities -- [options]
  --model FOLDER   default models/pii-tiny
  --data FILE      lines of {"text", "entities": [[start, end, kind], …]}, positions in code points;
                   default ewt/dev.jsonl of $DEBERTA_SHARED_DIR/data
  --kinds A,B      that are labelled in the data, default PERSON,ORGANIZATION,LOCATION`;

const strategies = ['none', 'simple', 'first', 'average', 'max', 'viterbi'];

function readOptions() {
  const shared = process.env.DEBERTA_SHARED_DIR ?? join(root, '../shared');
  const string = { type: 'string' };
  const values = valuesOf(
    {
      model: { ...string, default: join(root, 'models/pii-tiny') },
      data: { ...string, default: join(shared, 'data/ewt/dev.jsonl') },
      kinds: { ...string, default: 'PERSON,ORGANIZATION,LOCATION' },
      help: { type: 'boolean', default: false },
    },
    usage,
  );
  if (values.help) return null;
  if (!existsSync(values.data)) throw new ToolError(`no file ${values.data}\n${usage}`);
  return { ...values, kinds: values.kinds.split(',') };
}

/** @returns {{text: string, names: {start: number, end: number, kind: string}[]}[]} positions in UTF-16 */
function readExamples(file) {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { text, entities } = JSON.parse(line);
    const characters = [...text];
    const utf16 = (position) => characters.slice(0, position).join('').length;
    const names = entities.map(([start, end, kind]) => ({
      start: utf16(start),
      end: utf16(end),
      kind,
    }));
    return { text, names };
  });
}

/** What stands between white space, from its first to its last letter or digit. */
function wordsOf(text) {
  return [...text.matchAll(/[^\s\u200b]+/g)].flatMap(({ 0: run, index }) => {
    const inner = /[\p{L}\p{M}\p{N}](.*[\p{L}\p{M}\p{N}])?/su.exec(run);
    if (!inner) return [];
    const start = index + inner.index;
    return [{ start, end: start + inner[0].length }];
  });
}

function isCut(entity, words) {
  return words.some(({ start, end }) =>
    [entity.start, entity.end].some((at) => start < at && at < end),
  );
}

const keyOf = ({ start, end, kind }) => `${start} ${end} ${kind}`;

/** F1 of exact spans; `kind`: of one kind. */
function f1(pairs, kind) {
  let right = 0;
  let both = 0;
  for (const { names, found } of pairs) {
    const of = (list) => new Set(list.filter((each) => !kind || each.kind === kind).map(keyOf));
    const [wanted, given] = [of(names), of(found)];
    right += [...wanted].filter((key) => given.has(key)).length;
    both += wanted.size + given.size;
  }
  return both ? (2 * right) / both : 0;
}

/** Names of which no letter or digit is outside of all entities. */
function covered(pairs) {
  let count = 0;
  for (const { text, names, all } of pairs) {
    for (const { start, end } of names) {
      const inClear = [...Array(end - start).keys()]
        .map((i) => start + i)
        .filter((at) => !all.some((entity) => entity.start <= at && at < entity.end));
      if (!inClear.some((at) => /[\p{L}\p{N}]/u.test(text[at]))) ++count;
    }
  }
  return count;
}

function summaryOf(examples, results, kinds) {
  const pairs = examples.map(({ text, names }, i) => {
    const all = results[i].map(({ start, end, entity_group, entity }) => ({
      start,
      end,
      kind: entity_group ?? entity.replace(/^[BI]-/, ''),
    }));
    return { text, names, all, found: all.filter(({ kind }) => kinds.includes(kind)) };
  });
  const cut = pairs.flatMap(({ text, all }) => {
    const words = wordsOf(text);
    return all.filter((entity) => isCut(entity, words));
  });
  return [
    f1(pairs).toFixed(3),
    ...kinds.map((kind) => f1(pairs, kind).toFixed(3)),
    covered(pairs),
    pairs.flatMap(({ all }) => all).length,
    cut.length,
  ];
}

const rowOf = (cells) => `| ${cells.join(' | ')} |`;

await main(async () => {
  const options = readOptions();
  if (!options) return console.log(usage);
  const { model, data, kinds } = options;
  const { pipeline } = await import(join(root, 'dist/node.js'));
  const examples = readExamples(data);
  const names = examples.flatMap((example) => example.names).length;
  console.log(`${relative(root, model)}: ${examples.length} texts, ${names} names\n`);
  const columns = [
    ...['aggregation_strategy', 'align_to_words', 'micro-F1', ...kinds],
    ...[`of ${names} names whole`, 'entities', 'that cut a word'],
  ];
  console.log(rowOf(columns));
  console.log(rowOf(columns.map(() => '---')));
  const find = await pipeline('token-classification', model, { threads: 1 });
  for (const aggregation_strategy of strategies) {
    for (const align_to_words of [false, true]) {
      const results = [];
      for (let at = 0; at < examples.length; at += 64) {
        const texts = examples.slice(at, at + 64).map(({ text }) => text);
        results.push(...(await find(texts, { aggregation_strategy, align_to_words })));
      }
      const cells = summaryOf(examples, results, kinds);
      console.log(rowOf([aggregation_strategy, align_to_words, ...cells]));
    }
  }
  await find.dispose();
});
