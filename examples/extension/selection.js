// What runs in the page. Each function is sent there by itself: it uses nothing from outside.

/** The selected text, in a field or in the page. */
export function readSelection() {
  const field = document.activeElement;
  if (typeof field?.selectionStart === 'number') {
    return field.value.slice(field.selectionStart, field.selectionEnd);
  }
  return String(getSelection());
}

/**
 * Replaces the selected text, unless it is another one by now. Returns whether it has.
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
  // As if it were typed: the page hears of it, and Ctrl-Z undoes it. Only in what can be edited.
  if (document.execCommand('insertText', false, after)) return true;
  if (isField) return false; // read-only
  const range = selection.getRangeAt(0);
  range.deleteContents();
  range.insertNode(document.createTextNode(after));
  return true;
}
