// The bar of a download: bytes, and percent where the size is known.
import { create, setText } from './dom.js';
import { formatBytes, formatShare } from './format.js';

/** @typedef {{box: HTMLElement, amount: HTMLElement, bar: HTMLElement}} ProgressParts box: has the role */

export class ProgressBar {
  #parts;

  /** @param {ProgressParts} [parts] those of the page; default: new ones */
  constructor(parts = createParts()) {
    this.#parts = parts;
  }

  get element() {
    return this.#parts.box;
  }

  /** Before the first bytes the size is not known. */
  start() {
    const { box, amount, bar } = this.#parts;
    box.hidden = false;
    box.removeAttribute('aria-valuenow');
    box.removeAttribute('aria-valuetext');
    box.classList.add('is-unknown');
    setText(amount, formatBytes(0));
    bar.style.removeProperty('--done');
  }

  /** @param {{loaded: number, total: number}} bytes */
  show({ loaded, total }) {
    const { box, amount, bar } = this.#parts;
    // Where a server sends no length, the total is not known.
    const known = total > 0;
    const text = known ? formatShare(loaded, total) : formatBytes(loaded);
    box.classList.toggle('is-unknown', !known);
    if (known) box.setAttribute('aria-valuenow', String(Math.floor((100 * loaded) / total)));
    box.setAttribute('aria-valuetext', text);
    setText(amount, text);
    bar.style.setProperty('--done', String(known ? loaded / total : 0));
  }

  hide() {
    this.#parts.box.hidden = true;
  }
}

/** @returns {ProgressParts} */
function createParts() {
  const amount = create('span', 'amount');
  const bar = create('span', 'bar');
  const box = create('div', 'progress', amount, create('span', 'track', bar));
  box.setAttribute('role', 'progressbar');
  box.setAttribute('aria-label', 'Download of the model');
  box.setAttribute('aria-valuemin', '0');
  box.setAttribute('aria-valuemax', '100');
  box.hidden = true;
  return { box, amount, bar };
}
