// The policy of a redaction: how entities are replaced, by label.
import { DebertaError } from '../base/errors.js';
import { kindOf } from '../base/checks.js';

/** @typedef {import('./spans.js').EntitySpan} EntitySpan */

/**
 * How an entity is replaced: by a placeholder; by one █ for each character; not at all; or by the result
 * of a function. Only placeholders can be restored.
 * @typedef {'placeholder' | 'mask' | 'keep' | ((entity: EntitySpan, text: string) => string)} Action
 */

/** @typedef {Action | Record<string, Action>} Policy one action for all, or by label ('*': the others) */

const actions = ['placeholder', 'mask', 'keep'];

/**
 * Checks the actions: a misspelt one must not leave a name in the text.
 * @param {unknown} policy
 */
export function checkPolicy(policy) {
  const isTable = typeof policy === 'object' && policy !== null && !Array.isArray(policy);
  for (const [label, action] of isTable ? Object.entries(policy) : [['', policy]]) {
    if (typeof action === 'function' || actions.includes(action)) continue;
    const place = isTable ? `policy of ${label}` : 'policy';
    throw new DebertaError('INPUT', `${place}: expected ${actions.join(', ')} or a function`);
  }
}

/**
 * @param {Policy} policy
 * @param {string} label
 * @returns {Action}
 */
export function actionOf(policy, label) {
  if (typeof policy !== 'object') return policy;
  const key = [label, '*'].find((name) => Object.hasOwn(policy, name));
  return key === undefined ? 'placeholder' : policy[key];
}

/**
 * @param {Action} action
 * @param {EntitySpan} entity
 * @param {string} text
 * @returns {string}
 */
export function replacementOf(action, entity, text) {
  if (typeof action !== 'function') {
    // Counts code points: an emoji is one character.
    return '█'.repeat([...text.slice(entity.start, entity.end)].length);
  }
  const replacement = action({ ...entity }, text);
  if (typeof replacement === 'string') return replacement;
  const got = kindOf(replacement);
  throw new DebertaError(
    'INPUT',
    `policy: the function for ${entity.entity_group} returned ${got}`,
  );
}
