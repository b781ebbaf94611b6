// npm run bench:decisions: the entities that GLiNER models find in 8 bits, beside those in floats. See README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isAbove } from '../../demo/kinds.js';
import { env, pipeline } from '../../dist/node.js';
import {
  caseExpected,
  caseFolder,
  caseNames,
  encoders,
} from '../../tests/support/gliner_cases.mjs';
import {
  encoderFiles,
  glinerConfig,
  randomWords,
  shapes,
  weights,
} from '../../tests/support/gliner_repository.mjs';
import { torchZip } from '../../tests/support/torch_zip.mjs';
import { main, ToolError } from '../project.mjs';
import { valuesOf } from './arguments.mjs';
import { writeDecisions } from './documents.mjs';
import { decisionsTable } from './report.mjs';

const usage = `usage: npm run bench:decisions -- [options]
  --draws N   of random weights, default 3; 0: only the reference's cases
  --docs      table into docs/benchmarks/decisions-q8.md`;

const task = 'zero-shot-token-classification';
const dtypes = ['q8', 'q8-weights'];
const thresholds = [0.3, 0.5, 0.7];
const words = 384;
const labelCounts = [5, 25];

/**
 * Entities of both precisions at a threshold.
 * @typedef {object} Counts
 * @property {number} floats entities in fp32
 * @property {number} small in 8 bits
 * @property {number} same with the same span and label
 * @property {number} near of those of fp32, for which there is one of the same label that shares a word
 * @property {number[]} differences of the scores of the same ones
 * @property {number[]} margins of those that only one has: how far the score is above the threshold
 */

const keyOf = ({ start, end, label }) => `${start} ${end} ${label}`;

/** @returns {Counts} */
function compare(floats, small, threshold) {
  const kept = [floats, small].map((list) => list.filter(({ score }) => isAbove(score, threshold)));
  const [a, b] = kept.map((list) => new Map(list.map((entity) => [keyOf(entity), entity.score])));
  const isNear = ({ start, end, label }) =>
    kept[1].some((other) => other.label === label && other.start < end && start < other.end);
  const same = [...a.keys()].filter((key) => b.has(key));
  const only = (of, other) => [...of].filter(([key]) => !other.has(key));
  return {
    floats: a.size,
    small: b.size,
    same: same.length,
    near: kept[0].filter(isNear).length,
    differences: same.map((key) => Math.abs(a.get(key) - b.get(key))),
    margins: [...only(a, b), ...only(b, a)].map(([, score]) => score - threshold),
  };
}

/** @param {Counts[]} parts @returns {Counts} */
const sum = (parts) => ({
  floats: parts.reduce((total, { floats }) => total + floats, 0),
  small: parts.reduce((total, { small }) => total + small, 0),
  same: parts.reduce((total, { same }) => total + same, 0),
  near: parts.reduce((total, { near }) => total + near, 0),
  differences: parts.flatMap(({ differences }) => differences),
  margins: parts.flatMap(({ margins }) => margins),
});

/**
 * What floats and 8 bits find, by dtype and threshold. A call with the lowest one tells all: what it finds above a higher one is
 * what a call with that finds.
 * @param {string} model
 * @param {{texts: string[], labels: string[] | string[][]}[]} inputs
 */
async function decide(model, inputs) {
  const answers = [];
  for (const dtype of ['fp32', ...dtypes]) {
    const find = await pipeline(task, model, { dtype });
    const found = [];
    for (const { texts, labels } of inputs) {
      found.push(await find(texts, labels, { threshold: thresholds[0] }));
    }
    answers.push(found);
    await find.dispose();
  }
  const [floats, ...others] = answers;
  return inputs.map((_, i) =>
    others.flatMap((small) =>
      thresholds.map((threshold) =>
        sum(floats[i].map((list, text) => compare(list, small[i][text], threshold))),
      ),
    ),
  );
}

/** Of the words, each with each label, so many are as sure as 0.5. */
const share = 0.005;

/** Writes a model with a bias for which it finds about as many entities as a text has. */
async function writeCalibratedModel(folder, shape, draw) {
  writeModel(folder, shape, draw, 0);
  const list = randomWords(words, 1);
  const text = list.join(' ');
  let end = -1;
  const input_spans = list.map((word) => ({ start: end + 1, end: (end += 1 + word.length) }));
  const find = await pipeline(task, shape.name);
  const options = { threshold: 0, multi_label: true, input_spans };
  const found = await find(text, randomWords(25, 2), options);
  await find.dispose();
  const logits = found.map(({ score }) => Math.log(score / (1 - score))).sort((a, b) => b - a);
  writeModel(folder, shape, draw, -logits[Math.floor(share * logits.length)]);
}

/** Writes a model and its encoder's repository. */
function writeModel(folder, shape, draw, bias) {
  const model = {
    'gliner_config.json': JSON.stringify(glinerConfig(shape)),
    'pytorch_model.bin': torchZip(weights(shape, draw, bias)),
  };
  for (const [name, files] of [
    [shape.name, model],
    [shape.encoder, encoderFiles(shape)],
  ]) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(folder, name, file), content);
    }
  }
}

await main(async () => {
  const string = { type: 'string' };
  const boolean = { type: 'boolean', default: false };
  const values = valuesOf(
    { draws: { ...string, default: '3' }, docs: boolean, help: boolean },
    usage,
  );
  if (values.help) return console.log(usage);
  const draws = Number(values.draws);
  if (!Number.isInteger(draws) || draws < 0)
    throw new ToolError('--draws: expected an integer of at least 0');
  const rows = [];
  const columns = dtypes.flatMap((dtype) => thresholds.map((threshold) => ({ dtype, threshold })));
  /** Adds the rows of a name, summed over parts. */
  const add = (name, parts) =>
    columns.forEach((column, i) => {
      rows.push({ name, ...column, ...sum(parts.map((counts) => counts[i])) });
    });

  Object.assign(env, { allowLocalModels: true, localModelPath: encoders });
  const ofCases = [];
  for (const name of caseNames) {
    const [counts] = await decide(caseFolder(name), [caseExpected(name)]);
    ofCases.push(counts);
  }
  add(`${caseNames.length} golden cases`, ofCases);

  const folder = mkdtempSync(join(tmpdir(), 'deberta-decisions-'));
  try {
    env.localModelPath = folder;
    for (const shape of draws > 0 ? Object.values(shapes) : []) {
      const inputs = labelCounts.map((count) => ({
        texts: [randomWords(words, count).join(' ')],
        labels: randomWords(count, 1000 + count),
      }));
      const ofDraws = [];
      for (let draw = 1; draw <= draws; ++draw) {
        await writeCalibratedModel(folder, shape, draw);
        ofDraws.push(await decide(shape.name, inputs));
        console.error(`${shape.name}, draw ${draw}`);
      }
      labelCounts.forEach((count, input) => {
        const name = `${shape.name.replace(/.*\//, '')}, ${count} labels`;
        add(
          name,
          ofDraws.map((each) => each[input]),
        );
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const result = { draws, rows };
  console.log(decisionsTable(result));
  if (values.docs) await writeDecisions(result);
});
