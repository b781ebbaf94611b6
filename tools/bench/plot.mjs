// Time against length as an SVG: one line for each side and number of threads.

const [width, height] = [640, 360];
const frame = { left: 56, right: 184, top: 24, bottom: 44 };
// Each is legible on white and on black.
const ink = '#7d8590';
const sides = [
  { side: 'peer', label: 'onnxruntime-web', color: '#e5534b' },
  { side: 'ours', label: 'deberta-wasm', color: '#2f81f7' },
];
const dashes = ['none', '6 4', '2 3'];

/** @param {object} result of summary.mjs */
export function plot(result) {
  const lines = result.threads.flatMap((part, i) =>
    sides.map(({ side, label, color }) => ({
      label: `${label}, ${part.threads} thread${part.threads > 1 ? 's' : ''}`,
      color,
      dash: dashes[i % dashes.length],
      points: part.rows
        .filter(({ lengths }) => lengths.length === 1)
        .map((row) => [row.lengths[0], row[side].median]),
    })),
  );
  const all = lines.flatMap(({ points }) => points);
  const longest = Math.max(...all.map(([length]) => length));
  const step = niceStep(Math.max(...all.map(([, time]) => time)) / 5);
  const most = step * Math.ceil(Math.max(...all.map(([, time]) => time)) / step);
  const x = (length) => frame.left + (length / longest) * (width - frame.left - frame.right);
  const y = (time) => height - frame.bottom - (time / most) * (height - frame.top - frame.bottom);
  const right = x(longest);

  const parts = [];
  for (let time = 0; time <= most; time += step) {
    parts.push(
      `<path d="M${frame.left} ${round(y(time))}H${round(right)}" stroke="${ink}" stroke-opacity=".3"/>`,
      text(frame.left - 8, y(time) + 4, time, 'end'),
    );
  }
  for (const [length] of lines[0].points) {
    if (length >= 64) parts.push(text(x(length), height - frame.bottom + 18, length, 'middle'));
  }
  parts.push(
    text((frame.left + right) / 2, height - 6, 'tokens', 'middle'),
    text(frame.left - 8, 14, 'ms', 'end'),
  );
  for (const { color, dash, points } of lines) {
    const path = points.map(([length, time]) => `${round(x(length))} ${round(y(time))}`).join('L');
    parts.push(
      `<path d="M${path}" fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"/>`,
    );
  }
  // The names stand where their lines end, as far apart as letters need.
  const ends = lines.map((line) => ({ ...line, at: y(line.points.at(-1)[1]) + 4 }));
  let above = -Infinity;
  for (const { label, color, at } of ends.sort((a, b) => a.at - b.at)) {
    above = Math.max(at, above + 15);
    parts.push(text(right + 8, above, label, 'start', color));
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${result.model} ${result.dtype}: milliseconds against tokens</title>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

const round = (value) => Number(value.toFixed(1));

function text(x, y, content, anchor, color = ink) {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${color}">${content}</text>`;
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least);
}
