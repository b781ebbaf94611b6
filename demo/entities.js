// The entities of a text, and their positions while the text changes.
import { findEdit } from './edits.js';

/** @typedef {import('../web/index.js').EntityGroup} Entity an entity that the model found: text.slice(start, end) */

/**
 * The positions of entities after an edit, until the model has read the new text. An entity
 * before or after the edit moves along. One that the edit changes in part stretches or shrinks, so that its
 * highlight does not blink at every key; but it does not stretch over white space, where another
 * word or line may begin. One that the edit replaces or cuts through is dropped.
 * @template {Entity} T
 * @param {T[]} entities
 * @param {string} before
 * @param {string} after
 * @returns {T[]}
 */
export function shiftEntities(entities, before, after) {
  const edit = findEdit(before, after);
  if (!edit) return entities;
  const { start, end, inserted } = edit;
  const delta = inserted.length - (end - start);
  const fits = !/\s/.test(inserted);
  /** @type {T[]} */
  const moved = [];
  for (const entity of entities) {
    if (entity.end <= start) {
      moved.push(entity);
    } else if (entity.start >= end) {
      moved.push({ ...entity, start: entity.start + delta, end: entity.end + delta });
    } else if (
      fits &&
      entity.start <= start &&
      end <= entity.end &&
      end - start < entity.end - entity.start
    ) {
      moved.push({
        ...entity,
        end: entity.end + delta,
        word: after.slice(entity.start, entity.end + delta),
      });
    }
  }
  return moved;
}

/**
 * The number of entities of each label.
 * @param {{entity_group: string}[]} entities
 * @returns {Map<string, number>}
 */
export function countLabels(entities) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { entity_group: label } of entities) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/**
 * The entities that overlap none of the ranges.
 * @template {{start: number, end: number}} T
 * @param {T[]} entities
 * @param {{start: number, end: number}[]} ranges
 * @returns {T[]}
 */
export function outside(entities, ranges) {
  return entities.filter(({ start, end }) =>
    ranges.every((range) => end <= range.start || range.end <= start),
  );
}
