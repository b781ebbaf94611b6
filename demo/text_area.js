// Changes the text of a text area from script so that Ctrl+Z undoes it, as with typing.
import { findEdit } from './edits.js';

/** Browsers take seconds to insert longer texts this way: those are set directly, without undo. */
const longestTyped = 10_000;

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 * @param {{undoable?: boolean, select?: [number, number]}} [options]
 */
export function replaceText(area, text, { undoable = true, select } = {}) {
  const edit = findEdit(area.value, text);
  if (!edit) return;
  const isShort = edit.inserted.length <= longestTyped;
  const done = undoable && isShort && insertAsTyped(area, edit);
  if (!done) area.value = text;
  if (select) area.setSelectionRange(...select);
}

/**
 * execCommand is the only way to change a text area together with its undo history. It needs the
 * focus for a moment.
 * @param {HTMLTextAreaElement} area
 * @param {import('./edits.js').Edit} edit
 * @returns {boolean}
 */
function insertAsTyped(area, { start, end, inserted }) {
  const active = document.activeElement;
  const { inputMode } = area;
  // Keeps a phone's keyboard from sliding in for that moment.
  area.inputMode = 'none';
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  const done = document.execCommand(inserted ? 'insertText' : 'delete', false, inserted);
  if (active instanceof HTMLElement && active !== area) active.focus({ preventScroll: true });
  area.inputMode = inputMode;
  return done;
}
