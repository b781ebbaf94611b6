// The download of the model: bytes, percent, and what went wrong.
import { byId, setText } from './dom.js';
import { formatBytes, formatShare } from './format.js';

const progress = byId('progress', HTMLElement);
const amount = byId('progress-amount', HTMLElement);
const bar = byId('progress-bar', HTMLElement);
const failure = byId('failure', HTMLElement);
const failureCode = byId('failure-code', HTMLElement);
const failureMessage = byId('failure-message', HTMLElement);

/** Before the first bytes the size is not known. */
export function showStart() {
  progress.hidden = false;
  progress.removeAttribute('aria-valuenow');
  progress.removeAttribute('aria-valuetext');
  progress.classList.add('is-unknown');
  setText(amount, formatBytes(0));
  bar.style.removeProperty('--done');
  failure.hidden = true;
}

/** @param {{loaded: number, total: number}} bytes */
export function showProgress({ loaded, total }) {
  // Where a server sends no length, the total is not known.
  const known = total > 0;
  const text = known ? formatShare(loaded, total) : formatBytes(loaded);
  progress.classList.toggle('is-unknown', !known);
  if (known) progress.setAttribute('aria-valuenow', String(Math.floor((100 * loaded) / total)));
  progress.setAttribute('aria-valuetext', text);
  setText(amount, text);
  bar.style.setProperty('--done', String(known ? loaded / total : 0));
}

export function hideLoading() {
  progress.hidden = true;
  failure.hidden = true;
}

/** @param {unknown} error */
export function showFailure(error) {
  progress.hidden = true;
  const { code, name, message, file } = describeError(error);
  setText(failureCode, code ?? name);
  setText(failureMessage, file && !message.includes(file) ? `${message} (${file})` : message);
  failure.hidden = false;
}

/**
 * @param {unknown} error
 * @returns {{code?: string, name: string, message: string, file?: string}}
 */
function describeError(error) {
  return error instanceof Error ? error : { name: 'Error', message: String(error) };
}
