// The layer behind the text area: the same text with the same metrics, invisible except for its marks.
import { create } from './dom.js';
import { describeLabel } from './labels.js';
import { reconcile } from './reconcile.js';
import { cutIntoSegments, groupIntoLines } from './segments.js';

/** @typedef {import('./segments.js').Span} Span */
/** @typedef {import('./segments.js').Segment} Segment */

export class Mirror {
  #element;
  /** @type {Segment[][]} */
  #lines = [];

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    element.replaceChildren();
  }

  /**
   * @param {string} text
   * @param {Span[]} spans
   */
  render(text, spans) {
    const lines = groupIntoLines(cutIntoSegments(text, spans));
    reconcile(this.#element, this.#lines, lines, lineKind);
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

/** @type {import('./reconcile.js').ItemKind<Segment>} */
const segmentKind = {
  isSame: (a, b) =>
    a.text === b.text &&
    a.span?.label === b.span?.label &&
    a.span?.placeholder === b.span?.placeholder,

  create({ text, start, end, span }) {
    if (!span) return document.createTextNode(text);
    const { tag, family } = describeLabel(span.label);
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
    segmentKind.move(node, after);
    return true;
  },

  move(node, { start, end }) {
    if (node instanceof HTMLElement) place(node, start, end);
  },
};

/**
 * Every line is a block, so that the browser lays out only those that change.
 * @type {import('./reconcile.js').ItemKind<Segment[]>}
 */
const lineKind = {
  isSame: (a, b) =>
    a.length === b.length &&
    a.every((segment, i) => segmentKind.isSame(segment, /** @type {Segment} */ (b[i]))),

  create(line) {
    const block = create('div', 'line');
    reconcile(block, [], line, segmentKind);
    return block;
  },

  update(node, before, after) {
    reconcile(node, before, after, segmentKind);
    return true;
  },

  move(node, line) {
    line.forEach((segment, i) => {
      if (segment.span) segmentKind.move(/** @type {Node} */ (node.childNodes[i]), segment);
    });
  },
};

/**
 * @param {HTMLElement} mark
 * @param {number} start
 * @param {number} end
 */
function place(mark, start, end) {
  mark.dataset['start'] = String(start);
  mark.dataset['end'] = String(end);
}
