// The kinds to find, as chips: each has a colour, a count and a button that removes it.
import { create, setText } from './dom.js';
import { formatNumber, plural } from './format.js';
import { namesIn } from './kinds.js';

/** @typedef {import('./labels.js').Family} Family */
/** @typedef {import('./labels.js').Label} Label */

/** @type {readonly Family[]} neighbours differ much */
const families = ['person', 'place', 'number', 'organization', 'contact', 'time', 'other'];

/** The space above an entity is small. */
const longestTag = 16;

export class Chips {
  element;
  #list = create('ul', 'chips');
  #field = create('input');
  #announcement = create('p', 'visually-hidden');
  #onChange;
  /** @type {Map<string, {item: HTMLElement, count: HTMLElement, remove: HTMLButtonElement, family: Family}>} */
  #chips = new Map();

  /** @param {(removed: string | null) => void} onChange after a label was added or removed */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#list.setAttribute('aria-label', 'Kinds to find');
    this.#announcement.setAttribute('role', 'status');
    const add = create('button', '', 'Add');
    this.#field.placeholder = 'Such as: street, job title';
    this.#field.autocomplete = 'off';
    this.#field.enterKeyHint = 'done';
    this.#field.addEventListener('keydown', (event) => {
      // Backspace in the empty field goes to what is before it.
      if (event.key === 'Backspace' && this.#field.value === '')
        this.#focusAt(this.#chips.size - 1);
    });
    const label = create('label', 'field', create('span', '', 'Add a kind'), this.#field);
    const form = create('form', 'adding', label, add);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#takeTyped();
    });
    this.element = create('div', '', this.#list, form, this.#announcement);
  }

  get labels() {
    return [...this.#chips.keys()];
  }

  /** @param {string} label */
  has(label) {
    return this.#chips.has(label);
  }

  /**
   * @param {string} label
   * @returns {Label}
   */
  describe(label) {
    const tag = label.length > longestTag ? `${label.slice(0, longestTag - 1)}…` : label;
    return { name: label, tag, family: this.#chips.get(label)?.family ?? 'other' };
  }

  /** @param {readonly string[]} labels in place of all; onChange is not called */
  replace(labels) {
    this.#chips.clear();
    this.#list.replaceChildren();
    for (const label of labels) this.#add(label);
  }

  /** @param {Map<string, number>} counts */
  render(counts) {
    for (const [label, { item, count }] of this.#chips) {
      const number = counts.get(label) ?? 0;
      item.classList.toggle('is-found', number > 0);
      setText(count, formatNumber(number));
    }
  }

  #takeTyped() {
    const names = namesIn(this.#field.value);
    const added = names.filter((name) => this.#add(name));
    this.#field.value = '';
    if (added.length > 0) this.#onChange(null);
    if (names.length > 0) {
      const old = plural(names.length - added.length, 'kind');
      this.#say(added.length > 0 ? `Added ${added.join(', ')}` : `${old} there already`);
    }
  }

  /** @param {string} label @returns {boolean} false: it is there already */
  #add(label) {
    if (this.#chips.has(label)) return false;
    const used = [...this.#chips.values()].map(({ family }) => family);
    const uses = (/** @type {Family} */ family) => used.filter((each) => each === family).length;
    const family = families.reduce((best, each) => (uses(each) < uses(best) ? each : best));
    const count = create('span', 'count', '0');
    const remove = create('button', 'remove', '×');
    remove.type = 'button';
    remove.setAttribute('aria-label', `Remove ${label}`);
    remove.addEventListener('click', () => this.#remove(label));
    remove.addEventListener('keydown', (event) => {
      const at = this.labels.indexOf(label);
      const next = { ArrowLeft: at - 1, ArrowRight: at + 1 }[event.key];
      if (event.key === 'Delete' || event.key === 'Backspace') this.#remove(label);
      else if (next !== undefined) this.#focusAt(next);
      else return;
      event.preventDefault();
    });
    const item = create('li', 'chip', create('span', 'name', label), count, remove);
    item.dataset['family'] = family;
    this.#chips.set(label, { item, count, remove, family });
    this.#list.append(item);
    return true;
  }

  /** @param {string} label */
  #remove(label) {
    const at = this.labels.indexOf(label);
    this.#chips.get(label)?.item.remove();
    this.#chips.delete(label);
    // The button that had the focus is gone.
    this.#focusAt(Math.min(at, this.#chips.size - 1));
    this.#say(`Removed ${label}`);
    this.#onChange(label);
  }

  /** @param {number} index of a chip; after the last one is the field */
  #focusAt(index) {
    const chip = [...this.#chips.values()][Math.max(0, index)];
    (chip?.remove ?? this.#field).focus();
  }

  /** @param {string} text */
  #say(text) {
    setText(this.#announcement, text);
  }
}
