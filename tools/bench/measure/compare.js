// Compares the answers of two engines. Each function returns the largest difference as a fraction of
// the largest value.

export function compareLogits(ours, theirs) {
  if (ours.length !== theirs.length) return Infinity;
  const most = theirs.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return theirs.reduce((max, value, i) => Math.max(max, Math.abs(value - ours[i])), 0) / most;
}

/**
 * Compares the entities of a pipeline (one for each token, by `ignore_labels: []`) with the logits of the padded batch.
 * @param {{index: number, entity: string, score: number}[][]} entities of each text
 * @param {Float32Array} logits [texts, length, labels]
 * @param {number} length
 */
export function compareEntities(entities, logits, length) {
  const labels = logits.length / entities.length / length;
  let most = 0;
  entities.forEach((ofText, text) => {
    if (!ofText.length) most = Infinity;
    for (const { index, entity, score } of ofText) {
      const start = (text * length + index) * labels;
      const row = logits.subarray(start, start + labels);
      const highest = Math.max(...row);
      const total = row.reduce((sum, value) => sum + Math.exp(value - highest), 0);
      const label = Number(entity.replace('LABEL_', ''));
      most = Math.max(most, Math.abs(Math.exp(row[label] - highest) / total - score) / score);
    }
  });
  return most;
}

/**
 * Compares the entities that GLiNER finds in a text of these words, with one space between, with the logits of all
 * spans. A span above the threshold that meets no entity counts by how much it exceeds it.
 * @param {{start: number, end: number, label: string, score: number}[]} entities that do not overlap
 * @param {Float32Array} logits [words, width, labels]
 * @param {{words: string[], labels: string[], width: number, threshold: number}} row
 */
export function compareNamed(entities, logits, { words, labels, width, threshold }) {
  const logit = (probability) => Math.log(probability / (1 - probability));
  const starts = [0];
  for (const { length } of words) starts.push(starts.at(-1) + length + 1);
  const isFree = Array(words.length).fill(true);
  let difference = entities.length ? 0 : Infinity;
  for (const { start, end, label, score } of entities) {
    const [first, behind] = [starts.indexOf(start), starts.indexOf(end + 1)];
    isFree.fill(false, first, behind);
    const span = first * width + behind - 1 - first;
    const theirs = logits[span * labels.length + labels.indexOf(label)];
    difference = Math.max(difference, Math.abs(theirs - logit(score)));
  }
  let most = 0;
  for (let first = 0; first < words.length; first++) {
    for (let i = 0; i < width && first + i < words.length; i++) {
      const meetsNone = isFree.slice(first, first + i + 1).every(Boolean);
      const begin = (first * width + i) * labels.length;
      for (const value of logits.subarray(begin, begin + labels.length)) {
        most = Math.max(most, Math.abs(value));
        if (meetsNone) difference = Math.max(difference, value - logit(threshold));
      }
    }
  }
  return difference / most;
}
