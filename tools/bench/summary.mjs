// Computes the figures from the samples.
import { median, quantile, spread } from './measure/statistics.js';
import { operations, operationsByName } from './rows.mjs';

const sides = ['ours', 'peer'];

/**
 * @param {object[]} measured of run.mjs, one for each number of threads
 * @param {any} config config.json
 * @param {object} facts the environment and the versions
 */
export function summarize(measured, config, facts) {
  return { ...facts, threads: measured.map((part) => partOf(part, config)) };
}

function partOf({ loads, rows, ...part }, config) {
  // The processor's maximum over the whole run, because other programs use it, too.
  const { read: _, ...loops } = part.roofline;
  const peak = Math.max(...Object.values(loops), ...rows.flatMap(({ peaks }) => peaks));
  return {
    ...part,
    peak,
    load: ratio(sides.map((side) => timesOf(loads[side]))),
    rows: rows.map((row) => rowOf(row, peak, config)),
  };
}

function rowOf({ name, difference, samples, ...row }, peak, config) {
  const { lengths } = row;
  const needed = row.words ? operationsByName(row, config) : operations(lengths, config);
  const [ours, peer] = sides.map((side) => {
    const times = timesOf(samples[side]);
    // Compares the best times, because medians of a busy machine do not describe the processor.
    return { ...times, of_roofline: needed / (times.min / 1000) / peak };
  });
  return { name, lengths, operations: needed, difference, ...ratio([ours, peer]) };
}

/** The ratio of the peer's time to ours. */
function ratio([ours, peer]) {
  return { ours, peer, ratio: peer.median / ours.median, ratio_of_best: peer.min / ours.min };
}

/** Milliseconds. @param {number[]} values */
function timesOf(values) {
  return {
    runs: values.length,
    median: median(values),
    min: quantile(values, 0),
    spread: spread(values),
  };
}
