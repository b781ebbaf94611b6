// docs/benchmarks: the figures as a table in Markdown, and a plot.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format } from 'prettier';

import { root } from '../project.mjs';
import { plot } from './plot.mjs';
import { megabytes, milliseconds, percent, rooflineLine, setting } from './report.mjs';

/** @param {object} result of summary.mjs; its command is `npm run bench -- --docs` */
export async function writeDocuments(result) {
  const folder = join(root, 'docs/benchmarks');
  mkdirSync(folder, { recursive: true });
  const name = `${result.model}-${result.dtype}${result.in === 'node' ? '-node' : ''}`;
  writeFileSync(join(folder, `${name}.svg`), plot(result));
  const text = await format(markdown(result, name), { parser: 'markdown' });
  writeFileSync(join(folder, `${name}.md`), text);
}

function markdown(result, name) {
  const inNode = result.in === 'node';
  return [
    `# ${result.model}, ${result.dtype}${inNode ? ', in Node' : ''}`,
    `\`npm run bench -- --model ${result.model} --dtype ${result.dtype}${inNode ? ' --in node' : ''} --runs ${result.runs} --docs\`: ${setting(result)}.`,
    'Medians in milliseconds, and their ratio; beside it that of the best times; spread: of the middle half of the runs; roofline: the arithmetic that the ' +
      'row needs, as a fraction of what the fastest loop over registers does in the same run, best beside best ' +
      '([how it is measured](../../tools/bench/README.md)).',
    `![time against length](${name}.svg)`,
    ...result.threads.flatMap((part) => [`## ${rooflineLine(part)}`, tableOf(part)]),
  ].join('\n\n');
}

function tableOf({ rows, load, memory }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const side = ({ median, spread, of_roofline }) => [
    milliseconds(median),
    percent(spread),
    percent(of_roofline),
  ];
  const ratios = ({ ratio, ratio_of_best }) =>
    [ratio, ratio_of_best].map((each) => each.toFixed(2));
  return [
    line([
      '',
      'deberta-wasm',
      'spread',
      'roofline',
      'onnxruntime-web',
      'spread',
      'roofline',
      'ratio',
      'of best',
    ]),
    line(Array(9).fill('---')),
    ...rows.map(({ name, ours, peer, ...row }) =>
      line([name, ...side(ours), ...side(peer), ...ratios(row)]),
    ),
    line([
      ...['load to first answer', milliseconds(load.ours.median), percent(load.ours.spread), ''],
      ...[milliseconds(load.peer.median), percent(load.peer.spread), '', ...ratios(load)],
    ]),
    line([
      ...['wasm memory', megabytes(memory.ours), '', '', megabytes(memory.peer), '', ''],
      (memory.peer / memory.ours).toFixed(2),
      '',
    ]),
  ].join('\n');
}
