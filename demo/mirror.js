// The layer behind the text area: the same text with the same metrics, invisible except for its marks.
import { create } from './dom.js';
import { reconcile } from './reconcile.js';
import { cutIntoSegments, groupIntoLines } from './segments.js';

/** @typedef {import('./segments.js').Span} Span */
/** @typedef {import('./segments.js').Segment} Segment */
/** @typedef {(label: string) => import('./labels.js').Label} Describe */

export class Mirror {
  #element;
  #lineKind;
  /** @type {Segment[][]} */
  #lines = [];

  /**
   * @param {HTMLElement} element
   * @param {Describe} describe
   */
  constructor(element, describe) {
    this.#element = element;
    this.#lineKind = lineKind(segmentKind(describe));
    element.replaceChildren();
  }

  /**
   * @param {string} text
   * @param {Span[]} spans
   */
  render(text, spans) {
    const lines = groupIntoLines(cutIntoSegments(text, spans));
    reconcile(this.#element, this.#lines, lines, this.#lineKind);
    this.#lines = lines;
  }

  /**
   * The mark that begins at a position.
   * @param {number} start
   * @returns {HTMLElement | null}
   */
  markAt(start) {
    return this.#element.querySelector(`mark[data-start="${start}"]`);
  }
}

/**
 * @param {Describe} describe
 * @returns {import('./reconcile.js').ItemKind<Segment>}
 */
function segmentKind(describe) {
  const move = (/** @type {Node} */ node, /** @type {Segment} */ { start, end }) => {
    if (node instanceof HTMLElement) place(node, start, end);
  };
  return {
    isSame: (a, b) =>
      a.text === b.text &&
      a.span?.label === b.span?.label &&
      a.span?.placeholder === b.span?.placeholder,

    create({ text, start, end, span }) {
      if (!span) return document.createTextNode(text);
      const { tag, family } = describe(span.label);
      const mark = create('mark', '', text);
      mark.dataset['family'] = family;
      // A placeholder names its label itself.
      if (span.placeholder) mark.dataset['placeholder'] = span.label;
      else Object.assign(mark.dataset, { label: span.label, tag });
      place(mark, start, end);
      return mark;
    },

    update(node, before, after) {
      const isSameKind =
        before.span?.label === after.span?.label &&
        before.span?.placeholder === after.span?.placeholder;
      if (!isSameKind) return false;
      node.textContent = after.text;
      move(node, after);
      return true;
    },

    move,
  };
}

/**
 * Every line is a block, so that the browser lays out only those that change.
 * @param {import('./reconcile.js').ItemKind<Segment>} kind of its segments
 * @returns {import('./reconcile.js').ItemKind<Segment[]>}
 */
function lineKind(kind) {
  return {
    isSame: (a, b) =>
      a.length === b.length &&
      a.every((segment, i) => kind.isSame(segment, /** @type {Segment} */ (b[i]))),

    create(line) {
      const block = create('div', 'line');
      reconcile(block, [], line, kind);
      return block;
    },

    update(node, before, after) {
      reconcile(node, before, after, kind);
      return true;
    },

    move(node, line) {
      line.forEach((segment, i) => {
        if (segment.span) kind.move(/** @type {Node} */ (node.childNodes[i]), segment);
      });
    },
  };
}

/**
 * @param {HTMLElement} mark
 * @param {number} start
 * @param {number} end
 */
function place(mark, start, end) {
  mark.dataset['start'] = String(start);
  mark.dataset['end'] = String(end);
}
