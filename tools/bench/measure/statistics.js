/** The quantile `at`, with linear interpolation. */
export function quantile(values, at) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place - Math.floor(place));
}

export const median = (values) => quantile(values, 0.5);

/** The interquartile range as a fraction of the median. */
export const spread = (values) =>
  (quantile(values, 0.75) - quantile(values, 0.25)) / median(values);
