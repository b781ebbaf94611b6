// A text that one edits, and what a model finds in it: marks, a table, redaction.
import { addCopyButton } from './copy.js';
import { setText } from './dom.js';
import { outside, shiftEntities } from './entities.js';
import { FoundTable } from './found_table.js';
import { plural } from './format.js';
import { Mirror } from './mirror.js';
import { addPageKeys } from './page_keys.js';
import { Redactor } from './redactor.js';
import { NewestWins } from './scheduler.js';
import { replaceText } from './text_area.js';

/** @typedef {import('./entities.js').Entity} Entity */
/** @typedef {import('./redactor.js').Placeholder} Placeholder */
/** @typedef {(text: string) => Promise<Entity[]>} Find */

/**
 * @typedef {object} Parts
 * @property {HTMLTextAreaElement} area
 * @property {HTMLElement} editor the box around it that scrolls
 * @property {HTMLElement} highlights the layer behind it
 * @property {HTMLTableSectionElement} found rows of the table
 * @property {HTMLElement} note below the table
 * @property {HTMLButtonElement} redact
 * @property {HTMLButtonElement} redactMore
 * @property {HTMLButtonElement} copy
 * @property {HTMLElement} announcement
 */

/**
 * @typedef {object} State
 * @property {boolean} isEmpty whether there is no text
 * @property {boolean} isRead whether the model has read the text as it is now
 * @property {boolean} isSettled false while the model works: what is found is from a moment ago
 * @property {Entity[]} found by the model, also what is not shown
 * @property {Entity[]} shown
 * @property {Placeholder[]} placeholders
 */

/**
 * @typedef {object} Hooks
 * @property {(label: string) => import('./labels.js').Label} describe
 * @property {(entity: Entity) => boolean} isShown
 * @property {(state: State) => void} onRender
 * @property {(isNewest: boolean) => void} onAnswer isNewest: of the text as it is now
 * @property {(error: unknown) => void} onError of a call; another text may do better
 */

export class Workbench {
  #area;
  #editor;
  #redact;
  #redactMore;
  #hooks;
  #mirror;
  #table;
  #text = '';
  /** @type {Entity[]} what the model found, moved along with every edit since then */
  #entities = [];
  /** @type {string | null} the text that the model read last */
  #lastRead = null;
  #isReady = false;
  /** @type {Redactor | null} null until the package is there */
  #redactor = null;
  /** @type {NewestWins<string, Entity[]> | null} null until there is a model */
  #scheduler = null;

  /**
   * @param {Parts} parts
   * @param {Hooks} hooks
   */
  constructor({ area, editor, highlights, found, note, redact, redactMore, ...parts }, hooks) {
    this.#area = area;
    this.#editor = editor;
    this.#redact = redact;
    this.#redactMore = redactMore;
    this.#hooks = hooks;
    this.#mirror = new Mirror(highlights, hooks.describe);
    this.#table = new FoundTable(found, note, hooks.describe, (row) => this.#select(row));
    area.addEventListener('input', () => this.#read());
    // The surrounding box scrolls, text and marks together; the text area itself never does.
    area.addEventListener('scroll', () => (area.scrollTop = 0));
    addPageKeys(area, editor);
    redact.addEventListener('click', () => {
      if (this.placeholders.length > 0) this.restore();
      else void this.redact();
    });
    redactMore.addEventListener('click', () => void this.redact());
    addCopyButton(parts.copy, parts.announcement, area);
  }

  /** @param {string} text unless the browser has kept another one */
  open(text) {
    if (this.#area.value === '') this.#area.value = text;
    this.#read();
  }

  /**
   * Finds entities from now on.
   * @param {Find} find
   * @param {import('./redactor.js').Redaction} library
   */
  start(find, library) {
    this.#redactor ??= new Redactor(library);
    this.#lastRead = null;
    const scheduler = new NewestWins(find, {
      onResult: (input, output) => {
        if (this.#scheduler === scheduler) this.#take(input, output);
      },
      onError: (error) => {
        if (this.#scheduler !== scheduler) return;
        this.#isReady = false;
        this.#lastRead = null;
        this.#hooks.onError(error);
        this.render();
      },
    });
    this.#scheduler = scheduler;
    this.#isReady = true;
    this.render();
    scheduler.submit(this.#text);
  }

  stop() {
    this.#scheduler = null;
    this.#isReady = false;
    this.#lastRead = null;
    this.render();
  }

  /** Finds entities of the same text again. */
  readAgain() {
    this.#lastRead = null;
    this.render();
    this.#scheduler?.submit(this.#text);
  }

  get placeholders() {
    return this.#redactor?.placeholders(this.#text) ?? [];
  }

  render() {
    const { isShown, onRender } = this.#hooks;
    const text = this.#text;
    const { placeholders } = this;
    const found = outside(this.#entities, placeholders);
    const shown = found.filter(isShown);
    const spans = [
      ...shown.map((entity) => ({ ...entity, label: entity.entity_group, placeholder: false })),
      ...placeholders.map((placeholder) => ({ ...placeholder, placeholder: true })),
    ].sort((a, b) => a.start - b.start);

    this.#mirror.render(text, spans);
    this.#table.render(spans.map((span) => ({ ...span, text: text.slice(span.start, span.end) })));
    const isRead = this.#lastRead === text;
    onRender({
      isEmpty: text.trim() === '',
      isRead,
      isSettled: !this.#isReady || this.#lastRead === null || isRead,
      ...{ found, shown, placeholders },
    });
    setText(this.#redact, placeholders.length > 0 ? 'Restore' : 'Redact');
    this.#redact.disabled = placeholders.length === 0 && !this.#isReady;
    this.#redactMore.hidden = placeholders.length === 0 || shown.length === 0;
    setText(this.#redactMore, `Redact ${plural(shown.length, 'more detail')}`);
  }

  /** @param {string} text another one, in place of all that is there */
  replace(text) {
    this.#change(text, [], { select: [0, 0] });
    this.#editor.scrollTop = 0;
  }

  /**
   * Redacts shown entities: all, or those of one label.
   * @param {string} [label]
   */
  async redact(label) {
    // Only what was found in this very text is safe to redact: wait for the newest answer.
    await this.#scheduler?.settled();
    const text = this.#text;
    if (this.#lastRead !== text || !this.#redactor) return;
    const isChosen = (/** @type {Entity} */ entity) =>
      this.#hooks.isShown(entity) && (!label || entity.entity_group === label);
    if (!outside(this.#entities, this.placeholders).some(isChosen)) return;
    const redacted = this.#redactor.redact(text, this.#entities, isChosen);
    // The numbers of another text are given again. Undo must not bring back placeholders of the old one.
    this.#changeTo(redacted, { undoable: !redacted.isOtherText });
  }

  /** @param {string} [label] restores the values of one label only */
  restore(label) {
    if (this.#redactor) this.#changeTo(this.#redactor.restore(this.#text, this.#entities, label));
  }

  /**
   * @param {string} input
   * @param {Entity[]} output
   */
  #take(input, output) {
    this.#isReady = true;
    this.#lastRead = input;
    // The answer is about the text of a moment ago: bring it to where the text is now.
    this.#entities = shiftEntities(output, input, this.#text);
    this.#hooks.onAnswer(input === this.#text);
    this.render();
  }

  /** Takes over the current text of the text area. */
  #read() {
    const { value } = this.#area;
    if (value === this.#text) return;
    this.#entities = shiftEntities(this.#entities, this.#text, value);
    this.#text = value;
    this.render();
    this.#scheduler?.submit(value);
  }

  /**
   * @param {import('./redactor.js').Change} change
   * @param {{undoable?: boolean}} [options]
   */
  #changeTo({ text, entities, move }, options) {
    const { selectionStart, selectionEnd } = this.#area;
    this.#change(text, entities, {
      ...options,
      select: [move(selectionStart), move(selectionEnd)],
    });
  }

  /**
   * Changes text and entities together, so that no highlight has to be guessed from the edit.
   * @param {string} text
   * @param {Entity[]} entities
   * @param {Parameters<typeof replaceText>[2]} options
   */
  #change(text, entities, options) {
    this.#text = text;
    this.#entities = entities;
    replaceText(this.#area, text, options);
    this.render();
    this.#scheduler?.submit(text);
  }

  /** @param {{start: number, end: number}} range */
  #select({ start, end }) {
    this.#area.focus({ preventScroll: true });
    this.#area.setSelectionRange(start, end);
    this.#mirror.markAt(start)?.scrollIntoView({ block: 'nearest' });
  }
}
