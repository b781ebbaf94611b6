// A load's progress, as transformers.js reports it.

/**
 * A file is asked for ('initiate'), begins to come ('download'), or is there ('done').
 * @typedef {object} FileProgressInfo
 * @property {'initiate' | 'download' | 'done'} status what happens to the file
 * @property {string} name the model
 * @property {string} file the file's name
 */
/**
 * A part of a file came.
 * @typedef {object} ProgressStatusInfo
 * @property {'progress'} status a part of a file came
 * @property {string} name the model
 * @property {string} file the file's name
 * @property {number} progress part of the file that came, from 0 to 100
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
 * A part of the whole load came; before each 'progress'.
 * @typedef {object} TotalProgressInfo
 * @property {'progress_total'} status a part of the whole load came
 * @property {string} name the model
 * @property {number} progress part of all files together that came, from 0 to 100; it never goes back
 * @property {number} loaded bytes of all files so far
 * @property {number} total bytes of all files
 * @property {Record<string, LoadedBytes>} files bytes of each file, by its name
 */
/**
 * The model can be called.
 * @typedef {object} ReadyProgressInfo
 * @property {'ready'} status the model can be called
 * @property {string} task the task or class that was asked for
 * @property {string} model the model
 */
/** @typedef {FileProgressInfo | ProgressStatusInfo | TotalProgressInfo | ReadyProgressInfo} ProgressInfo an
 *   event of a load; `status` says which */
/** @typedef {(info: ProgressInfo) => void} ProgressCallback is told of the progress of a load */

/** Numbers never go back and never pass 100%. */
export class Progress {
  /** @type {Record<string, {loaded: number, total: number}>} */
  #files = {};
  #furthest = 0;
  #name;
  #callback;

  /**
   * @param {string} name of the model
   * @param {ProgressCallback | undefined} callback
   */
  constructor(name, callback) {
    this.#name = name;
    this.#callback = callback ?? (() => {});
  }

  /** @param {string} file */
  initiate(file) {
    this.#callback({ status: 'initiate', name: this.#name, file });
  }

  /**
   * @param {string} file
   * @param {number | null} total bytes, where the source tells
   */
  download(file, total) {
    const { loaded = 0 } = this.#files[file] ?? {};
    this.#files[file] = { loaded, total: Math.max(loaded, total ?? 0) };
    this.#callback({ status: 'download', name: this.#name, file });
  }

  /**
   * @param {string} file
   * @param {number} loaded bytes so far
   */
  progress(file, loaded) {
    const entry = this.#files[file];
    // A load that starts over is at the beginning again, which nobody wants to see.
    entry.loaded = Math.max(entry.loaded, loaded);
    entry.total = Math.max(entry.total, entry.loaded);
    const all = Object.values(this.#files);
    const sum = (/** @type {'loaded' | 'total'} */ key) =>
      all.reduce((value, each) => value + each[key], 0);
    const [loadedSum, totalSum] = [sum('loaded'), sum('total')];
    this.#furthest = Math.max(this.#furthest, percent(loadedSum, totalSum));
    this.#callback({
      status: 'progress_total',
      name: this.#name,
      progress: this.#furthest,
      loaded: loadedSum,
      total: totalSum,
      files: structuredClone(this.#files),
    });
    const progress = percent(entry.loaded, entry.total);
    this.#callback({ status: 'progress', name: this.#name, file, progress, ...entry });
  }

  /** @param {string} file */
  done(file) {
    this.#callback({ status: 'done', name: this.#name, file });
  }

  /** @param {string} task */
  ready(task) {
    this.#callback({ status: 'ready', task, model: this.#name });
  }
}

/**
 * @param {number} loaded
 * @param {number} total
 */
function percent(loaded, total) {
  return total > 0 ? (100 * loaded) / total : 0;
}
