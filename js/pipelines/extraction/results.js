// The results of GLiNER2 in the shapes that Python has.

/** @typedef {import('./schema.js').SchemaTask} SchemaTask */
/** @typedef {import('./findings.js').Findings} Findings */
/** @typedef {import('./findings.js').Found} Found */

/**
 * What a caller wants to see of each result.
 * @typedef {object} Shown
 * @property {boolean} include_confidence
 * @property {boolean} include_spans
 */

/**
 * The result of a text: structures, entities, classes, and relations together.
 * @param {SchemaTask[]} tasks
 * @param {Findings[]} findings
 * @param {string} text
 * @param {Shown} shown
 * @returns {Record<string, unknown>}
 */
export function resultOf(tasks, findings, text, shown) {
  const entries = tasks.map((task, i) => [task.name, valueOf(task, findings[i], text, shown)]);
  const relations = entries.filter((_, i) => tasks[i].kind === 'relation');
  return Object.fromEntries([
    ...entries.filter((_, i) => tasks[i].kind !== 'relation'),
    ...(relations.length ? [['relation_extraction', Object.fromEntries(relations)]] : []),
  ]);
}

/**
 * @param {SchemaTask} task
 * @param {Findings} findings
 * @param {string} text
 * @param {Shown} shown
 */
function valueOf({ kind, labels, choosing }, { classes, entities, instances }, text, shown) {
  if (classes) {
    const named = classes.map(({ label, score }) => {
      const { name } = labels[label];
      return shown.include_confidence ? { label: name, confidence: score } : name;
    });
    return choosing?.multi_label ? named : named[0];
  }
  const fields = (/** @type {Found[][]} */ found) =>
    Object.fromEntries(
      labels.map((label, i) => {
        const values = uniqueOf(found[i].map((each) => valueOfFound(each, label, text, shown)));
        const isOne = kind === 'relation' || label.dtype === 'str';
        return [label.name, isOne ? (values[0] ?? null) : values];
      }),
    );
  if (kind === 'entities') return entities ? fields(entities) : {};
  if (!instances) return {};
  const all = instances.map(fields);
  const isPlain = !shown.include_confidence && !shown.include_spans;
  return kind === 'relation' && isPlain ? all.map(({ head, tail }) => [head, tail]) : all;
}

/**
 * @param {Found} found
 * @param {import('./schema.js').Label} label
 * @param {string} text
 * @param {Shown} shown
 * @returns {string | {text: string, confidence?: number, start?: number, end?: number}}
 */
function valueOfFound({ start, end, choice, score }, label, text, shown) {
  const word = choice === undefined ? text.slice(start, end) : (label.choices ?? [])[choice];
  // A choice is not a part of the text.
  const spans = shown.include_spans && choice === undefined;
  if (!shown.include_confidence && !spans) return word;
  return {
    text: word,
    ...(shown.include_confidence && { confidence: score }),
    ...(spans && { start, end }),
  };
}

/**
 * Without the later ones of equal values; values with positions differ.
 * @template {string | {text: string, start?: number}} T
 * @param {T[]} values
 * @returns {T[]}
 */
function uniqueOf(values) {
  const seen = new Set();
  return values.filter((value) => {
    if (typeof value === 'object' && value.start !== undefined) return true;
    const key = (typeof value === 'string' ? value : value.text).toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}
