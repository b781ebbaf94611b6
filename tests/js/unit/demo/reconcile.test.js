import { describe, expect, test } from '@jest/globals';

import { reconcile } from '../../../../demo/reconcile.js';

// Nodes as far as the function uses them, because these tests run without a browser.
class FakeNode {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.moved = 0;
    /** @type {FakeParent | null} */
    this.parent = null;
  }

  /** @returns {FakeNode | null} */
  get nextSibling() {
    const siblings = this.parent?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
}

class FakeParent {
  /** @type {FakeNode[]} */
  childNodes = [];

  /**
   * @param {FakeNode} node
   * @param {FakeNode | null} next
   */
  insertBefore(node, next) {
    node.parent = this;
    this.childNodes.splice(next ? this.childNodes.indexOf(next) : this.childNodes.length, 0, node);
  }

  /** @param {FakeNode} node */
  removeChild(node) {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
  }

  /**
   * @param {FakeNode} node
   * @param {FakeNode} old
   */
  replaceChild(node, old) {
    node.parent = this;
    this.childNodes.splice(this.childNodes.indexOf(old), 1, node);
  }
}

/** Items are letters; a capital cannot become a small letter in the same node. */
const kind = /** @type {import('../../../../demo/reconcile.js').ItemKind<string>} */ (
  /** @type {unknown} */ ({
    isSame: (/** @type {string} */ a, /** @type {string} */ b) => a === b,
    create: (/** @type {string} */ item) => new FakeNode(item),
    update(
      /** @type {FakeNode} */ node,
      /** @type {string} */ before,
      /** @type {string} */ after,
    ) {
      if ((before === before.toUpperCase()) !== (after === after.toUpperCase())) return false;
      node.text = after;
      return true;
    },
    move: (/** @type {FakeNode} */ node) => node.moved++,
  })
);

/**
 * @param {string} before
 * @param {string} after
 */
function change(before, after) {
  const parent = new FakeParent();
  const asNode = /** @type {Node} */ (/** @type {unknown} */ (parent));
  reconcile(asNode, [], [...before], kind);
  const nodes = [...parent.childNodes];
  reconcile(asNode, [...before], [...after], kind);
  return {
    nodes,
    children: parent.childNodes,
    shown: parent.childNodes.map((n) => n.text).join(''),
  };
}

describe('reconcile', () => {
  test('any list becomes any other', () => {
    const lists = ['', 'a', 'A', 'ab', 'aBc', 'abcabc', 'AbA', 'cba', 'aab', 'baa', 'BBBB'];
    for (const before of lists) {
      for (const after of lists) expect(change(before, after).shown).toBe(after);
    }
  });

  test('nodes at the beginning and at the end stay', () => {
    const { nodes, children } = change('abcd', 'abXYcd');
    expect(children.slice(0, 2)).toEqual(nodes.slice(0, 2));
    expect(children.slice(4)).toEqual(nodes.slice(2));
  });

  test('an item that changes keeps its node where it can', () => {
    const { nodes, children } = change('abc', 'axc');
    expect(children[1]).toBe(nodes[1]);
    expect(change('abc', 'aXc').children[1]).not.toBe(nodes[1]);
  });

  test('items after a change are told that they moved, those before are not', () => {
    const { children } = change('abcd', 'abxcd');
    expect(children.map(({ moved }) => moved)).toEqual([0, 0, 0, 1, 1]);
  });
});
