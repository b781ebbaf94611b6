// The tasks of the tabs after the first one, each with a model of the Hugging Face Hub.
import { formatScore } from './format.js';

/** @typedef {{name: string, label: string, value: string, rows: number}} Field */
/** @typedef {{head: string[], rows: string[][]}} Table the first column names the row */

/**
 * @typedef {object} HubTask
 * @property {string} id
 * @property {string} tab
 * @property {keyof import('../web/index.js').AllTasks} task of pipeline()
 * @property {string} model on the Hub
 * @property {string} heading
 * @property {string} about
 * @property {string} button
 * @property {Field[]} fields
 * @property {(pipe: any, values: Record<string, string>) => Promise<Table>} run
 */

/** @param {string} text @param {RegExp} separator */
const partsOf = (text, separator) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** @type {HubTask[]} */
export const hubTasks = [
  {
    id: 'zero-shot',
    tab: 'Sort by topic',
    task: 'zero-shot-classification',
    model: 'MoritzLaurer/deberta-v3-xsmall-zeroshot-v1.1-all-33',
    heading: 'Sort texts by topics you name',
    about: 'A DeBERTa model scores each line for each topic. It was not trained on your topics.',
    button: 'Sort',
    fields: [
      {
        name: 'texts',
        label: 'Texts, one per line',
        rows: 5,
        value:
          'The parcel came a week late, and the box was open.\n' +
          'I was charged twice for the same order.\n' +
          'Thank you, the new lamp is lovely!',
      },
      {
        name: 'topics',
        label: 'Topics, separated by commas',
        rows: 1,
        value: 'delivery, payment, praise',
      },
    ],
    async run(classify, { texts, topics }) {
      const lines = partsOf(texts, /\n/);
      const names = [...new Set(partsOf(topics, /,/))];
      if (lines.length === 0 || names.length === 0) return { head: ['Text'], rows: [] };
      const results = await classify(lines, names);
      return {
        head: ['Text', ...names],
        rows: results.map((/** @type {{labels: string[], scores: number[]}} */ result, i = 0) => [
          lines[i],
          ...names.map((name) => formatScore(result.scores[result.labels.indexOf(name)])),
        ]),
      };
    },
  },
  {
    id: 'questions',
    tab: 'Answer questions',
    task: 'question-answering',
    model: 'deepset/deberta-v3-base-squad2',
    heading: 'Find answers in a text',
    about: 'A DeBERTa model finds the part of a text that answers a question.',
    button: 'Answer',
    fields: [
      {
        name: 'context',
        label: 'Text',
        rows: 7,
        value:
          'Ada Lovelace, born in London in 1815, wrote the first programme for a machine. It was ' +
          "for Charles Babbage's Analytical Engine, which was never built. The programme is in " +
          'her notes to an article by Luigi Menabrea, which she translated from French in 1843.',
      },
      { name: 'question', label: 'Question', rows: 1, value: 'Who designed the engine?' },
    ],
    async run(answer, { context, question }) {
      const head = ['Answer', 'Score'];
      if (context.trim() === '' || question.trim() === '') return { head, rows: [] };
      const answers = await answer(question, context, { top_k: 3 });
      return {
        head,
        rows: answers.map((/** @type {{answer: string, score: number}} */ { answer, score }) => [
          answer,
          formatScore(score),
        ]),
      };
    },
  },
  {
    id: 'words',
    tab: 'Fill in a word',
    task: 'fill-mask',
    model: 'microsoft/deberta-base',
    heading: 'Fill in a missing word',
    about: 'A DeBERTa model guesses the word that [MASK] stands for.',
    button: 'Fill in',
    fields: [
      {
        name: 'text',
        label: 'Text with one [MASK]',
        rows: 3,
        value: 'The ship left the [MASK] early in the morning.',
      },
    ],
    async run(fill, { text }) {
      const fillings = await fill(text, { top_k: 5 });
      return {
        head: ['Word', 'Score'],
        // A text with several masks gives a list for each.
        rows: fillings
          .flat()
          .map((/** @type {{token_str: string, score: number}} */ { token_str, score }) => [
            token_str.trim(),
            formatScore(score),
          ]),
      };
    },
  },
];
