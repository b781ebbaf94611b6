// The functions that run in the page. Each is sent there alone, so it uses nothing from outside.

/** The selected text, in a field or in the page. */
export function readSelection() {
  const field = document.activeElement;
  if (typeof field?.selectionStart === 'number') {
    return field.value.slice(field.selectionStart, field.selectionEnd);
  }
  return String(getSelection());
}

/**
 * Replaces the selected text, unless the selection has changed. Returns whether it did.
 * @param {string} before
 * @param {string} after
 */
export function replaceSelection(before, after) {
  const field = document.activeElement;
  const isField = typeof field?.selectionStart === 'number';
  const selection = getSelection();
  const now = isField
    ? field.value.slice(field.selectionStart, field.selectionEnd)
    : String(selection);
  if (now !== before) return false;
  // Inserts as if typed: the page gets events, and Ctrl-Z undoes it. Works only in editable text.
  if (document.execCommand('insertText', false, after)) return true;
  if (isField) return false; // read-only
  const range = selection.getRangeAt(0);
  range.deleteContents();
  range.insertNode(document.createTextNode(after));
  return true;
}
