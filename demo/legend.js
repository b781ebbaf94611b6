// The list of labels: a switch and a count for each.
import { create, setText } from './dom.js';
import { formatNumber } from './format.js';
import { describeLabel, knownLabels } from './labels.js';

/** The switches of the labels. A label that is switched off is neither highlighted nor redacted. */
export class Legend {
  #list;
  #onChange;
  /** @type {Set<string>} */
  #off = new Set();
  /** @type {Map<string, {item: HTMLElement, count: HTMLElement}>} */
  #entries = new Map();

  /**
   * @param {HTMLElement} list
   * @param {(label: string, on: boolean) => void} onChange
   */
  constructor(list, onChange) {
    this.#list = list;
    this.#onChange = onChange;
    for (const label of knownLabels) this.#add(label);
  }

  /** @param {string} label */
  isOn(label) {
    return !this.#off.has(label);
  }

  /** @param {Map<string, number>} counts */
  render(counts) {
    for (const label of counts.keys()) if (!this.#entries.has(label)) this.#add(label);
    for (const [label, { item, count }] of this.#entries) {
      const number = counts.get(label) ?? 0;
      item.classList.toggle('is-found', number > 0);
      setText(count, formatNumber(number));
    }
  }

  /** @param {string} label */
  #add(label) {
    const { name, family } = describeLabel(label);
    const box = create('input');
    box.type = 'checkbox';
    box.name = label;
    box.checked = true;
    box.addEventListener('change', () => {
      if (box.checked) this.#off.delete(label);
      else this.#off.add(label);
      this.#onChange(label, box.checked);
    });
    const count = create('span', 'count', '0');
    const item = create('li', '', create('label', 'switch', box, create('span', '', name), count));
    item.dataset['family'] = family;
    this.#entries.set(label, { item, count });
    this.#list.append(item);
  }
}
