// Entities as spans of a string, in UTF-16 code units: text.slice(start, end) is the entity.
import { DebertaError } from '../base/errors.js';
import { mismatch, numberOrKind } from '../base/checks.js';
import { withoutOuterSpace } from '../base/white_space.js';

/**
 * An entity as a span of a text, in UTF-16 code units.
 * @typedef {object} EntitySpan
 * @property {string} entity_group the label, such as PERSON
 * @property {number} start where it begins in the text
 * @property {number} end where it ends, exclusive
 * @property {number} [score] from 0 to 1; without it the entity is certain
 * @property {string} [word] its text
 */

/**
 * @param {unknown} entities
 * @param {string} text
 */
export function checkEntities(entities, text) {
  if (!Array.isArray(entities)) {
    throw mismatch('entities', 'an array', entities);
  }
  for (const [i, entity] of entities.entries()) {
    const { entity_group, start, end } = entity ?? {};
    if (typeof entity_group !== 'string') {
      const fact = 'expected entity_group, as an aggregation_strategy gives it';
      throw new DebertaError('INPUT', `entities[${i}]: ${fact}`);
    }
    const valid = Number.isInteger(start) && Number.isInteger(end);
    if (!valid || start < 0 || start > end || end > text.length) {
      const span = `${numberOrKind(start)} to ${numberOrKind(end)}`;
      const fact = `the span ${span} is not within 0 to ${text.length}`;
      throw new DebertaError('INPUT', `entities[${i}]: ${fact}`);
    }
  }
}

/**
 * Makes spans that do not overlap and cover the same text, except white space between them. The longest
 * stays whole; of equal ones the earliest, then the one with the higher score. The remaining parts of the others
 * become shorter entities, because they may be half of a name.
 * @param {readonly EntitySpan[]} entities
 * @param {string} text
 * @returns {EntitySpan[]} in order
 */
export function disjoint(entities, text) {
  const inOrder = entities
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  // Only overlapping entities, which are few, are compared with each other; comparing all would be slow for a long text.
  /** @type {EntitySpan[][]} */
  const groups = [];
  let groupEnd = -1;
  for (const entity of inOrder) {
    if (entity.start < groupEnd) groups[groups.length - 1].push(entity);
    else groups.push([entity]);
    groupEnd = Math.max(groupEnd, entity.end);
  }
  return groups.flatMap((group) => disjointGroup(group, text));
}

/**
 * @param {EntitySpan[]} entities
 * @param {string} text
 * @returns {EntitySpan[]} in order
 */
function disjointGroup(entities, text) {
  /** @type {EntitySpan[]} */
  const chosen = [];
  for (const entity of entities.sort(byRank)) {
    let { start } = entity;
    const inTheWay = chosen.filter((other) => other.start < entity.end && start < other.end);
    if (inTheWay.length === 0) {
      chosen.push(entity);
      continue;
    }
    inTheWay.sort((a, b) => a.start - b.start);
    for (const taken of [...inTheWay, { start: entity.end, end: entity.end }]) {
      if (start < taken.start) chosen.push(...trimmed(entity, start, taken.start, text));
      start = taken.end;
    }
  }
  return chosen.sort((a, b) => a.start - b.start);
}

/**
 * @param {EntitySpan} a
 * @param {EntitySpan} b
 */
function byRank(a, b) {
  const longer = b.end - b.start - (a.end - a.start);
  const surer = (b.score ?? 1) - (a.score ?? 1);
  return longer || a.start - b.start || surer || (a.entity_group < b.entity_group ? -1 : 1);
}

/**
 * A part of an entity without surrounding white space; no entity if nothing is left.
 * @param {EntitySpan} entity
 * @param {number} start
 * @param {number} end
 * @param {string} text
 * @returns {EntitySpan[]}
 */
function trimmed(entity, start, end, text) {
  const part = withoutOuterSpace(text, start, end);
  if (part.start === part.end) return [];
  const word = text.slice(part.start, part.end);
  return [{ ...entity, ...part, ...(entity.word !== undefined && { word }) }];
}
