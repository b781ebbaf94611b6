// The examples that run on the pages, by the page that shows them. Those of the Hub are the demo's.
import { formatScore } from '../../../demo/format.js';
import { hubTasks } from '../../../demo/hub_tasks.js';

/** @typedef {{name: string, label: string, value: string, rows: number}} Field */
/** @typedef {{start: number, end: number, label: string}} Span of a text */
/** @typedef {{text?: string, spans?: Span[], head?: string[], rows?: string[][]}} Result */

/**
 * @typedef {object} Example
 * @property {string} task of pipeline(), or 'tokenizer', 'gliner2'
 * @property {string} model on the Hub, or with `bundled` a folder of models/
 * @property {boolean} [bundled]
 * @property {string} [note] what its answers are worth
 * @property {string} button
 * @property {Field[]} fields
 * @property {(pipe: any, values: Record<string, string>) => Promise<Result>} run
 */

const bundled = { model: 'pii-tiny', bundled: true };

const lines = (/** @type {string} */ text) => text.split('\n').filter((line) => line.trim() !== '');

const names = (/** @type {string} */ list) => list.split(',').flatMap((name) => name.trim() || []);

/** Those that can be marked in a text: the first one of several that share a place. @param {Span[]} spans */
const apart = (spans) => {
  let at = 0;
  return [...spans]
    .sort((a, b) => a.start - b.start)
    .filter(({ start, end }) => start >= at && (at = end));
};

/** @param {string} value @param {string} [label] */
const textField = (value, label = 'Text') => [{ name: 'text', label, value, rows: 4 }];

const letter =
  'Write to Ada Lovelace at ada@example.org or call +44 20 7946 0958.\n' +
  'Jonas Lindqvist moved to 48 Harbour Street, Bristol BS1 5TY on 14 March 2025.';

/** Of a task that the demo shows, too. */
const ofDemo = (/** @type {string} */ task) => {
  const found = hubTasks.find((each) => each.task === task);
  if (!found) throw new Error(`the demo has no tab for ${task}`);
  return found;
};

/** @type {Record<string, Example>} */
export const examples = {
  'tasks/token-classification': {
    ...bundled,
    task: 'token-classification',
    button: 'Find entities',
    fields: textField(letter),
    async run(find, { text }) {
      const entities = await find(text, { aggregation_strategy: 'simple', stride: 64 });
      return {
        text,
        spans: entities.map(({ start, end, entity_group: label }) => ({ start, end, label })),
        head: ['Text', 'Label', 'Score'],
        rows: entities.map(({ start, end, entity_group, score }) => [
          text.slice(start, end),
          entity_group,
          formatScore(score),
        ]),
      };
    },
  },
  redaction: {
    ...bundled,
    task: 'token-classification',
    button: 'Redact',
    fields: textField(letter),
    async run(find, { text }) {
      const { text: redacted, map } = await find.redact(text);
      return { text: redacted, head: ['Placeholder', 'Original'], rows: Object.entries(map) };
    },
  },
  'tasks/feature-extraction': {
    ...bundled,
    task: 'feature-extraction',
    note: 'pii-tiny was trained to find personal data: its vectors show shapes and numbers, and say little about meaning.',
    button: 'Compare',
    fields: textField(
      'Please call Ada tomorrow.\nPhone Grace on Monday.\nThe lamp is green.',
      'Texts, one a line',
    ),
    async run(embed, { text }) {
      const texts = lines(text);
      if (texts.length === 0) return {};
      const vectors = (await embed(texts, { pooling: 'mean', normalize: true })).tolist();
      return {
        head: ['Text', 'Vector', 'Cosine with the first'],
        rows: texts.map((each, i) => [
          each,
          `${vectors[i]
            .slice(0, 3)
            .map((x) => x.toFixed(3))
            .join(', ')}, … (${vectors[i].length})`,
          vectors[i].reduce((sum, x, j) => sum + x * vectors[0][j], 0).toFixed(3),
        ]),
      };
    },
  },
  tokenizers: {
    ...bundled,
    task: 'tokenizer',
    button: 'Tokenize',
    fields: textField('Ada’s café 🙂 opens at 9.'),
    async run(tokenizer, { text }) {
      const encoding = await tokenizer(text, {
        return_tensor: false,
        return_offsets_mapping: true,
      });
      const tokens = await tokenizer.convert_ids_to_tokens(encoding.input_ids);
      return {
        head: ['Token', 'Id', 'Start', 'End', 'Text'],
        rows: tokens.map((token, i) => {
          const [start, end] = encoding.offset_mapping[i];
          return [token, encoding.input_ids[i], start, end, text.slice(start, end)].map(String);
        }),
      };
    },
  },
  'tasks/text-classification': {
    task: 'text-classification',
    model: 'KoalaAI/Text-Moderation',
    button: 'Classify',
    fields: textField('What a lovely day.'),
    async run(classify, { text }) {
      const labels = await classify(text, { top_k: 5 });
      return {
        head: ['Label', 'Score'],
        rows: labels.map(({ label, score }) => [label, formatScore(score)]),
      };
    },
  },
  'tasks/text-ranking': {
    task: 'text-ranking',
    model: 'mixedbread-ai/mxbai-rerank-xsmall-v1',
    button: 'Rank',
    fields: [
      { name: 'query', label: 'Query', rows: 1, value: 'What is deep learning?' },
      {
        name: 'documents',
        label: 'Documents, one a line',
        rows: 4,
        value:
          'It rains in Rome.\nDeep learning is a kind of machine learning.\n' +
          'Ada Lovelace wrote about machines in 1843.',
      },
    ],
    async run(rank, { query, documents }) {
      const ranked = await rank(query, lines(documents), { return_documents: true });
      return {
        head: ['Document', 'Score'],
        rows: ranked.map(({ document, score }) => [document, formatScore(score)]),
      };
    },
  },
  'tasks/zero-shot-token-classification': {
    task: 'zero-shot-token-classification',
    model: 'urchade/gliner_multi_pii-v1',
    button: 'Find entities',
    fields: [
      ...textField('Ada Lovelace takes 5 mg of digitalis. Her case number is 1843-B.'),
      { name: 'labels', label: 'Labels', rows: 1, value: 'person, medication, case number' },
    ],
    async run(find, { text, labels }) {
      const entities = await find(text, labels);
      return {
        text,
        spans: entities.map(({ start, end, label }) => ({ start, end, label })),
        head: ['Text', 'Label', 'Score'],
        rows: entities.map(({ text: found, label, score }) => [found, label, formatScore(score)]),
      };
    },
  },
  'tasks/gliner2': {
    task: 'gliner2',
    model: 'fastino/gliner2-base-v1',
    button: 'Read',
    fields: [
      ...textField('Ada Lovelace takes 5 mg of digitalis. She feels much better.'),
      { name: 'labels', label: 'Entities', rows: 1, value: 'person, medication, dose' },
      { name: 'classes', label: 'Classes', rows: 1, value: 'better, unchanged, worse' },
    ],
    async run(model, { text, labels, classes }) {
      const schema = model.create_schema().entities(names(labels));
      schema.classification('change', names(classes));
      const shown = { include_confidence: true, include_spans: true };
      const { entities = {}, change } = await model.extract(text, schema, shown);
      const found = Object.entries(entities).flatMap(([label, all]) =>
        all.map((/** @type {any} */ each) => ({ ...each, label })),
      );
      return {
        text,
        spans: apart(found),
        head: ['Kind', 'Answer', 'Score'],
        rows: [
          ...found.map(({ label, text: word, confidence }) => [
            label,
            word,
            formatScore(confidence),
          ]),
          ['change', change.label, formatScore(change.confidence)],
        ],
      };
    },
  },
  'tasks/zero-shot-classification': ofDemo('zero-shot-classification'),
  'tasks/question-answering': ofDemo('question-answering'),
  'tasks/fill-mask': ofDemo('fill-mask'),
};
