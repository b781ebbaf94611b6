// Copies the text to the clipboard.
import { setText } from './dom.js';

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} announcement a live region, because a button's new text is not read out
 * @param {HTMLTextAreaElement} area
 */
export function addCopyButton(button, announcement, area) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  button.addEventListener('click', async () => {
    const done = await copyText(area);
    setText(button, done ? 'Copied' : 'Not allowed');
    setText(announcement, done ? 'Text copied' : 'Copying is not allowed here');
    clearTimeout(timer);
    timer = setTimeout(() => {
      setText(button, 'Copy');
      setText(announcement, '');
    }, 2000);
  });
}

/**
 * @param {HTMLTextAreaElement} area
 * @returns {Promise<boolean>} whether it was copied
 */
async function copyText(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    // Without https there is no clipboard, and a browser may refuse it: fall back to a selection.
    const { selectionStart, selectionEnd } = area;
    const active = document.activeElement;
    area.focus({ preventScroll: true });
    area.select();
    const done = document.execCommand('copy');
    area.setSelectionRange(selectionStart, selectionEnd);
    if (active instanceof HTMLElement) active.focus({ preventScroll: true });
    return done;
  }
}
