// Formats the figures as text.

export const milliseconds = (value) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
export const percent = (value) => `${(100 * value).toFixed(0)}%`;
export const megabytes = (value) => `${(value / 1e6).toFixed(0)} MB`;
const giga = (value) => (value / 1e9).toFixed(0);

const headings = [
  ...['', 'ours, ms', 'min', 'spread', 'roofline', 'theirs, ms', 'min', 'spread', 'roofline'],
  ...['ratio', 'of min', 'difference'],
];

/** Whether our model is quantized while it is loaded. */
export const isMadeOnLoad = ({ dtype, from }) => dtype === 'q8' && from === 'floats';

/** One line about the measurement and its environment. */
export function setting(result) {
  const { model, dtype, environment, processor, peer, threads } = result;
  const [{ version }] = threads;
  const made = isMadeOnLoad(result) ? ', ours quantized from floats while it is loaded' : '';
  return `${model} ${dtype}${made}; deberta-wasm ${version} compared with ${peer}; ${environment}; ${processor}`;
}

/** One line about the processor's maximum speed. */
export function rooflineLine({ threads, variant, peak, roofline: { read, ...loops } }) {
  const unit = 'mul_add' in loops ? 'GFLOP/s' : 'G operations/s';
  const speeds = Object.entries(loops).map(([name, speed]) => `${name} ${giga(speed)}`);
  const most = `at most ${giga(peak)} ${unit} (${speeds.join(', ')}), memory ${giga(read)} GB/s`;
  return `${threads} thread${threads > 1 ? 's' : ''} (${variant}): ${most}`;
}

export function table(result) {
  const lines = [setting(result)];
  for (const part of result.threads) {
    lines.push('', rooflineLine(part), columns([headings, ...part.rows.map(cellsOf)]));
    const { load, memory } = part;
    lines.push(
      `load to first answer: ours ${milliseconds(load.ours.median)} ms, theirs ` +
        `${milliseconds(load.peer.median)} ms, ratio ${load.ratio.toFixed(2)}`,
      `wasm memory: ours ${megabytes(memory.ours)}, theirs ${megabytes(memory.peer)}, ` +
        `ratio ${(memory.peer / memory.ours).toFixed(2)}`,
    );
  }
  return lines.join('\n');
}

function cellsOf({ name, ours, peer, difference, ...row }) {
  const side = (each) => [
    milliseconds(each.median),
    milliseconds(each.min),
    percent(each.spread),
    percent(each.of_roofline),
  ];
  const ratios = [row.ratio.toFixed(2), row.ratio_of_best.toFixed(2)];
  return [name, ...side(ours), ...side(peer), ...ratios, difference.toExponential(0)];
}

const answersHeadings = [
  ...['planted', 'draw', 'ours', 'centered', 'in floats'],
  ...['theirs', 'centered', 'fp32 differs by'],
];

/** The cosines of answers.mjs as cells, the headings first. */
export function answersCells({ rows }) {
  const side = ({ cosine, centered }) => [cosine.toFixed(5), centered.toFixed(5)];
  return [
    answersHeadings,
    ...rows.map(({ factor, draw, ours, peer, difference }) => [
      ...[factor === 1 ? 'none' : `×${factor}`, String(draw)],
      ...[
        ...side(ours),
        String(ours.unquantized_layers),
        ...side(peer),
        difference.toExponential(0),
      ],
    ]),
  ];
}

export function answersSetting({ version, variant, peer }) {
  return `deberta-wasm ${version} (${variant}) compared with ${peer}, in Node`;
}

export function answersTable(result) {
  return `q8 compared with fp32, cosines; ${answersSetting(result)}\n\n${columns(answersCells(result))}`;
}

/** The entities of decisions.mjs as cells, the headings first. */
export function decisionsCells({ rows }) {
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const fraction = (value) => (Number.isFinite(value) ? value.toFixed(3) : '–');
  return [
    [
      ...['model', 'dtype', 'threshold', 'fp32', '8 bits', 'same', 'near', 'F1'],
      ...['score differs by', 'at most', 'margin'],
    ],
    ...rows.map(({ name, dtype, threshold, floats, small, same, near, differences, margins }) => [
      ...[name, dtype, String(threshold), ...[floats, small, same, near].map(String)],
      ...[(2 * same) / (floats + small), mean(differences)].map(fraction),
      ...[Math.max(...differences), Math.max(...margins)].map(fraction),
    ]),
  ];
}

export function decisionsTable(result) {
  return `entities in 8 bits beside those of fp32\n\n${columns(decisionsCells(result))}`;
}

/** Formats cells in columns, the first one left-aligned. */
function columns(lines) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((cells) => cells[i].length)));
  const pad = (cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]));
  return lines.map((cells) => cells.map(pad).join('  ')).join('\n');
}
