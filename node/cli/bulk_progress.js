// Shows how far a command is that answers many texts: a bar on a terminal, otherwise nothing.
import cliProgress from 'cli-progress';

/** @param {number} seconds */
function timeText(seconds) {
  const minutes = Math.floor(seconds / 60);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(Math.floor(seconds % 60))}`;
}

export class BulkProgress {
  /** @type {cliProgress.SingleBar | null} */
  #bar = null;
  #total;
  #begin = 0;
  /** @type {{bytes: number, texts: number} | null} what was done before this run */
  #before = null;

  /**
   * @param {number | null} total bytes of the input; null: not known
   * @param {boolean} isAlone whether nothing else writes to the terminal
   */
  constructor(total, isAlone) {
    this.#total = total;
    if (!process.stderr.isTTY || !isAlone) return;
    const counts = '{texts} texts, {rate} texts/s{failed}';
    this.#bar = new cliProgress.SingleBar({
      format: total === null ? counts : `[{bar}] {percentage} %, ${counts}, {left} left`,
      stream: process.stderr,
      barsize: 20,
      hideCursor: true,
    });
  }

  /**
   * @param {number} bytes of the input that is done
   * @param {number} texts that are done
   * @param {number} errors among them
   */
  update(bytes, texts, errors) {
    if (!this.#bar) return;
    const isFirst = this.#before === null;
    if (isFirst) this.#begin = performance.now();
    const before = (this.#before ??= { bytes, texts });
    const seconds = (performance.now() - this.#begin) / 1000;
    const share = (bytes - before.bytes) / ((this.#total ?? 0) - before.bytes);
    const shown = {
      texts: texts.toLocaleString('en'),
      rate: ((texts - before.texts) / Math.max(seconds, 0.001)).toFixed(1),
      left: share > 0 ? timeText(seconds / share - seconds) : '?',
      failed: errors > 0 ? `, ${errors} with an error` : '',
    };
    if (isFirst) this.#bar.start(this.#total ?? 1, bytes, shown);
    else this.#bar.update(this.#total === null ? 0 : bytes, shown);
  }

  end() {
    if (this.#before) this.#bar?.stop();
  }
}
