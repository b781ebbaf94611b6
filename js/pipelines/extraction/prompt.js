// The prompt of GLiNER2, as the core takes it (bindings/tasks/extraction.cc): the strings that JavaScript composes,
// which the core puts between marks, and what it looks for.

/** @typedef {import('./schema.js').SchemaTask} SchemaTask */
/** @typedef {import('./schema.js').Label} Label */

/** Kinds and activations have the core's numbers. */
const kinds = { structure: 0, entities: 1, relation: 2, classification: 3 };
const activations = { softmax: 0, sigmoid: 1 };

/**
 * @param {SchemaTask[]} tasks in the order of the prompt
 * @param {number} threshold of labels that have none
 * @returns {{strings: string[], options: Record<string, unknown>}} strings: those before the texts
 */
export function promptOf(tasks, threshold) {
  const prefix = tasks.flatMap(prefixOf);
  const lowered = prefix.map((entry) => entry.toLowerCase());
  const labels = tasks.flatMap((task) => task.labels.map((label) => ({ ...label, task })));
  const choicesOf = (/** @type {Label} */ { choices = [] }) => choices;
  const strings = [
    ...prefix,
    ...tasks.flatMap((task) => [headOf(task), ...task.labels.map(({ name }) => name)]),
  ];
  return {
    strings,
    options: {
      schema_strings: strings.length,
      prefix: prefix.length,
      tasks: Float64Array.from(
        tasks.flatMap((task) => [kinds[task.kind], task.labels.length, activationOf(task)]),
      ),
      thresholds: Float32Array.from(labels, (label) => label.threshold ?? threshold),
      // As in Python, these have their first span, not their best.
      firsts: Float64Array.from(labels, ({ task, dtype }) =>
        task.kind === 'relation' || (task.kind === 'structure' && dtype === 'str') ? 1 : 0,
      ),
      choice_counts: Float64Array.from(labels, (label) => choicesOf(label).length),
      // As in Python, a choice is read at the first entry that equals it, whatever that is.
      choices: Float64Array.from(
        labels.flatMap(choicesOf).map((choice) => lowered.indexOf(choice.toLowerCase())),
      ),
    },
  };
}

/**
 * The string that names a task: its name, what it asks, descriptions of labels, and examples.
 * @param {SchemaTask} task
 */
export function headOf({ name, prompt, labels, examples = [] }) {
  const named = new Set(labels.map((label) => label.name));
  return [
    prompt ? `${name}: ${prompt}` : name,
    ...labels
      .filter(({ description }) => description !== undefined)
      .map((label) => ` [DESCRIPTION] ${label.name}: ${label.description}`),
    ...examples
      .filter(([, output]) => named.has(output))
      .map(([input, output]) => ` [EXAMPLE] ${input} [OUTPUT] ${output}`),
  ].join('');
}

/**
 * The entries before a text that have the choices of a structure's fields.
 * @param {SchemaTask} task
 * @returns {string[]}
 */
function prefixOf({ name, labels }) {
  const fields = labels.filter(({ choices }) => choices);
  if (fields.length === 0) return [];
  const entries = fields.map(({ name: field, choices = [] }) => [
    ...[field, '('],
    ...choices.flatMap((choice, i) => (i ? ['|', choice] : [choice])),
    ')',
  ]);
  return ['(', `${name}:`, ...entries.flatMap((entry, i) => (i ? [',', ...entry] : entry)), ')'];
}

/** @param {SchemaTask} task */
function activationOf({ choosing }) {
  if (!choosing) return 0;
  const { class_act, multi_label } = choosing;
  return activations[class_act === 'auto' ? (multi_label ? 'sigmoid' : 'softmax') : class_act];
}
