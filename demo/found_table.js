// The entities as a table, for screen readers, which do not read the highlights.
import { create, setText } from './dom.js';
import { formatScore } from './format.js';

/**
 * @typedef {object} Row
 * @property {string} text
 * @property {string} label
 * @property {number} score
 * @property {number} start
 * @property {number} end
 */

/** A table of thousands of rows would make every key slow. */
const maxRows = 300;

export class FoundTable {
  #body;
  #note;
  #describe;
  #onSelect;
  /** @type {readonly Row[]} */
  #rows = [];

  /**
   * @param {HTMLTableSectionElement} body
   * @param {HTMLElement} note
   * @param {(label: string) => import('./labels.js').Label} describe
   * @param {(row: Row) => void} onSelect
   */
  constructor(body, note, describe, onSelect) {
    this.#body = body;
    this.#note = note;
    this.#describe = describe;
    this.#onSelect = onSelect;
  }

  /** @param {readonly Row[]} rows */
  render(rows) {
    this.#rows = rows;
    const shown = Math.min(rows.length, maxRows);
    while (this.#body.rows.length > shown) this.#body.deleteRow(-1);
    while (this.#body.rows.length < shown) this.#body.append(this.#createRow());
    for (let i = 0; i < shown; i++) {
      const row = /** @type {Row} */ (rows[i]);
      const [text, kind, score] = /** @type {HTMLTableRowElement} */ (this.#body.rows[i]).cells;
      const { name, family } = this.#describe(row.label);
      if (text?.firstChild) setText(text.firstChild, row.text);
      if (kind) {
        setText(kind, name);
        kind.dataset['family'] = family;
      }
      if (score) setText(score, formatScore(row.score));
    }
    const isCut = rows.length > shown;
    this.#note.hidden = !isCut && shown > 0;
    setText(
      this.#note,
      isCut ? `The first ${shown} of ${rows.length} are listed.` : 'Nothing yet.',
    );
  }

  #createRow() {
    const button = create('button', 'entity');
    button.type = 'button';
    button.title = 'Select in the text';
    const row = create(
      'tr',
      '',
      create('td', '', button),
      create('td', 'kind'),
      create('td', 'score'),
    );
    button.addEventListener('click', () => {
      const entry = this.#rows[row.sectionRowIndex];
      if (entry) this.#onSelect(entry);
    });
    return row;
  }
}
