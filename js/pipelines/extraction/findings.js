// What a text or a chunk of it gave for each task, from the core's answer.

/** @typedef {import('./schema.js').SchemaTask} SchemaTask */

/**
 * A part of a text, or one of a field's choices.
 * @typedef {object} Found
 * @property {number} [start] in UTF-16 code units
 * @property {number} [end] exclusive
 * @property {number} [choice] index of the field's choices
 * @property {number} score
 */

/** @typedef {{scores?: number[], count: number, steps: Found[][][]}} CoreTask of a classification scores only */
/** @typedef {{start: number, end: number, tasks: CoreTask[]}} CoreChunk */
/** @typedef {{chunks: CoreChunk[], tokens: number, truncated: boolean}} CoreResult */

/**
 * What a task gave. Instances are those of relations and structures: lists by the places of the labels. null: the model
 * counted none.
 * @typedef {object} Findings
 * @property {{label: number, score: number}[]} [classes] chosen ones
 * @property {Found[][] | null} [entities] a list for each label, best first
 * @property {Found[][][] | null} [instances]
 */

/**
 * @param {SchemaTask} task
 * @param {CoreTask} answer
 * @returns {Findings}
 */
export function findingsOf(task, answer) {
  if (task.choosing) return { classes: chosen(task.choosing, answer.scores ?? []) };
  const { count, steps } = answer;
  if (task.kind === 'entities') {
    // Of one result it is the best.
    const listOf = (/** @type {Found[]} */ found, /** @type {number} */ i) =>
      task.labels[i].dtype === 'str' ? found.slice(0, 1) : found;
    return { entities: count === 0 ? null : steps[0].map(listOf) };
  }
  if (count === 0) return { instances: task.kind === 'relation' ? [] : null };
  // A relation needs both ends, a structure one field.
  const isComplete = (/** @type {Found[][]} */ fields) =>
    task.kind === 'relation' ? fields.every(isAny) : fields.some(isAny);
  return { instances: steps.filter(isComplete) };
}

const isAny = (/** @type {Found[]} */ found) => found.length > 0;

/**
 * @param {import('./schema.js').Choosing} choosing
 * @param {ArrayLike<number>} scores
 */
function chosen({ multi_label, cls_threshold }, scores) {
  const all = Array.from(scores, (score, label) => ({ label, score }));
  const enough = multi_label ? all.filter(({ score }) => score >= cls_threshold) : [];
  return enough.length ? enough : [best(all)];
}

/**
 * Merges what the chunks of a text gave.
 * @param {SchemaTask} task
 * @param {Findings[]} chunks at least one
 * @returns {Findings}
 */
export function merged(task, chunks) {
  const { classes, entities } = chunks[0];
  if (classes) {
    const all = chunks.flatMap((each) => each.classes ?? []);
    const union = bestOfEach(
      all,
      ({ label }) => label,
      ({ score }) => score,
    );
    return { classes: task.choosing?.multi_label ? union : [best(union)] };
  }
  if (entities !== undefined) {
    const found = chunks.flatMap((each) => (each.entities ? [each.entities] : []));
    if (found.length === 0) return { entities: null };
    return {
      entities: task.labels.map(({ dtype }, label) => {
        const apart = withoutOverlaps(found.flatMap((lists) => lists[label]));
        // As in Python, of one result it is now the first.
        return dtype === 'str' ? apart.slice(0, 1) : apart;
      }),
    };
  }
  const all = chunks.flatMap((each) => each.instances ?? []);
  if (all.length === 0) return chunks[0];
  return { instances: bestOfEach(all, keyOf, (fields) => best(fields.flat()).score) };
}

/**
 * The entities of a label that do not overlap a better one, in the order of the text.
 * @param {Found[]} found
 * @returns {Found[]}
 */
function withoutOverlaps(found) {
  /** @type {any[]} */
  const kept = [];
  const sorted = /** @type {any[]} */ ([...found]).sort(
    (a, b) => b.score - a.score || a.start - b.start || a.end - b.end,
  );
  for (const each of sorted) {
    if (kept.every(({ start, end }) => each.end <= start || end <= each.start)) kept.push(each);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/**
 * Of what two chunks found, the one with the better score, at the place of the first.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => unknown} keyOf
 * @param {(item: T) => number} scoreOf
 * @returns {T[]}
 */
function bestOfEach(items, keyOf, scoreOf) {
  /** @type {Map<unknown, T>} */
  const kept = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const known = kept.get(key);
    if (known === undefined || scoreOf(item) > scoreOf(known)) kept.set(key, item);
  }
  return [...kept.values()];
}

/**
 * @template {{score: number}} T
 * @param {T[]} items at least one
 */
function best(items) {
  return items.reduce((most, each) => (each.score > most.score ? each : most));
}

/** What an instance says, without its scores. @param {Found[][]} fields */
function keyOf(fields) {
  return JSON.stringify(
    fields.map((found) => found.map(({ start, end, choice }) => choice ?? [start, end])),
  );
}
