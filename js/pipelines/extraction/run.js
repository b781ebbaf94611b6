// Runs the tasks of a schema on texts.
import { findingsOf, merged } from './findings.js';
import { promptOf } from './prompt.js';

/** @typedef {import('../../worker/session.js').Session} Session */
/** @typedef {import('./schema.js').SchemaTask} SchemaTask */
/** @typedef {import('./findings.js').Findings} Findings */

/**
 * How texts are read.
 * @typedef {object} Reading
 * @property {number} threshold of labels that have none
 * @property {number | null} [max_words] the words of a text that are read; null: all
 * @property {{words: number, overlap: number} | null} [chunks] texts are read in chunks of so many words; null: as
 *   they are
 * @property {number} [batch_size] texts of a call of the core; default: all
 * @property {AbortSignal | null} [signal]
 */

/**
 * What the texts give, one entry for each.
 * @param {Session} session
 * @param {SchemaTask[]} tasks
 * @param {string[]} texts
 * @param {Reading} reading
 * @returns {Promise<{findings: Findings[], truncated: boolean}[]>} findings: one for each task
 */
export async function runTasks(session, tasks, texts, reading) {
  const { threshold, max_words = null, chunks = null, batch_size = texts.length, signal } = reading;
  if (tasks.length === 0) return texts.map(() => ({ findings: [], truncated: false }));
  const { strings, options } = promptOf(tasks, threshold);
  const { words: chunk_words = null, overlap: chunk_overlap = 0 } = chunks ?? {};
  const how = { ...options, max_words, chunk_words, chunk_overlap };
  /** @type {import('./findings.js').CoreResult[]} */
  const results = [];
  for (let i = 0; i < texts.length; i += batch_size) {
    const batch = texts.slice(i, i + batch_size);
    results.push(...(await session.run('extraction', [...strings, ...batch], how, signal)));
  }
  return results.map((result) => ({
    truncated: result.truncated,
    findings: tasks.map((task, i) => {
      const ofChunks = result.chunks.map((chunk) => findingsOf(task, chunk.tasks[i]));
      return chunks ? merged(task, ofChunks) : ofChunks[0];
    }),
  }));
}
