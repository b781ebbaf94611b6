// Numbers as people read them. The page is in English, whatever the browser speaks.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** @param {number} bytes */
export function formatBytes(bytes) {
  if (bytes < 1e3) return `${whole.format(bytes)} B`;
  if (bytes < 999_500) return `${whole.format(bytes / 1e3)} kB`;
  return `${tenths.format(bytes / 1e6)} MB`;
}

/**
 * How much of something is loaded, in the unit of the whole.
 * @param {number} loaded
 * @param {number} total
 */
export function formatShare(loaded, total) {
  const percent = Math.min(100, Math.floor((100 * loaded) / total));
  const part = total < 999_500 ? formatBytes(loaded) : tenths.format(loaded / 1e6);
  return `${part} of ${formatBytes(total)} · ${percent}%`;
}

/** @param {number} value */
export function formatNumber(value) {
  return whole.format(value);
}

/** @param {number} milliseconds */
export function formatMilliseconds(milliseconds) {
  return `${(milliseconds < 10 ? tenths : whole).format(milliseconds)} ms`;
}

/**
 * A score never reads 100 %: the model is not certain.
 * @param {number} score 0 to 1
 */
export function formatScore(score) {
  return `${tenths.format(Math.min(99.9, score * 100))}%`;
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function plural(count, noun) {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** @param {{tokens: number, milliseconds: number}} call */
export function formatSpeed({ tokens, milliseconds }) {
  return `${plural(tokens, 'token')} in ${formatMilliseconds(milliseconds)}`;
}
