// deberta-wasm run --jsonl: answers lines of JSON with lines of JSON, in order and in constant memory.
import { availableParallelism } from 'node:os';

import { abortError, onAbort } from '../../js/base/abort.js';
import { DebertaError } from '../../js/base/errors.js';
import { findTask } from '../../js/pipelines/find_task.js';
import { readOptions, stream } from '../../js/pipelines/stream.js';
import { loadSession } from '../../js/worker/load.js';
import { BulkProgress } from './bulk_progress.js';
import { FileOutput, StandardOutput } from './line_output.js';
import { LineReader, maxLine } from './line_reader.js';
import { valuesFor } from './options.js';
import { ProgressLine } from './progress_line.js';
import { kindsOf } from './tasks.js';
import { UsageError, integerOf } from './usage.js';

/** @typedef {import('../../js/pipelines/stream.js').StreamRow<any>} Row */
/** @typedef {import('../../js/worker/session.js').Session} Session */
/** @typedef {{id: unknown, line: number, end: number}} Place where an input comes from; end: bytes up to its line's end */

/** Options of --jsonl. */
export const bulkOptions = /** @type {const} */ ({
  output: { type: 'string' },
  resume: { type: 'boolean' },
  force: { type: 'boolean' },
  workers: { type: 'string' },
  'batch-tokens': { type: 'string' },
});

export const bulkHelp = `
  --jsonl               each line of the files, or of standard input, is a text or an object as JSON, such as
                        {"id": 7, "text": "…"}; prints a line for each, in order: {"id": 7, "result": …}, or
                        {"id": 7, "line": 1, "error": {"code": …, "message": …}}. With it:
  --output FILE         write to the file instead of standard output
  --resume              go on after the lines that are in the output already
  --force               replace the output
  --workers N           models that share the work, each in a thread and memory of its own (default: 1)
  --batch_tokens N      tokens that a worker computes at once (default: 1024)`;

/**
 * @param {import('./tasks.js').Action} action
 * @param {string} model
 * @param {import('../../js/api/pipeline.js').PipelineOptions & {signal: AbortSignal}} load
 * @param {Record<string, any>} values of parseArgs
 */
export async function runLines(action, model, load, values) {
  const { form, method } = action;
  const { signal } = load;
  const { file = ['-'], output: path, resume = false, force = false } = values;
  const workers = integerOf(values['workers'] ?? '1', 'workers');
  if (workers === 0) throw new UsageError('--workers: expected at least 1');
  if (path === undefined && (resume || force)) {
    throw new UsageError(`--${resume ? 'resume' : 'force'} needs --output`);
  }
  const tokens = values['batch-tokens'];
  const options = {
    ...valuesFor(kindsOf(action), values),
    ...form.fixed,
    ...form.shared(valuesFor(form.inputs, values)),
    ...(tokens !== undefined && { batch_tokens: integerOf(tokens, 'batch-tokens') }),
  };
  readOptions(method, options); // before the model is loaded

  const reader = new LineReader(file);
  // Answers on a terminal are progress enough.
  const isAlone = path !== undefined || !process.stdout.isTTY;
  const progress = new BulkProgress(reader.size(), isAlone);
  const output =
    path === undefined ? new StandardOutput() : new FileOutput(path, { resume, force });
  /** @type {Session[]} */
  const sessions = [];
  const stopListening = onAbort(signal, () => {
    if (sessions.length > 0) console.error('finishing the lines in flight');
    reader.close();
  });
  try {
    await openSessions(sessions, workers, action.task, model, load);
    /** @type {Place[]} of inputs without a row */
    const places = [];
    const earlier = output.open(); // not before the model is loaded: --force empties it
    let { done } = earlier;
    let errors = 0;
    if (done === 0) progress.update(0, 0, 0);
    const source = inputsOf(reader, earlier, places);
    for await (const row of stream(sessions, method, source, options, signal)) {
      const place = /** @type {Place} */ (places.shift());
      await output.write(JSON.stringify(lineOf(row, place, form)));
      if (row.error) ++errors;
      progress.update(place.end, ++done, errors);
    }
    progress.end();
    if (errors > 0) {
      const lines = done - earlier.done;
      console.error(`deberta-wasm: ${errors} of ${lines} lines have an error`);
    }
    if (signal.aborted) throw abortError(signal);
  } finally {
    progress.end();
    stopListening();
    reader.close();
    output.close();
    await Promise.all(sessions.map((session) => session.dispose()));
  }
}

/**
 * @param {Row} row
 * @param {Place} place
 * @param {Required<import('./tasks.js').Form>} form
 */
function lineOf({ result, error }, { id, line }, form) {
  if (error) return { id, line, error: { code: error.code, message: error.message } };
  return { id, result: form.plain(result), ...(result.truncated && { truncated: true }) };
}

/**
 * @param {LineReader} reader
 * @param {import('./line_output.js').Earlier} earlier
 * @param {Place[]} places where to put those of the inputs
 */
async function* inputsOf(reader, { done, last }, places) {
  let count = 0;
  for await (const line of reader.lines()) {
    if (++count < done) continue;
    const { id, input } = inputOf(line);
    if (count > done) {
      places.push({ id, line: line.number, end: line.end });
      yield input;
    } else if (JSON.stringify(idOf(last)) !== JSON.stringify(id)) {
      throw otherOutput(`its line ${done} is not of line ${line.number} of the input`);
    }
  }
  if (count < done) throw otherOutput(`it has ${done} lines, the input has ${count}`);
}

/** @param {string | null} line of an output */
function idOf(line) {
  try {
    return JSON.parse(/** @type {string} */ (line)).id;
  } catch {
    return undefined;
  }
}

/** @param {string} fact */
function otherOutput(fact) {
  return new DebertaError('INPUT', `the output is not of this input: ${fact}`);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * @param {import('./line_reader.js').Line} line
 * @returns {{id: unknown, input: unknown}} the id is the line's number where the input has none, and null where there is no
 *   input; an error is its own answer
 */
function inputOf({ number, bytes }) {
  const wrong = (/** @type {string} */ fact) => ({
    id: null,
    input: new DebertaError('INPUT', `line ${number}: expected ${fact}`),
  });
  if (!bytes) return wrong(`at most ${maxLine >> 20} MiB`);
  let text;
  try {
    text = decoder.decode(bytes);
  } catch {
    return wrong('UTF-8');
  }
  try {
    const input = JSON.parse(text);
    return { id: input?.id ?? number, input };
  } catch {
    return wrong('a JSON value');
  }
}

/**
 * @param {Session[]} sessions where to put them
 * @param {number} count
 * @param {string} task
 * @param {string} model
 * @param {import('../../js/api/pipeline.js').PipelineOptions} options
 */
async function openSessions(sessions, count, task, model, options) {
  const { name, head, otherHead } = await findTask(task);
  const cores = availableParallelism();
  const threads = count === 1 ? undefined : Math.max(1, Math.min(4, Math.floor(cores / count)));
  const load = async (/** @type {any} */ progress) => {
    const how = { threads, ...options, ...progress };
    sessions.push(await loadSession({ name, head, otherHead, tokenizer: true }, model, how));
  };
  await ProgressLine.during((progress_callback) => load({ progress_callback }));
  // The others find its files in the cache.
  await Promise.all(Array.from({ length: count - 1 }, load));
}
