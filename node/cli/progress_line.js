// Shows the progress of transfers: a line that is overwritten on a terminal, otherwise a line for each complete file.

/** Milliseconds between two updates. */
const interval = 100;

export class ProgressLine {
  #stream;
  #isTerminal;
  #last = 0;

  /** @param {NodeJS.WriteStream} [stream] */
  constructor(stream = process.stderr) {
    this.#stream = stream;
    this.#isTerminal = stream.isTTY === true;
  }

  /** @param {string} text */
  update(text) {
    if (!this.#isTerminal || Date.now() - this.#last < interval) return;
    this.#last = Date.now();
    this.#stream.write(`\r${text.slice(0, (this.#stream.columns ?? 80) - 1)}\x1b[K`);
  }

  /** @param {string} text a line that is not overwritten */
  line(text) {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  /**
   * Shows the progress of a load.
   * @template T
   * @param {(progress_callback: import('../../js/files/progress.js').ProgressCallback) => Promise<T>} load
   * @returns {Promise<T>}
   */
  static async during(load) {
    const progress = new ProgressLine();
    try {
      return await load((info) => {
        if (info.status === 'progress')
          progress.update(`${info.file}: ${Math.floor(info.progress)} %`);
      });
    } finally {
      progress.clear();
    }
  }

  clear() {
    if (this.#isTerminal && this.#last > 0) this.#stream.write('\r\x1b[K');
    this.#last = 0;
  }

  /**
   * Passes the chunks on and shows their progress.
   * @param {string} file
   * @param {import('../../js/base/host.js').FileContent} content
   * @returns {AsyncIterable<Uint8Array>}
   */
  async *follow(file, { total, chunks }) {
    let loaded = 0;
    for await (const chunk of chunks) {
      yield chunk;
      loaded += chunk.length;
      const part = total ? ` of ${sizeText(total)}, ${Math.floor((100 * loaded) / total)} %` : '';
      this.update(`${file}: ${sizeText(loaded)}${part}`);
    }
  }
}

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
