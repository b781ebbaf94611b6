// The methods of GLiNER2, over a session; loaded on demand.
import { withDefaults } from '../../base/callable.js';
import { checkProbability, checkText, checkTexts, mismatch } from '../../base/checks.js';
import { checkOptions } from '../../base/options.js';
import { withTruncated } from '../results.js';
import { resultOf } from './results.js';
import { runTasks } from './run.js';
import { addClassifications, addStructures, Schema, tasksOf } from './schema.js';

/** @typedef {import('../../worker/session.js').Session} Session */
/** @typedef {import('./schema.js').SchemaTask} SchemaTask */

/**
 * What every call of GLiNER2 has in common.
 * @typedef {object} ExtractionBasics
 * @property {number} [threshold] the least probability of entities, relations and fields, from 0 to 1; default 0.5
 * @property {boolean} [include_confidence] true: results have `confidence`; default false
 * @property {boolean} [include_spans] true: results have `start` and `end`, in UTF-16 code units; default false
 * @property {true} [format_results] of Python: results are always formatted
 * @property {import('../../base/platform_types.js').Signal} [signal] aborts the call: it fails with the signal's
 *   reason, and the next call is answered as usual
 */

/**
 * @typedef {object} WordLimit
 * @property {number | null} [max_len] the words of a text that are read; null (the default): all. Of a text that has
 *   more the result has `truncated: true`
 */

/**
 * @typedef {object} ChunkOptions
 * @property {number} [chunk_size] words of a chunk; default 384
 * @property {number} [chunk_overlap] words that neighbouring chunks share; default 64
 */

/**
 * @typedef {object} BatchOptions
 * @property {number} [batch_size] texts that are computed together; default 8
 */

/** @type {import('../../base/options.js').Schema<ExtractionBasics>} */
const basics = {
  threshold: { type: 'number', default: 0.5, check: checkProbability },
  include_confidence: { type: 'boolean', default: false },
  include_spans: { type: 'boolean', default: false },
  format_results: { type: 'boolean', choices: [true], default: true },
};

/** @type {import('../../base/options.js').Schema<WordLimit>} */
const wordLimit = { max_len: { type: 'integer', default: null } };

/** @type {import('../../base/options.js').Schema<ChunkOptions>} */
const chunking = {
  chunk_size: { type: 'integer', default: 384 },
  chunk_overlap: { type: 'integer', min: 0, default: 64 },
};

/** @type {import('../../base/options.js').Schema<BatchOptions>} */
const batching = { batch_size: { type: 'integer', default: 8 } };

/**
 * What a method looks for, by the method's name.
 * @type {Record<string, (wanted: any) => SchemaTask[]>}
 */
const tasksOfMethod = {
  extract: tasksOf,
  extract_entities: (types) => new Schema().entities(types).tasks,
  classify_text: (tasks) => addClassifications(new Schema(), tasks).tasks,
  extract_json: (structures) => addStructures(new Schema(), structures).tasks,
  extract_relations: (types) => new Schema().relations(types).tasks,
};

/**
 * The methods and properties of a GLiNER2 object, also under their names in camel case.
 * @param {Session} session
 * @returns {import('./extraction_types.js').ExtractionMethods}
 */
export function extractionsOf(session) {
  const dispose = () => session.dispose();
  /** @type {Record<string, any>} */
  const methods = {
    create_schema: () => new Schema(),
    config: session.config,
    diagnostics: () => session.diagnostics(),
    dispose,
  };
  for (const [name, toTasks] of Object.entries(tasksOfMethod)) {
    for (const isLong of [false, true]) {
      const length = isLong ? '_long' : '';
      /** @type {any} each is checked above */
      const known = { ...basics, ...(isLong ? chunking : wordLimit) };
      methods[`${name}${length}`] = async (/** @type {any[]} */ ...args) => {
        const [text, wanted, options] = withDefaults(args);
        const how = checkOptions(known, options);
        return (await extracted(session, [checkText(text)], toTasks(wanted), how))[0];
      };
      methods[`batch_${name}${length}`] = async (/** @type {any[]} */ ...args) => {
        const [given, wanted, options] = withDefaults(args);
        const how = checkOptions({ ...known, ...batching }, options);
        const texts = checkTexts(given);
        if (!Array.isArray(given)) throw mismatch('texts', 'an array of strings', given);
        if (name !== 'extract' || !Array.isArray(wanted)) {
          return extracted(session, texts, toTasks(wanted), how);
        }
        return bySchema(session, texts, wanted, how);
      };
    }
  }
  for (const name of Object.keys(methods)) {
    methods[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] = methods[name];
  }
  if (Symbol.asyncDispose) Object.assign(methods, { [Symbol.asyncDispose]: dispose });
  return /** @type {any} the types say which */ (methods);
}

/**
 * @param {Session} session
 * @param {string[]} texts
 * @param {SchemaTask[]} tasks
 * @param {any} options checked
 * @returns {Promise<object[]>}
 */
async function extracted(session, texts, tasks, options) {
  const { threshold, max_len, chunk_size, chunk_overlap, batch_size, signal, ...shown } = options;
  if (chunk_overlap >= chunk_size) {
    throw mismatch('chunk_overlap', `less than chunk_size (${chunk_size})`, 0, chunk_overlap);
  }
  const results = await runTasks(session, tasks, texts, {
    ...{ threshold, max_words: max_len, batch_size, signal },
    chunks: chunk_size === undefined ? null : { words: chunk_size, overlap: chunk_overlap },
  });
  return results.map(({ findings, truncated }, i) => {
    const result = resultOf(tasks, findings, texts[i], shown);
    // A task may have this name.
    return Object.hasOwn(result, 'truncated') ? result : withTruncated(result, truncated);
  });
}

/**
 * The results of texts with a schema each.
 * @param {Session} session
 * @param {string[]} texts
 * @param {unknown[]} schemas
 * @param {any} options checked
 */
async function bySchema(session, texts, schemas, options) {
  if (schemas.length !== texts.length) {
    throw mismatch('schemas', `one for each of ${texts.length} texts`, schemas, schemas.length);
  }
  const lists = schemas.map(tasksOf);
  /** @type {object[]} */
  const results = [];
  for (const [i, text] of texts.entries()) {
    results.push(...(await extracted(session, [text], lists[i], options)));
  }
  return results;
}
