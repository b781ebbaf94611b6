// The measured rows as Markdown.

/** The page that they are part of. */
export const document = 'docs/internals/kernels.md';

const begin = '<!-- measured: npm run bench:kernels -- --docs -->';
const end = '<!-- end of measured -->';

/** Three digits, in microseconds or milliseconds. */
function time(seconds) {
  const [value, unit] = seconds < 1e-3 ? [seconds * 1e6, 'µs'] : [seconds * 1e3, 'ms'];
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}

/** Both sides' times, and the ratios: of the tenth percentiles, and the median of neighbours. */
function line(row) {
  return [
    row.operation,
    row.shape,
    time(row.ourQuiet),
    time(row.theirQuiet),
    (row.theirQuiet / row.ourQuiet).toFixed(2),
    row.ratio.toFixed(2),
  ];
}

/**
 * @param {{place: string, variant: string, load: number, rows: any[]}[]} results
 * @param {string} machine
 */
export function tables(results, machine) {
  const parts = [`Measured on ${machine}.`];
  for (const { place, variant, load, rows } of results) {
    parts.push(`### ${place}, ${variant === 'simd' ? 'SIMD' : 'relaxed SIMD'}`);
    parts.push(`Load average at the end: ${load.toFixed(1)}.`);
    const head = ['operation', 'shape', 'ours', 'XNNPACK', 'ratio', 'median ratio'];
    const lines = [head, head.map((_, i) => (i < 2 ? '---' : '--:')), ...rows.map(line)];
    parts.push(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'));
  }
  return parts.join('\n\n');
}

/** The page with other tables between its marks. */
export function withTables(page, text) {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${document} has no marks for its tables`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}
