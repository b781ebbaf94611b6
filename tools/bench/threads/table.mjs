// Formats rows of measurements as text.

/**
 * @typedef {object} Row
 * @property {string} place
 * @property {string} variant
 * @property {string} model
 * @property {'quiet' | 'busy'} state
 * @property {number} tokens
 * @property {number} load of the machine, before
 * @property {{threads: number, median: number, best: number, used: number}[]} times
 */

const milliseconds = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** The median, and for more than one thread its ratio to that with one. */
function cell(time, [one]) {
  const text = milliseconds(time.median);
  return time === one ? text : `${text} (${(time.median / one.median).toFixed(2)})`;
}

/** @param {Row} row @returns {string} one line, for the terminal */
export function rowOf({ place, model, state, tokens, load, times }) {
  const cells = times.map((time) => `${time.threads}: ${cell(time, times)} [${time.used}]`);
  const name = `${place}, ${model}, ${tokens} tokens, ${state} (load ${load.toFixed(1)})`;
  return `${name}: ${cells.join('  ')}`;
}

/** @param {Row[]} rows @returns {string} Markdown */
export function table(rows) {
  const counts = rows[0].times.map(({ threads }) => threads);
  const head = ['engine', 'model', 'tokens', 'machine', 'load', ...counts.map(String), 'used'];
  const lines = rows.map(({ place, model, state, tokens, load, times }) => {
    const used = times.map((time) => time.used).join(' / ');
    const cells = times.map((time) => cell(time, times));
    return [place, model, tokens, state, load.toFixed(1), ...cells, used];
  });
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}

/** @param {Row[]} rows the row in which more threads cost most */
export function worstRatio(rows) {
  let worst = { ratio: 0, name: '' };
  for (const { place, model, state, tokens, times } of rows) {
    for (const time of times.slice(1)) {
      const ratio = time.median / times[0].median;
      const name = `${place}, ${model}, ${tokens} tokens, ${state}, ${time.threads} threads`;
      if (ratio > worst.ratio) worst = { ratio, name };
    }
  }
  return worst;
}

/** @param {Row[]} rows @param {string} machine @returns {string} docs/benchmarks/threads.md */
export function page(rows, machine) {
  const worst = worstRatio(rows);
  return `# Threads

\`\`\`sh
npm run bench:threads -- --in node,chromium,firefox,webkit --docs
\`\`\`

Medians of one call in milliseconds for the number of threads that was asked for, and in brackets how many times as long as with one thread that is
(below 1 is faster). The last column is how many threads calls used (\`diagnostics().threads\`, the median of the turns). **Busy**: two other programs spin all the
time. **Load** is the machine's load average when the row began, to which other programs than these add: above the number of cores a "quiet" machine is none. All numbers of threads are measured in short turns;
the sums of their logits are compared, and are equal (a native test compares each bit).

The machine: ${machine}. The slowest row against one thread: ${worst.ratio.toFixed(2)} (${worst.name}).

${table(rows)}

How the number of threads is chosen: [../threads.md](../threads.md).
`;
}
