// PageUp and PageDown move the caret by a page of the box that scrolls. Chromium and Safari would use the height
// of the text area, which is as high as its text.

const directions = /** @type {Record<string, 'forward' | 'backward'>} */ ({
  PageDown: 'forward',
  PageUp: 'backward',
});

// Firefox gets it right, and on a Mac these keys scroll without moving the caret.
const isDefaultRight =
  CSS.supports('-moz-appearance', 'none') || /^(Mac|iP)/.test(navigator.platform);

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} box
 */
export function addPageKeys(area, box) {
  if (isDefaultRight) return;
  area.addEventListener('keydown', (event) => {
    const direction = directions[event.key];
    if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
    const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight);
    const lines = Math.max(1, Math.floor(box.clientHeight / lineHeight) - 1);
    const selection = document.getSelection();
    const { selectionStart, selectionEnd } = area;
    for (let line = 0; line < lines; line++) {
      selection?.modify(event.shiftKey ? 'extend' : 'move', direction, 'line');
    }
    // At an end of the text, or without support, the browser does what it can.
    if (area.selectionStart === selectionStart && area.selectionEnd === selectionEnd) return;
    event.preventDefault();
    box.scrollTop += (direction === 'forward' ? 1 : -1) * lines * lineHeight;
  });
}
