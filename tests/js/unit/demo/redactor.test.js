// Redaction in a text that is edited. What the package's functions do by themselves: ../redact.test.js.
import { beforeEach, describe, expect, test } from '@jest/globals';

import { Redactor } from '../../../../demo/redactor.js';
import { positionMap } from '../../../../js/redaction/positions.js';
import { redactEntities } from '../../../../js/redaction/redact.js';
import { restoreEntities } from '../../../../js/redaction/restore.js';

/**
 * Every occurrence of some values, as the model would answer.
 * @param {string} text
 * @param {Record<string, string>} labels value to label
 */
function find(text, labels) {
  /** @type {import('../../../../demo/entities.js').Entity[]} */
  const entities = [];
  for (const [word, label] of Object.entries(labels)) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      entities.push({ entity_group: label, score: 0.9, word, start: at, end: at + word.length });
    }
  }
  return entities.sort((a, b) => a.start - b.start);
}

const labels = { Ada: 'PERSON', Bo: 'PERSON', Paris: 'LOCATION' };
const text = 'Ada met Bo in Paris. Bo and Ada left.';
const all = () => true;
const persons = ({ entity_group }) => entity_group === 'PERSON';

let redactor;
let redacted;
beforeEach(() => {
  redactor = new Redactor({ positionMap, redactEntities, restoreEntities });
  redacted = redactor.redact(text, find(text, labels), all);
});

describe('redact', () => {
  test('replaces what is chosen, and leaves the rest at its new place', () => {
    expect(redacted.text).toBe(
      '[PERSON_1] met [PERSON_2] in [LOCATION_1]. [PERSON_2] and [PERSON_1] left.',
    );
    expect(redacted.entities).toEqual([]);
    const other = new Redactor({ positionMap, redactEntities, restoreEntities });
    const part = other.redact(text, find(text, labels), persons);
    expect(part.text).toBe('[PERSON_1] met [PERSON_2] in Paris. [PERSON_2] and [PERSON_1] left.');
    expect(part.entities).toEqual(find(part.text, { Paris: 'LOCATION' }));
  });

  test('a label with white space keeps it, in placeholders and after they are restored', () => {
    const named = new Redactor({ positionMap, redactEntities, restoreEntities });
    const before = find(text, { Ada: 'first name' });
    const after = named.redact(text, before, all);
    expect(after.text).toBe('[first_name_1] met Bo in Paris. Bo and [first_name_1] left.');
    expect(named.placeholders(after.text).map(({ label }) => label)).toEqual(
      Array(2).fill('first name'),
    );
    expect(named.restore(after.text, [], 'first name').entities).toEqual(before);
  });

  test('numbers go on in a text that is redacted already', () => {
    const longer = `${redacted.text} Cy and Bo came.`;
    const again = redactor.redact(longer, find(longer, { Bo: 'PERSON', Cy: 'PERSON' }), all);
    expect(again.text).toBe(`${redacted.text} [PERSON_3] and [PERSON_2] came.`);
    expect(again.isOtherText).toBe(false);
    expect(redactor.restore(again.text, []).text).toBe(`${text} Cy and Bo came.`);
  });

  test('what the model finds within a placeholder is left alone', () => {
    const inside = find(redacted.text, { PERSON_1: 'ORGANIZATION' });
    expect(inside).toHaveLength(2);
    expect(redactor.redact(redacted.text, inside, all).text).toBe(redacted.text);
  });

  test('a number that the text uses itself is skipped, also later', () => {
    const form = 'Cy wrote [PERSON_1] on a form.';
    const other = new Redactor({ positionMap, redactEntities, restoreEntities });
    const first = other.redact(form, find(form, { Cy: 'PERSON' }), all);
    expect(first.text).toBe('[PERSON_2] wrote [PERSON_1] on a form.');
    expect(other.placeholders(first.text)).toHaveLength(1);
    const longer = `${first.text} Bo`;
    const second = other.redact(longer, find(longer, labels), all);
    expect(second.text).toBe('[PERSON_2] wrote [PERSON_1] on a form. [PERSON_3]');
    expect(other.restore(second.text, []).text).toBe(`${form} Bo`);
  });

  test('positions move along, with what was replaced before and what is replaced now', () => {
    expect(redacted.move(text.indexOf(' left'))).toBe(redacted.text.indexOf(' left'));
    const longer = `Cy: ${redacted.text}`;
    const again = redactor.redact(longer, find(longer, { Cy: 'PERSON' }), all);
    expect(again.move(longer.indexOf(' left'))).toBe(again.text.indexOf(' left'));
  });

  test.each([
    ['one of its placeholders', 'see [PERSON_2], Cy', false, 'see [PERSON_2], [PERSON_3]'],
    ['one of its originals', 'a trip to Paris, Cy', false, 'a trip to Paris, [PERSON_3]'],
    ['nothing of it', 'another text, Cy', true, 'another text, [PERSON_1]'],
  ])('numbers go on in a text with %s', (_, other, isOtherText, expected) => {
    const change = redactor.redact(other, find(other, { Cy: 'PERSON' }), all);
    expect(change).toMatchObject({ text: expected, isOtherText });
  });

  test('the first text of all is no other one: its redaction can be undone', () => {
    expect(redacted.isOtherText).toBe(false);
  });
});

describe('restore', () => {
  test('the original comes back, and what was put back is named with its place, label and score', () => {
    const restored = redactor.restore(redacted.text, []);
    expect(restored.text).toBe(text);
    expect(restored.entities).toEqual(find(text, labels));
  });

  test('placeholders that are left are replaced in a text that was edited', () => {
    const edited = 'In [LOCATION_1], says [PERSON_2], and [PERSON_1 is broken. [PERSON_9]';
    expect(redactor.restore(edited, []).text).toBe(
      'In Paris, says Bo, and [PERSON_1 is broken. [PERSON_9]',
    );
  });

  test('only the originals of the given label come back', () => {
    const longer = `${redacted.text} Cy`;
    const { text: part, entities } = redactor.restore(
      longer,
      find(longer, { Cy: 'PERSON' }),
      'LOCATION',
    );
    expect(part).toBe('[PERSON_1] met [PERSON_2] in Paris. [PERSON_2] and [PERSON_1] left. Cy');
    expect(entities).toEqual(find(part, { Paris: 'LOCATION', Cy: 'PERSON' }));
  });
});

describe('placeholders', () => {
  test('those that stand for something are found in order, with the score of the first entity', () => {
    expect(redactor.placeholders('[LOCATION_1] [OTHER_1] x[PERSON_1]y')).toEqual([
      { label: 'LOCATION', score: 0.9, start: 0, end: 12 },
      { label: 'PERSON', score: 0.9, start: 24, end: 34 },
    ]);
  });

  test('without a redaction there are none', () => {
    const other = new Redactor({ positionMap, redactEntities, restoreEntities });
    expect(other.placeholders(redacted.text)).toEqual([]);
  });
});
