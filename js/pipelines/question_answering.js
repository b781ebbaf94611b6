// Finds answers in a text.
import { DebertaError } from '../base/errors.js';
import { checkText } from '../base/checks.js';
import { checkOptions } from '../base/options.js';

/**
 * Options of a question-answering call. Lengths are in tokens.
 * @typedef {object} QuestionAnsweringOptions
 * @property {number} [top_k] number of answers to return, best first; default 1: the answer itself, not a list
 * @property {number} [doc_stride] tokens that neighbouring windows of a long context share; default: half of
 *   max_seq_len, at most 128
 * @property {number} [max_answer_len] the maximum length of an answer; default 15
 * @property {number} [max_seq_len] length of a window, question included; default: the model's, at most 384
 * @property {number} [max_question_len] the maximum length of a question; longer ones are cut; default 64
 * @property {boolean} [handle_impossible_answer] true: the empty answer '', for no answer, is one
 *   of the answers; default false
 * @property {boolean} [align_to_words] true (the default): answers are whole words
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * An answer. `start` and `end` are indices of the context in UTF-16 code units.
 * @typedef {object} Answer
 * @property {string} answer the answer's text: context.slice(start, end)
 * @property {number} score probability, from 0 to 1
 * @property {number} start where it begins in the context
 * @property {number} end where it ends, exclusive
 * @property {true} [truncated] present if the question was cut
 */

/**
 * A question and the text in which the answer is searched.
 * @typedef {object} QuestionInContext
 * @property {string} question the question
 * @property {string} context the text in which the answer is searched
 */

/** @type {import('../base/options.js').Schema<QuestionAnsweringOptions>} */
const schema = {
  top_k: { type: 'integer', default: 1 },
  max_answer_len: { type: 'integer', default: 15, nullable: 'default' },
  max_seq_len: { type: 'integer', default: null },
  doc_stride: { type: 'integer', min: 0, default: null },
  max_question_len: { type: 'integer', default: 64, nullable: 'default' },
  handle_impossible_answer: { type: 'boolean', default: false },
  align_to_words: { type: 'boolean', default: true },
};

/**
 * `qa(question, context)`, `qa(questions, contexts)`, `qa({question, context})`, or a list of those.
 * Several questions may share one context.
 * @param {import('../worker/session.js').Session} session
 * @param {string | readonly string[] | QuestionInContext | readonly QuestionInContext[]} question
 * @param {string | readonly string[] | QuestionAnsweringOptions} [context]
 * @param {QuestionAnsweringOptions} [options]
 * @returns {Promise<Answer | Answer[] | Answer[][]>} with top_k other than 1 a list for each question
 */
async function questionAnswering(session, question, context, options) {
  const { inputs, given } = inputsOf(question, context, options);
  const { signal, ...checked } = checkOptions(schema, given);
  const texts = inputs.flatMap(({ question, context }) => [
    checkText(question, 'question'),
    checkText(context, 'context'),
  ]);
  /** @type {{answers: Omit<Answer, 'answer'>[]}[]} */
  const results = await session.run('question-answering', texts, checked, signal);
  const answers = results.map((result, i) =>
    result.answers.map((found) => ({
      answer: inputs[i].context.slice(found.start, found.end),
      ...found,
    })),
  );
  const each = checked.top_k === 1 ? answers.map(([best]) => best) : answers;
  return Array.isArray(question) ? /** @type {any} */ (each) : each[0];
}

/**
 * @param {string | readonly string[] | QuestionInContext | readonly QuestionInContext[]} question
 * @param {string | readonly string[] | QuestionAnsweringOptions | undefined} context
 * @param {QuestionAnsweringOptions} [options]
 * @returns {{inputs: QuestionInContext[], given?: QuestionAnsweringOptions}}
 */
function inputsOf(question, context, options) {
  const questions = [question].flat();
  const together = questions.filter((each) => typeof each === 'object' && each !== null);
  if (together.length > 0) {
    if (together.length !== questions.length) {
      throw new DebertaError('INPUT', 'questions: some are {question, context}, some are not');
    }
    return { inputs: together, given: /** @type {any} */ (context) };
  }
  const contexts = Array.isArray(context) ? context : questions.map(() => context);
  if (contexts.length !== questions.length) {
    throw new DebertaError('INPUT', `${questions.length} questions, ${contexts.length} contexts`);
  }
  const inputs = questions.map((each, i) => ({ question: each, context: contexts[i] }));
  return { inputs: /** @type {any} */ (inputs), given: options };
}

/** @type {import('./task.js').Task} */
export const questionAnsweringTask = {
  name: 'question-answering',
  head: 'question-answering',
  options: schema,
  run: questionAnswering,
  parts: ['question', 'context'],
  many: (session, inputs, options) =>
    /** @type {any} */ (
      questionAnswering(session, /** @type {any} checked there */ (inputs), options)
    ),
};
