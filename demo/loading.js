// The load of the first tab's model: its download, and what went wrong.
import { byId, setText } from './dom.js';
import { ProgressBar } from './progress_bar.js';

const progress = new ProgressBar({
  box: byId('progress', HTMLElement),
  amount: byId('progress-amount', HTMLElement),
  bar: byId('progress-bar', HTMLElement),
});
const failure = byId('failure', HTMLElement);
const failureCode = byId('failure-code', HTMLElement);
const failureMessage = byId('failure-message', HTMLElement);

export function showStart() {
  progress.start();
  failure.hidden = true;
}

/** @param {{loaded: number, total: number}} bytes */
export function showProgress(bytes) {
  progress.show(bytes);
}

export function hideLoading() {
  progress.hide();
  failure.hidden = true;
}

/** @param {unknown} error */
export function showFailure(error) {
  progress.hide();
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
