// A load's progress, as transformers.js reports it.

/**
 * @typedef {{status: 'initiate' | 'download' | 'done', name: string, file: string}
 *  | {status: 'progress', name: string, file: string, progress: number, loaded: number, total: number}
 *  | {status: 'progress_total', name: string, progress: number, loaded: number, total: number,
 *     files: Record<string, {loaded: number, total: number}>}
 *  | {status: 'ready', task: string, model: string}} ProgressInfo
 * `progress` is 0 to 100.
 */

/** Numbers never go back and never pass 100%. */
export class Progress {
  /** @type {Record<string, {loaded: number, total: number}>} */
  #files = {};
  #furthest = 0;
  #name;
  #callback;

  /**
   * @param {string} name of the model
   * @param {((info: ProgressInfo) => void) | undefined} callback
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
