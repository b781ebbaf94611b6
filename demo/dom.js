// Small helpers for elements.

/**
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${type.name} #${id}`);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function create(tag, className = '', ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * Sets a text only where it changes, so that live regions speak and the layout works only then.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Adds a plain button for each item.
 * @template {{name: string}} T
 * @param {HTMLElement} box
 * @param {readonly T[]} items
 * @param {(item: T) => void} onClick
 */
export function addButtons(box, items, onClick) {
  for (const item of items) {
    const button = create('button', 'quiet', item.name);
    button.type = 'button';
    button.addEventListener('click', () => onClick(item));
    box.append(button);
  }
}
