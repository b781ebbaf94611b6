// Checks entities by their form, and adds those that a form alone says (patterns.js). Loaded on demand.
import { isCardNumber, isIban, patternsIn } from './patterns.js';

/** @typedef {import('./patterns.js').Kind} Kind */
/** @typedef {import('./patterns.js').Match} Match */
/** @typedef {import('./spans.js').EntitySpan} EntitySpan */

/** What labels call the kinds, in lower case with spaces between the words. @type {[Kind, RegExp][]} */
const names = [
  ['EMAIL', /^e ?mail( address(es)?)?$/],
  ['URL', /^(urls?|website|web(site)? address|link)$/],
  ['IP_ADDRESS', /^ip( ?v[46])?( address(es)?)?$/],
  ['IBAN', /^iban( code| number)?$/],
  ['CREDIT_CARD', /^(credit|debit|payment|bank) ?card( number)?$|^card number$/],
];

/** What an IBAN is, but other numbers are as well: those are not checked. */
const accounts = /^(bank )?account( number)?$/;

/**
 * The kind that a label names: IP_ADDRESS of 'ip address'.
 * @param {string} label
 * @returns {Kind | undefined}
 */
export function kindOfLabel(label) {
  const name = plainName(label);
  return names.find(([, pattern]) => pattern.test(name))?.[0];
}

/** @param {string} label */
function plainName(label) {
  return label.toLowerCase().replace(/[\s_-]+/g, ' ');
}

/** The kinds that patternsIn() finds, which are labels, too. @type {readonly Kind[]} */
export const kinds = names.map(([kind]) => kind);

/**
 * Whether what has this label is of this kind.
 * @param {string} label
 * @param {Kind} kind
 */
function isOfKind(label, kind) {
  return kindOfLabel(label) === kind || (kind === 'IBAN' && accounts.test(plainName(label)));
}

/** The share of other numbers whose sum is valid by chance. @type {Partial<Record<Kind, number>>} */
const chances = { CREDIT_CARD: 1 / 10, IBAN: 1 / 97 };

/**
 * Checks entities by what their text must have, and adds those that patterns find. A card or an IBAN without a valid sum is
 * dropped; one with a valid sum has a higher score. An entity that a pattern covers gives way to the pattern's, whose
 * score is 1.
 * @param {string} text
 * @param {readonly EntitySpan[]} entities
 * @param {readonly string[]} labels that the added entities may have: of each kind the first that names it
 * @returns {EntitySpan[]}
 */
export function withChecks(text, entities, labels) {
  const matches = patternsIn(text).flatMap((match) => {
    const label = labels.find((each) => isOfKind(each, match.kind));
    return label === undefined ? [] : [{ ...match, label, isFound: false }];
  });
  const kept = entities.flatMap((entity) => checked(entity, text.slice(entity.start, entity.end)));
  const result = kept.filter(({ entity_group, start, end }) => {
    let at = firstEndingAfter(matches, start);
    const around = matches[at];
    const isEqual = around?.start === start && around.end === end;
    const isCovered = around && around.start <= start && end <= around.end;
    if (isCovered && !(isEqual && isOfKind(entity_group, around.kind))) return false;
    for (; at < matches.length && matches[at].end <= end; ++at) {
      if (matches[at].start >= start && isOfKind(entity_group, matches[at].kind)) {
        matches[at].isFound = true;
      }
    }
    return true;
  });
  for (const { label: entity_group, start, end, isFound } of matches) {
    const word = text.slice(start, end);
    if (!isFound) result.push({ entity_group, score: 1, word, start, end });
  }
  return result.sort((a, b) => a.start - b.start);
}

/**
 * The entity with its score after the check of its sum; nothing if the sum is not valid.
 * @param {EntitySpan} entity
 * @param {string} text its own
 * @returns {EntitySpan[]}
 */
function checked(entity, text) {
  const kind = kindOfLabel(entity.entity_group);
  const chance = kind && chances[kind];
  if (chance === undefined) return [entity];
  if (!(kind === 'IBAN' ? isIban(text) : isCardNumber(text))) return [];
  const { score = 1 } = entity;
  // Bayes: of those that are wrong, as many as chance has it pass.
  return [{ ...entity, score: score / (score + (1 - score) * chance) }];
}

/**
 * The index of the first match that ends after a position.
 * @param {readonly Match[]} matches in order
 * @param {number} position
 */
function firstEndingAfter(matches, position) {
  let [low, high] = [0, matches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (matches[middle].end > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
