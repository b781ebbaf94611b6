// A load's progress, as transformers.js reports it.

/**
 * A file is requested ('initiate'), begins to arrive ('download'), or is complete ('done').
 * @typedef {object} FileProgressInfo
 * @property {'initiate' | 'download' | 'done'} status the state of the file
 * @property {string} name the model
 * @property {string} file the file's name
 */
/**
 * A part of a file arrived.
 * @typedef {object} ProgressStatusInfo
 * @property {'progress'} status a part of a file arrived
 * @property {string} name the model
 * @property {string} file the file's name
 * @property {number} progress percentage of the file, from 0 to 100
 * @property {number} loaded bytes of the file so far
 * @property {number} total bytes of the file
 */
/**
 * A file's bytes.
 * @typedef {object} LoadedBytes
 * @property {number} loaded bytes so far
 * @property {number} total bytes in all
 */
/**
 * A part of the whole load arrived; before each 'progress'.
 * @typedef {object} TotalProgressInfo
 * @property {'progress_total'} status a part of the whole load arrived
 * @property {string} name the model
 * @property {number} progress percentage of all files together, from 0 to 100; it never decreases
 * @property {number} loaded bytes of all files so far
 * @property {number} total bytes of all files
 * @property {Record<string, LoadedBytes>} files bytes of each file, by its name
 */
/**
 * The model is ready.
 * @typedef {object} ReadyProgressInfo
 * @property {'ready'} status the model is ready
 * @property {string} task the requested task or class
 * @property {string} model the model
 */
/** @typedef {FileProgressInfo | ProgressStatusInfo | TotalProgressInfo | ReadyProgressInfo} ProgressInfo an
 *   event of a load; `status` says which */
/** @typedef {(info: ProgressInfo) => void} ProgressCallback receives the events of a load */

/** Reports progress that never decreases and never exceeds 100%. */
export class Progress {
  /** @type {Record<string, {loaded: number, total: number}>} */
  #files = {};
  #furthest = 0;
  #name;
  #callback;
  /** Events that wait for the sizes of all files. @type {(() => void)[] | null} */
  #waiting = null;

  /**
   * @param {string} name of the model
   * @param {ProgressCallback | undefined} callback
   */
  constructor(name, callback) {
    this.#name = name;
    this.#callback = callback ?? (() => {});
  }

  /**
   * Keeps the events back until the sizes of all files are known.
   * @param {Promise<Record<string, number>>} sizes if it fails, each file's size is added when it is opened
   */
  async expect(sizes) {
    this.#waiting ??= [];
    const known = await sizes.catch(() => ({}));
    for (const [file, total] of Object.entries(known)) {
      const { loaded = 0 } = this.#files[file] ?? {};
      this.#files[file] = { loaded, total: Math.max(loaded, total) };
    }
    const events = this.#waiting ?? [];
    this.#waiting = null;
    for (const event of events) event();
  }

  /** @param {() => ProgressInfo} event */
  #emit(event) {
    const emit = () => this.#callback(event());
    if (this.#waiting) this.#waiting.push(emit);
    else emit();
  }

  /** @param {string} file */
  initiate(file) {
    this.#emit(() => ({ status: 'initiate', name: this.#name, file }));
  }

  /**
   * @param {string} file
   * @param {number | null} total bytes, if the source knows
   */
  download(file, total) {
    const { loaded = 0, total: expected = 0 } = this.#files[file] ?? {};
    this.#files[file] = { loaded, total: Math.max(loaded, total ?? expected) };
    this.#emit(() => ({ status: 'download', name: this.#name, file }));
  }

  /**
   * @param {string} file
   * @param {number} loaded bytes so far
   */
  progress(file, loaded) {
    const entry = this.#files[file];
    // After a restart of the load, progress would go back to the beginning.
    entry.loaded = Math.max(entry.loaded, loaded);
    entry.total = Math.max(entry.total, entry.loaded);
    this.#emit(() => this.#sum());
    const { total } = entry;
    const progress = percent(entry.loaded, total);
    const step = { loaded: entry.loaded, total };
    this.#emit(() => ({ status: 'progress', name: this.#name, file, progress, ...step }));
  }

  /** @returns {TotalProgressInfo} */
  #sum() {
    const all = Object.values(this.#files);
    const sum = (/** @type {'loaded' | 'total'} */ key) =>
      all.reduce((value, each) => value + each[key], 0);
    const [loaded, total] = [sum('loaded'), sum('total')];
    this.#furthest = Math.max(this.#furthest, percent(loaded, total));
    const files = structuredClone(this.#files);
    return {
      ...{ status: 'progress_total', name: this.#name, progress: this.#furthest },
      ...{ loaded, total, files },
    };
  }

  /** @param {string} file */
  done(file) {
    this.#emit(() => ({ status: 'done', name: this.#name, file }));
  }

  /** @param {string} task */
  ready(task) {
    this.#emit(() => ({ status: 'ready', task, model: this.#name }));
  }
}

/**
 * @param {number} loaded
 * @param {number} total
 */
function percent(loaded, total) {
  return total > 0 ? (100 * loaded) / total : 0;
}
