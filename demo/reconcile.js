// Updates the children of an element from one list of items to another, and changes only the nodes that differ.

/**
 * @template T
 * @typedef {object} ItemKind how items become nodes, one node an item
 * @property {(a: T, b: T) => boolean} isSame whether two items look the same, wherever they are
 * @property {(item: T) => Node} create
 * @property {(node: Node, before: T, after: T) => boolean} update false if a new node is needed
 * @property {(node: Node, item: T) => void} move called for an equal item after a change before it
 */

/**
 * @template T
 * @param {Node} parent its children show `before`
 * @param {readonly T[]} before
 * @param {readonly T[]} after
 * @param {ItemKind<T>} kind
 */
export function reconcile(parent, before, after, { isSame, create, update, move }) {
  const shorter = Math.min(before.length, after.length);
  const old = (/** @type {number} */ i) => /** @type {T} */ (before[i]);
  const now = (/** @type {number} */ i) => /** @type {T} */ (after[i]);

  let first = 0;
  while (first < shorter && isSame(old(first), now(first))) first++;
  let last = 0;
  while (
    last < shorter - first &&
    isSame(old(before.length - 1 - last), now(after.length - 1 - last))
  ) {
    last++;
  }

  // In between, nodes are reused one by one: typing changes the data of one text node.
  const oldEnd = before.length - last;
  const newEnd = after.length - last;
  /** @type {Node | null} */
  let node = parent.childNodes[first] ?? null;
  for (let i = first; i < Math.max(oldEnd, newEnd); i++) {
    if (!node || i >= oldEnd) {
      parent.insertBefore(create(now(i)), node);
      continue;
    }
    /** @type {Node | null} */
    const next = node.nextSibling;
    if (i >= newEnd) parent.removeChild(node);
    else if (!update(node, old(i), now(i))) parent.replaceChild(create(now(i)), node);
    node = next;
  }
  for (let i = newEnd; node && i < after.length; i++) {
    move(node, now(i));
    node = node.nextSibling;
  }
}
