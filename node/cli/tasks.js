// The pipelines on the command line: the options of each, a text in, lines out.
import { helpOf, namesOf, optionsOf } from './options.js';
import { UsageError } from './usage.js';

/** @typedef {import('./options.js').Kinds} Kinds */

/**
 * @typedef {object} Task
 * @property {Kinds} options those of the pipeline
 * @property {Kinds} [inputs] what is given beside the text
 * @property {(inputs: Record<string, any>) => string[] | null} [check] what there is to be given; texts,
 *   where the inputs hold all
 * @property {(pipe: any, text: string, options: any, inputs: Record<string, any>) => Promise<any>} call
 * @property {(result: any) => string[]} lines for people
 * @property {(result: any) => unknown} [plain] for JSON
 */

/** @type {(pipe: any, text: string, options: any) => Promise<any>} */
const callWithText = (pipe, text, options) => pipe(text, options);

const entityOptions = /** @type {const} */ ({
  aggregation_strategy: 'text',
  ignore_labels: 'list',
  stride: 'integer',
});

/** @type {Record<string, Task>} */
export const tasks = {
  'token-classification': {
    options: entityOptions,
    call: callWithText,
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
  redact: {
    options: { ...entityOptions, policy: 'text', merge_spellings: 'flag', min_score: 'number' },
    call: (pipe, text, options) => pipe.redact(text, options),
    lines: ({ text }) => [text],
  },
  'text-classification': {
    options: { top_k: 'count', function_to_apply: 'text', stride: 'integer', pooling: 'text' },
    inputs: { text_pair: 'text' },
    call: (pipe, text, options, { text_pair }) => pipe({ text, text_pair }, options),
    lines: (labels) =>
      columns(labels.map((/** @type {any} */ { label, score }) => [label, score.toFixed(3)])),
  },
  'text-ranking': {
    options: { top_k: 'count', function_to_apply: 'text' },
    inputs: { documents: 'list' },
    check({ documents }) {
      if (!documents) throw new UsageError('expected --documents a,b,…');
      return null;
    },
    call: (pipe, text, options, { documents }) =>
      pipe(text, documents, { ...options, return_documents: true }),
    lines: (ranked) =>
      columns(ranked.map((/** @type {any} */ { document, score }) => [score.toFixed(3), document])),
  },
  'zero-shot-classification': {
    options: { hypothesis_template: 'text', multi_label: 'flag' },
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
  'question-answering': {
    options: {
      top_k: 'integer',
      max_answer_len: 'integer',
      max_seq_len: 'integer',
      doc_stride: 'integer',
      max_question_len: 'integer',
      handle_impossible_answer: 'flag',
      align_to_words: 'off',
    },
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
    options: { top_k: 'integer', targets: 'list' },
    call: callWithText,
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
    options: { pooling: 'text', normalize: 'flag' },
    call: callWithText,
    lines: ({ dims, data }) => {
      const first = Array.from(data.subarray(0, 6), (value) => value.toFixed(4));
      return [`[${dims.join(', ')}] ${first.join(' ')} …`];
    },
    plain: (tensor) => tensor.tolist()[0],
  },
};

/** @param {Task} task @returns {Kinds} */
const kindsOf = ({ options, inputs }) => ({ ...inputs, ...options });

/** @returns {import('./usage.js').Options} of all tasks */
export function taskOptions() {
  return Object.assign({}, ...Object.values(tasks).map((task) => optionsOf(kindsOf(task))));
}

/**
 * Options of other tasks are refused.
 * @param {string} name
 * @param {Record<string, any>} values
 */
export function checkOptions(name, values) {
  const own = namesOf(kindsOf(tasks[name]));
  const other = Object.keys(taskOptions()).find(
    (option) => values[option] !== undefined && !own.includes(option),
  );
  if (other) throw new UsageError(`--${other} is not an option of ${name}`);
}

export function taskHelp() {
  return Object.entries(tasks)
    .map(([name, task]) => [`  ${name}`, ...helpOf(kindsOf(task))].join('\n      '))
    .join('\n');
}

/**
 * Rows as lines; what is not the last column has the width of its longest entry, within reason.
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
