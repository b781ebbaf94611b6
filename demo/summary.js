// The line that says what the page is doing, or what it found.
import { plural } from './format.js';

/**
 * @typedef {object} Situation
 * @property {'absent' | 'loading' | 'ready' | 'failed'} phase absent: nobody has asked for the model
 * @property {boolean} empty whether there is no text
 * @property {boolean} read whether the model has read the text as it is now
 * @property {number} found entities that are shown
 * @property {number} redacted placeholders in the text
 * @property {string} [nothing] what is said where nothing is found
 */

const noPersonalData = 'No personal data found';

/**
 * @param {Situation} situation
 * @returns {string}
 */
export function summarize({ phase, empty, read, found, redacted, nothing = noPersonalData }) {
  if (phase === 'absent') return 'Start the model above';
  if (phase === 'loading') return 'Loading model';
  if (phase === 'failed') return 'Model not available';
  if (empty) return 'Type or paste a text';
  if (redacted > 0) {
    const rest = found > 0 ? `, ${plural(found, 'new detail')} found` : '';
    return `${plural(redacted, 'detail')} redacted${rest}`;
  }
  if (found > 0) return `${plural(found, 'detail')} found`;
  return read ? nothing : 'Reading';
}
