// Answers a stream of inputs of any length in constant memory, with the rows in the order of the inputs. Loaded on demand.
//
//   source ─► section ─► tokens counted, sorted by length ─► batches ─► calls ─► rows, put in order ─► the caller
//
// A section holds inputs for a few batches. While one is answered, the next one is read and counted; none is begun before
// the caller has taken the rows of the one before the last. So a slow caller slows the source down.
import { abortError, onAbort } from '../base/abort.js';
import { checkOneOf, mismatch } from '../base/checks.js';
import { DebertaError } from '../base/errors.js';
import { checkOptions } from '../base/options.js';
import { pause } from '../base/pause.js';
import { readAll } from '../base/streams.js';
import { Answers } from './stream_answers.js';
import { Batching, stringsOf } from './stream_batches.js';

/** @typedef {import('../worker/session.js').Session} Session */
/** @typedef {import('./task.js').Input} Input */
/** @typedef {import('./task.js').Method} Method */

/**
 * Options of streams.
 * @typedef {object} StreamOptions
 * @property {number} [batch_tokens] tokens that a call of the model has at most, unless one input has more; default 1024
 * @property {import('../base/platform_types.js').Signal} [signal] aborts the stream: it fails with the signal's reason
 */

/**
 * A row of a stream that has an answer.
 * @template Result
 * @typedef {object} StreamAnswer
 * @property {number} index position of the input in the source, from 0
 * @property {any} id the input's `id`, if it has one
 * @property {Result} result what a call of the pipeline returns for the input
 * @property {null} error there is none
 */
/**
 * A row of a stream whose input cannot be answered.
 * @typedef {object} StreamFailure
 * @property {number} index position of the input in the source, from 0
 * @property {any} id the input's `id`, if it has one
 * @property {null} result there is none
 * @property {DebertaError} error what is wrong with the input
 */
/**
 * A row of a stream: `error` is null, or `result` is.
 * @template Result
 * @typedef {StreamAnswer<Result> | StreamFailure} StreamRow
 */

/**
 * An input in its section; `error`: the source gave an error in its place.
 * @typedef {{index: number, id: unknown, input: Input, section: Section, error?: DebertaError}} Entry
 */
/**
 * Inputs that are sorted together.
 * @typedef {object} Section
 * @property {Entry[]} entries
 * @property {number} size in UTF-16 code units
 * @property {number} left rows that the caller has not taken
 * @property {boolean} isBegun whether a call has some of its inputs
 */

/** Batches that a section has for each session. */
const batchesOfSection = 4;
/** A guess, for the size of a section: no input is tokenized before its section is complete. */
const unitsOfToken = 4;
/** What an input counts besides its texts, in UTF-16 code units: an empty one takes memory, too. */
const unitsOfInput = 8;
/** Sections whose rows the caller has not all taken. */
const maxSections = 2;
/** Calls of a session at the same time: one runs, and one waits, so that the worker does not. */
const callsAtOnce = 2;
/** Milliseconds that an idle worker waits for a section to become complete. */
const patience = 10;
/**
 * @param {Session[]} sessions with the same model
 * @param {Method} method a task, or another function of its pipeline
 * @param {any} source an iterable or async iterable of inputs: a text, an object of the method's parts, or an error, which
 *   is its own answer
 * @param {any} [given] StreamOptions, options of the method, and parts that all inputs share
 * @param {AbortSignal} [finish] ends the stream, after the rows whose calls have begun, and those before them
 * @returns {AsyncGenerator<StreamRow<any>, void, undefined>}
 * @throws {DebertaError} for wrong options, for an abort, and for errors that no input causes; what the source throws,
 *   after the rows of its inputs
 */
export async function* stream(sessions, method, source, given, finish) {
  const { signal, ...how } = readOptions(method, given);
  const flow = new Flow(sessions, method, how);
  yield* flow.rows(iteratorOf(source), signal, finish);
}

/**
 * Checks the options of a stream.
 * @param {Method} method
 * @param {any} given
 */
export function readOptions(method, given) {
  const { parts = ['text'] } = method;
  const { batch_tokens, signal } = checkOptions(
    /** @type {any} */ ({
      ...method.options,
      ...Object.fromEntries(parts.map((part) => [part, { default: undefined, check() {} }])),
      batch_tokens: { type: 'integer', default: 1024 },
    }),
    given ?? {},
  );
  // Not the defaults: a model may recommend others.
  const { batch_tokens: _, ...options } = given ?? {};
  const shared = Object.fromEntries(parts.map((part) => [part, options[part]]));
  for (const part of parts) delete options[part];
  return { shared, options, batch_tokens, signal };
}

/**
 * @param {Session} session
 * @param {import('./task.js').Task} task
 * @param {any} source
 * @param {any} [given] also `method`, the name of another function of the pipeline
 */
export async function* streamOf(session, task, source, given) {
  const { method, ...options } = given ?? {};
  const { more = {} } = task;
  const name = method && checkOneOf(method, 'method', Object.keys(more));
  yield* stream([session], name ? more[name] : task, source, options);
}

/**
 * @param {any} source
 * @returns {AsyncIterator<unknown> | Iterator<unknown>}
 */
function iteratorOf(source) {
  // A text is iterable, too, but its letters are no inputs.
  const isObject = typeof source === 'object' && source !== null;
  const begin = isObject && (source[Symbol.asyncIterator] ?? source[Symbol.iterator]);
  if (!begin && source?.getReader) return readAll(source)[Symbol.asyncIterator]();
  if (!begin) throw mismatch('source', 'an iterable or async iterable of inputs', source);
  return begin.call(source);
}

/** Wakes who waits for it. */
class Bell {
  /** @type {(() => void)[]} */
  #waiting = [];

  ring() {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** @returns {Promise<void>} the next ring */
  heard() {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** A source's way to its rows. */
class Flow {
  #sessions;
  #method;
  #shared;
  #answers;
  #batching;
  /** UTF-16 code units of a complete section. */
  #fullSize;
  /** Ends the calls. */
  #calls = new AbortController();

  #count = 0; // inputs read
  #section = emptySection();
  #open = 0; // sections whose rows the caller has not all taken
  /** @type {Entry[][]} */
  #batches = [];
  #idle = 0; // workers without a batch
  /** @type {Map<number, {row: StreamRow<any>, section: Section}>} by index */
  #rows = new Map();

  #isRead = false;
  #isPrepared = false;
  #isFinishing = false; // no section is begun any more
  /** @type {{error: unknown} | null} what the source has thrown */
  #thrown = null;
  /** @type {{error: unknown} | null} what ends the stream */
  #failure = null;

  #reader = new Bell();
  #preparer = new Bell();
  #workers = new Bell();
  #caller = new Bell();

  /**
   * @param {Session[]} sessions
   * @param {Method} method
   * @param {{shared: Input, options: any, batch_tokens: number}} how
   */
  constructor(sessions, method, { shared, options, batch_tokens }) {
    this.#sessions = sessions;
    this.#method = method;
    this.#shared = shared;
    const { signal } = this.#calls;
    this.#answers = new Answers(method, { ...options, signal });
    this.#batching = new Batching(method, this.#answers, batch_tokens, signal);
    this.#fullSize = batch_tokens * unitsOfToken * batchesOfSection * sessions.length;
  }

  /**
   * @param {AsyncIterator<unknown> | Iterator<unknown>} inputs
   * @param {AbortSignal | null} signal
   * @param {AbortSignal} [finish]
   * @returns {AsyncGenerator<StreamRow<any>, void, undefined>}
   */
  async *rows(inputs, signal, finish) {
    const abort = () => this.#fail(abortError(/** @type {AbortSignal} */ (signal)));
    if (signal?.aborted) abort();
    if (finish?.aborted) this.#finish();
    const stopListening = [onAbort(signal, abort), onAbort(finish, () => this.#finish())];
    // Not awaited: the source may never give its next input.
    this.#read(inputs);
    let isOver = false;
    const workers = this.#sessions.flatMap((session) =>
      Array.from({ length: callsAtOnce }, () => this.#work(session)),
    );
    Promise.all([this.#prepare(), ...workers])
      .catch((error) => this.#fail(error))
      .then(() => {
        isOver = true;
        this.#caller.ring();
      });
    try {
      for (let next = 0; ;) {
        if (signal?.aborted) throw abortError(signal);
        const found = this.#rows.get(next);
        if (found) {
          this.#rows.delete(next++);
          if (--found.section.left === 0) {
            --this.#open;
            this.#preparer.ring();
          }
          yield found.row;
        } else if (this.#failure) {
          throw this.#failure.error;
        } else if (isOver) {
          if (this.#thrown && !this.#isFinishing) throw this.#thrown.error;
          return;
        } else {
          await this.#caller.heard();
        }
      }
    } finally {
      for (const stop of stopListening) stop();
      this.#fail(null); // ends what goes on, where the caller has left early
      // Not awaited: a source that waits for its next input would not return before that.
      if (!this.#isRead) (async () => inputs.return?.())().catch(() => {});
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#failure ??= { error };
    this.#calls.abort();
    this.#batches = [];
    this.#ringAll();
  }

  /** Drops what no call has yet. Sections are begun one after the other. */
  #finish() {
    this.#isFinishing = true;
    this.#batches = this.#batches.filter(([{ section }]) => section.isBegun);
    this.#ringAll();
  }

  #ringAll() {
    for (const bell of [this.#reader, this.#preparer, this.#workers, this.#caller]) bell.ring();
  }

  get #isEnding() {
    return this.#failure !== null || this.#isFinishing;
  }

  get #isFull() {
    return this.#section.size >= this.#fullSize;
  }

  /** @param {AsyncIterator<unknown> | Iterator<unknown>} inputs */
  async #read(inputs) {
    try {
      while (!this.#isEnding) {
        if (this.#isFull) {
          await this.#reader.heard();
          continue;
        }
        const { done, value } = await inputs.next();
        if (done) break;
        this.#take(value);
      }
    } catch (error) {
      this.#thrown = { error };
    }
    this.#isRead = true;
    this.#preparer.ring();
  }

  /** @param {any} value an input */
  #take(value) {
    const section = this.#section;
    const { id, input } = this.#inputOf(value);
    section.size += stringsOf(input).reduce((sum, { length }) => sum + length, unitsOfInput);
    const error = value instanceof DebertaError ? value : undefined;
    section.entries.push({ index: this.#count++, id, input, section, error });
    ++section.left;
    if (this.#idle > 0 || this.#isFull) this.#preparer.ring();
  }

  /**
   * @param {any} value
   * @returns {{id: unknown, input: Input}}
   */
  #inputOf(value) {
    const { parts = ['text'] } = this.#method;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    // A text alone is what the options do not give.
    const own = isObject
      ? value
      : { [parts.find((part) => this.#shared[part] === undefined) ?? parts[0]]: value };
    const input = Object.fromEntries(parts.map((part) => [part, own[part] ?? this.#shared[part]]));
    return { id: own.id, input };
  }

  /** Makes batches of sections. */
  async #prepare() {
    for (let turn = 0; !this.#isEnding;) {
      const waits = this.#section.left > 0;
      const isComplete = this.#isFull || this.#isRead;
      const hasRoom = this.#open < maxSections;
      if (!waits && this.#isRead) break;
      if (!waits || !hasRoom || !(isComplete || this.#idle > 0)) {
        await this.#preparer.heard();
        continue;
      }
      // A source that gives an input now and then gets its answer now and then.
      if (!isComplete) await pause(patience);
      const section = this.#section;
      this.#section = emptySection();
      ++this.#open;
      this.#reader.ring();
      for (const { index, id, error } of section.entries) {
        if (error) this.#rows.set(index, { row: { index, id, result: null, error }, section });
      }
      this.#caller.ring();
      const session = this.#sessions[turn++ % this.#sessions.length];
      const entries = section.entries.filter(({ error }) => !error);
      const batches = await this.#batching.of(entries, session);
      if (this.#isEnding) break;
      this.#batches.push(...batches);
      this.#workers.ring();
    }
    this.#isPrepared = true;
    this.#workers.ring();
  }

  /** @param {Session} session */
  async #work(session) {
    while (!this.#failure) {
      const batch = this.#batches.shift();
      if (batch) {
        batch[0].section.isBegun = true;
        const answers = await this.#answers.of(
          session,
          batch.map(({ input }) => input),
        );
        batch.forEach(({ index, id, section }, i) =>
          this.#rows.set(index, { row: { index, id, ...answers[i] }, section }),
        );
        this.#caller.ring();
      } else if (this.#isPrepared || this.#isFinishing) {
        return;
      } else {
        ++this.#idle;
        this.#preparer.ring();
        await this.#workers.heard();
        --this.#idle;
      }
    }
  }
}

/** @returns {Section} */
function emptySection() {
  return { entries: [], size: 0, left: 0, isBegun: false };
}
