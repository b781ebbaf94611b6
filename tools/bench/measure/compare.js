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
