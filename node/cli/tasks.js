// The tasks on the command line. Their options are in js/pipelines; this file has the other inputs of a task and
// the format of its results.
import { tasks } from '../../js/pipelines/tasks.js';
import { helpOf, namesOf, optionsOf } from './options.js';
import { UsageError } from './usage.js';

/** @typedef {import('./options.js').Kinds} Kinds */
/** @typedef {import('../../js/base/option_types.js').AnyOption} AnyOption */
/** @typedef {import('../../js/base/option_types.js').AnySchema} AnySchema */

/**
 * The form of a task on the command line, besides its description.
 * @typedef {object} Form
 * @property {Kinds} [inputs] inputs besides the text
 * @property {(inputs: Record<string, any>) => string[] | null} [check] checks required inputs; returns the texts
 *   if the inputs contain them
 * @property {Record<string, unknown>} [fixed] options with fixed values
 * @property {(inputs: Record<string, any>) => Record<string, any>} [shared] the inputs as options of streams; default: the
 *   same
 * @property {(pipe: any, text: string, options: any, inputs: Record<string, any>) => Promise<any>} [call]
 *   default: calls the pipeline with the text
 * @property {(result: any) => string[]} [lines] for people; default: JSON
 * @property {(result: any) => unknown} [plain] for JSON
 */

/** @type {Record<string, Form>} */
const forms = {
  'token-classification': {
    // A text comes as a whole.
    fixed: { is_split_into_words: false, delimiter: ' ' },
    lines: (entities) =>
      columns(
        entities.map((/** @type {any} */ { entity_group, entity, word, score, start, end }) => [
          entity_group ?? entity,
          word,
          score.toFixed(3),
          `${start} to ${end}`,
        ]),
      ),
  },
  redact: { lines: ({ text }) => [text] },
  'text-classification': {
    inputs: { text_pair: 'text' },
    call: (pipe, text, options, { text_pair }) => pipe({ text, text_pair }, options),
    lines: (labels) =>
      columns(labels.map((/** @type {any} */ { label, score }) => [label, score.toFixed(3)])),
  },
  'text-ranking': {
    inputs: { documents: 'list' },
    check({ documents }) {
      if (!documents) throw new UsageError('expected --documents a,b,…');
      return null;
    },
    fixed: { return_documents: true },
    call: (pipe, text, options, { documents }) => pipe(text, documents, options),
    lines: (ranked) =>
      columns(ranked.map((/** @type {any} */ { document, score }) => [score.toFixed(3), document])),
  },
  'zero-shot-classification': {
    inputs: { candidate_labels: 'list' },
    check({ candidate_labels }) {
      if (!candidate_labels) throw new UsageError('expected --candidate_labels a,b,…');
      return null;
    },
    call: (pipe, text, options, { candidate_labels }) => pipe(text, candidate_labels, options),
    lines: ({ labels, scores }) =>
      columns(
        labels.map((/** @type {string} */ label, /** @type {number} */ i) => [
          label,
          scores[i].toFixed(3),
        ]),
      ),
  },
  'zero-shot-token-classification': {
    inputs: { labels: 'list' },
    check({ labels }) {
      if (!labels) throw new UsageError('expected --labels a,b,…');
      return null;
    },
    call: (pipe, text, options, { labels }) => pipe(text, labels, options),
    shared: ({ labels }) => ({ candidate_labels: labels }),
    lines: (entities) =>
      columns(
        entities.map((/** @type {any} */ { label, text, score, start, end }) => [
          label,
          text,
          score.toFixed(3),
          `${start} to ${end}`,
        ]),
      ),
  },
  'zero-shot-redact': {
    inputs: { labels: 'list' },
    // The option `labels`, which is a list here.
    fixed: { labels: undefined },
    call: (pipe, text, options, { labels }) => pipe.redact(text, { ...options, labels }),
    lines: ({ text }) => [text],
  },
  'question-answering': {
    inputs: { question: 'text', context: 'text' },
    check({ question, context }) {
      if (question === undefined && context === undefined) {
        throw new UsageError('expected --question, --context or both');
      }
      return question !== undefined && context !== undefined ? [context] : null;
    },
    call: (pipe, text, options, { question, context }) =>
      question === undefined ? pipe(text, context, options) : pipe(question, text, options),
    lines: (answers) =>
      columns(
        [answers]
          .flat()
          .map(({ answer, score, start, end }) => [answer, score.toFixed(3), `${start} to ${end}`]),
      ),
  },
  'fill-mask': {
    lines: (fillings) =>
      columns(
        fillings
          .flat()
          .map((/** @type {any} */ { token_str, score, sequence }) => [
            token_str,
            score.toFixed(3),
            sequence,
          ]),
      ),
  },
  'feature-extraction': {
    lines: ({ type, dims, data }) => {
      const digits = type === 'float32' ? 4 : 0;
      const first = Array.from(data.subarray(0, 6), (value) => value.toFixed(digits));
      return [`[${dims.join(', ')}] ${first.join(' ')} …`];
    },
    plain: (tensor) => tensor.tolist()[0],
  },
};

/**
 * An action of `run`: a task, or another function of its pipeline, such as `redact`.
 * @typedef {object} Action
 * @property {string} name
 * @property {readonly string[]} aliases
 * @property {string} task
 * @property {AnySchema} schema
 * @property {import('../../js/pipelines/task.js').Method} method
 * @property {Required<Form>} form
 */

/**
 * @param {string} name
 * @param {string} task
 * @param {import('../../js/pipelines/task.js').Method & {aliases?: readonly string[]}} method
 * @returns {Action}
 */
function actionOf(name, task, method) {
  const { options, aliases = [] } = method;
  const isTask = name === task;
  const form = {
    inputs: {},
    check: () => null,
    fixed: {},
    shared: (/** @type {any} */ inputs) => inputs,
    call: (/** @type {any} */ pipe, /** @type {string} */ text, /** @type {any} */ given) =>
      isTask ? pipe(text, given) : pipe[name](text, given),
    lines: (/** @type {any} */ result) => [JSON.stringify(result)],
    plain: (/** @type {any} */ result) => result,
    ...forms[name],
  };
  return { name, aliases, task, schema: options, method, form };
}

export const actions = tasks.flatMap((task) => [
  actionOf(task.name, task.name, task),
  ...Object.entries(task.more ?? {})
    .filter(([, method]) => !tasks.some((other) => other === method))
    .map(([name, method]) => actionOf(nameOf(name, task), task.name, method)),
]);

/**
 * The name of a function of pipelines as an action: two tasks have `redact`.
 * @param {string} name
 * @param {import('../../js/pipelines/task.js').Task} task
 */
function nameOf(name, { name: task }) {
  return task === 'zero-shot-token-classification' ? `zero-shot-${name}` : name;
}

/** The kinds of option types; other types are not available on the command line. @type {Record<string, import('./options.js').Kind>} */
const kinds = {
  integer: 'integer',
  number: 'number',
  string: 'text',
  strings: 'list',
  policy: 'text',
  map: 'json',
  thresholds: 'number',
};

/**
 * @param {AnyOption} option
 * @returns {import('./options.js').Kind}
 */
function kindOf({ type, nullable, default: otherwise }) {
  if (type === 'boolean') return otherwise ? 'off' : 'flag';
  if (nullable === 'all') return 'count';
  // The pipeline checks the choices.
  return type ? kinds[type] : 'text';
}

/**
 * The options of an action's pipeline.
 * @param {Action} action
 * @returns {Kinds}
 */
export function kindsOf({ schema, form }) {
  const entries = Object.entries(schema).filter(([name]) => !Object.hasOwn(form.fixed, name));
  const own = entries.map(([name, option]) => [name, kindOf(option)]);
  return Object.fromEntries(own.filter(([, kind]) => kind));
}

/** @param {Action} action @returns {Kinds} */
const allKindsOf = (action) => ({ ...action.form.inputs, ...kindsOf(action) });

/** @returns {import('./usage.js').Options} of all actions */
export function taskOptions() {
  return Object.assign({}, ...actions.map((action) => optionsOf(allKindsOf(action))));
}

/**
 * Refuses options of other actions.
 * @param {Action} action
 * @param {Record<string, any>} values
 */
export function checkNames(action, values) {
  const own = namesOf(allKindsOf(action));
  const other = Object.keys(taskOptions()).find(
    (option) => values[option] !== undefined && !own.includes(option),
  );
  if (other) throw new UsageError(`--${other} is not an option of ${action.name}`);
}

export function taskHelp() {
  return actions
    .map((action) => {
      const shown = { ...allKindsOf(action) };
      for (const [name, { choices }] of Object.entries(action.schema)) {
        if (choices) shown[name] = /** @type {string[]} */ (choices);
      }
      return [`  ${action.name}`, ...helpOf(shown)].join('\n      ');
    })
    .join('\n');
}

/**
 * Formats rows as lines. Each column but the last has the width of its longest entry, up to a limit.
 * @param {string[][]} rows
 */
function columns(rows) {
  const clean = rows.map((row) => row.map((cell) => cell.replace(/\p{Cc}+/gu, ' ')));
  const widths = (clean[0] ?? []).map((_, i) =>
    Math.min(40, Math.max(...clean.map((row) => row[i].length))),
  );
  return clean.map((row) =>
    row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]))).join('  '),
  );
}
