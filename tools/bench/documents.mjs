// docs/benchmarks: the figures as a table in Markdown, and a plot.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format } from 'prettier';

import { root } from '../project.mjs';
import { plot } from './plot.mjs';
import {
  answersCells,
  answersSetting,
  decisionsCells,
  isMadeOnLoad,
  megabytes,
  milliseconds,
  percent,
  rooflineLine,
  setting,
} from './report.mjs';
import { isByName } from './rows.mjs';

const folder = join(root, 'docs/benchmarks');

/** @param {object} result of summary.mjs */
export async function writeDocuments(result) {
  const { model, dtype } = result;
  const name = `${model}-${dtype}${isMadeOnLoad(result) ? '-floats' : ''}${result.in === 'node' ? '-node' : ''}`;
  await save(name, markdown(result, name));
  if (!isByName(model)) writeFileSync(join(folder, `${name}.svg`), plot(result));
}

/** @param {object} result of answers.mjs */
export async function writeAnswers(result) {
  const { factors, draws } = result;
  const paragraphs = [
    '# Answers in 8 bits with outlier channels',
    `\`npm run bench:answers -- --plant ${factors.join()} --draws ${draws} --docs\`: ${answersSetting(result)}.`,
    'Cosine of the logits of q8 with those of fp32, each side with its own. Centered: minus the mean of each label over all tokens. ' +
      'Planted: the factor by which three channels of each feed-forward layer are multiplied. In floats: layers that ours kept in floats. ' +
      'Fp32: the largest difference between both sides, as a fraction of the largest logit ' +
      '([how it is measured](../../tools/bench/README.md#answers-with-outlier-channels)).',
    table(answersCells(result)),
  ];
  await save('answers-q8', paragraphs.join('\n\n'));
}

/** @param {object} result of decisions.mjs */
export async function writeDecisions(result) {
  const paragraphs = [
    '# Entities of GLiNER models in 8 bits',
    `\`npm run bench:decisions -- --draws ${result.draws} --docs\`, in Node.`,
    'Entities that fp32 and 8 bits find. Same: with the same span and the same label; F1 is of these, and the score differs by the mean and ' +
      'at most by what is told. Near: those of fp32 for which 8 bits have one of the same label that shares a word. Margin: how far the score ' +
      'is above the threshold of the entity that is the surest of those that only one of both finds ' +
      '([how it is measured](../../tools/bench/README.md#entities-of-gliner-models)).',
    table(decisionsCells(result)),
  ];
  await save('decisions-q8', paragraphs.join('\n\n'));
}

async function save(name, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), await format(text, { parser: 'markdown' }));
}

/** @param {string[][]} lines of cells, the headings first */
function table([headings, ...lines]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [headings, headings.map(() => '---'), ...lines].map(line).join('\n');
}

function markdown(result, name) {
  const inNode = result.in === 'node';
  return [
    `# ${result.model}, ${result.dtype}${inNode ? ', in Node' : ''}`,
    `\`${result.command}\`: ${setting(result)}.`,
    'Medians in milliseconds, their ratio, and the ratio of the best times. Spread: of the middle half of the runs. Roofline: the arithmetic that the ' +
      'row needs, as a fraction of what the fastest loop over registers does in the same run; the best times of both ' +
      '([how it is measured](../../tools/bench/README.md)).',
    ...(isByName(result.model) ? [] : [`![time against length](${name}.svg)`]),
    ...result.threads.flatMap((part) => [`## ${rooflineLine(part)}`, tableOf(part)]),
  ].join('\n\n');
}

function tableOf({ rows, load, memory }) {
  const side = ({ median, spread, of_roofline }) => [
    milliseconds(median),
    percent(spread),
    percent(of_roofline),
  ];
  const ratios = ({ ratio, ratio_of_best }) =>
    [ratio, ratio_of_best].map((each) => each.toFixed(2));
  const sideHeadings = ['spread', 'roofline'];
  return table([
    ['', 'deberta-wasm', ...sideHeadings, 'onnxruntime-web', ...sideHeadings, 'ratio', 'of best'],
    ...rows.map(({ name, ours, peer, ...row }) => [
      name,
      ...side(ours),
      ...side(peer),
      ...ratios(row),
    ]),
    [
      ...['load to first answer', milliseconds(load.ours.median), percent(load.ours.spread), ''],
      ...[milliseconds(load.peer.median), percent(load.peer.spread), '', ...ratios(load)],
    ],
    [
      ...['wasm memory', megabytes(memory.ours), '', '', megabytes(memory.peer), '', ''],
      ...[(memory.peer / memory.ours).toFixed(2), ''],
    ],
  ]);
}
