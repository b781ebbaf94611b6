// Redacts and restores a text that is edited all the time, with the package's functions.
import { outside } from './entities.js';

/** @typedef {import('./entities.js').Entity} Entity */
/** @typedef {import('../web/index.js').RedactionMap} RedactionMap */
/** @typedef {Pick<typeof import('../web/index.js'), 'positionMap' | 'redactEntities' | 'restoreEntities'>} Redaction */

/**
 * @typedef {object} Placeholder a placeholder in the text
 * @property {number} start
 * @property {number} end
 * @property {string} label
 * @property {number} score of the first entity that it replaced, as is the label
 */

/**
 * @typedef {object} Change
 * @property {string} text
 * @property {Entity[]} entities the entities that are not redacted, at their new positions, in order
 * @property {(position: number) => number} move maps a position of the old text to the new one
 */

/**
 * Keeps the originals of placeholders after a redaction: a redacted text may be copied, edited
 * anywhere, pasted back and restored.
 */
export class Redactor {
  #library;
  /** @type {RedactionMap} */
  #map = {};
  /** @type {Map<string, {label: string, score: number}>} of the first entity of each placeholder */
  #firsts = new Map();

  /** @param {Redaction} library */
  constructor(library) {
    this.#library = library;
  }

  /**
   * @param {string} text
   * @returns {Placeholder[]} in order
   */
  placeholders(text) {
    return this.#library
      .restoreEntities(text, this.#map)
      .entities.map(({ start, end, ...entity }) => ({ start, end, ...this.#firstOf(entity) }));
  }

  /**
   * Replaces entities by placeholders, in a text that may have some already. The same value under the same label has
   * the same placeholder.
   * @param {string} text
   * @param {Entity[]} entities those within placeholders are ignored
   * @param {(entity: Entity) => boolean} isChosen
   * @returns {Change & {isOtherText: boolean}} isOtherText: the numbers began at 1 again
   */
  redact(text, entities, isChosen) {
    const isOtherText = Object.keys(this.#map).length > 0 && !concerns(text, this.#map);
    if (isOtherText) {
      this.#map = {};
      this.#firsts = new Map();
    }
    const { restored, rest, ...whole } = this.#restore(text, entities);
    const chosen = [...restored, ...rest.filter(isChosen)];
    const { positionMap, redactEntities } = this.#library;
    const redaction = redactEntities(whole.text, chosen, { map: this.#map });
    this.#map = redaction.map;
    for (const { replacement, entity_group: label, score = 1 } of redaction.entities) {
      if (!this.#firsts.has(replacement)) this.#firsts.set(replacement, { label, score });
    }
    const { toRedacted } = positionMap(redaction.text, redaction.map);
    return {
      text: redaction.text,
      entities: rest
        .filter((entity) => !chosen.includes(entity))
        .map((entity) => moved(entity, toRedacted)),
      move: (position) => toRedacted(whole.move(position)),
      isOtherText,
    };
  }

  /**
   * Puts the originals back: all, or those of one label.
   * @param {string} text
   * @param {Entity[]} entities those within placeholders are ignored
   * @param {string} [label]
   * @returns {Change}
   */
  restore(text, entities, label) {
    const { restored, rest, ...change } = this.#restore(text, entities, label);
    return { ...change, entities: [...rest, ...restored].sort((a, b) => a.start - b.start) };
  }

  /**
   * @param {string} text
   * @param {Entity[]} entities
   * @param {string} [labels]
   */
  #restore(text, entities, labels) {
    const { positionMap, restoreEntities } = this.#library;
    const restoration = restoreEntities(text, this.#map, { labels });
    const { toOriginal: move } = positionMap(text, this.#map, { labels });
    const restored = restoration.entities.map(
      ({ replacement: word, position: start, ...entity }) => {
        const { label: entity_group, score } = this.#firstOf(entity);
        return { entity_group, word, start, end: start + word.length, score };
      },
    );
    const rest = outside(entities, this.placeholders(text)).map((entity) => moved(entity, move));
    return { text: restoration.text, restored, rest, move };
  }

  /**
   * A placeholder has no white space, and so its label may be written in another way than the entity's.
   * @param {{entity_group: string, word?: string}} placeholder
   */
  #firstOf({ entity_group: label, word = '' }) {
    return this.#firsts.get(word) ?? { label, score: 1 };
  }
}

/**
 * Whether a map belongs to a text: one of its placeholders or originals occurs in it. Otherwise it is another text,
 * and its numbers may begin at 1 again.
 * @param {string} text
 * @param {RedactionMap} map
 */
function concerns(text, map) {
  return Object.entries(map).some((words) => words.some((word) => text.includes(word)));
}

/**
 * @param {Entity} entity
 * @param {(position: number) => number} move
 * @returns {Entity}
 */
function moved(entity, move) {
  const start = move(entity.start);
  return { ...entity, start, end: start + entity.end - entity.start };
}
