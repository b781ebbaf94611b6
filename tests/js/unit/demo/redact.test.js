import { describe, expect, test } from '@jest/globals';

import { concerns, findPlaceholders, redact, restore } from '../../../../demo/redact.js';

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
      entities.push({
        entity_group: label,
        score: 0.9,
        word,
        start: at,
        end: at + word.length,
      });
    }
  }
  return entities.sort((a, b) => a.start - b.start);
}

const labels = { Ada: 'PERSON', Bo: 'PERSON', Paris: 'LOCATION' };
const text = 'Ada met Bo in Paris. Bo and Ada left.';
const redacted = redact(text, find(text, labels));

describe('redact', () => {
  test('the same value under the same label has the same number', () => {
    expect(redacted.text).toBe(
      '[PERSON_1] met [PERSON_2] in [LOCATION_1]. [PERSON_2] and [PERSON_1] left.',
    );
  });

  test('the same value under another label has its own placeholder', () => {
    const both = 'Paris in Paris';
    const [first, second] = find(both, labels);
    const person = { .../** @type {NonNullable<typeof first>} */ (first), entity_group: 'PERSON' };
    const place = /** @type {NonNullable<typeof second>} */ (second);
    expect(redact(both, [person, place]).text).toBe('[PERSON_1] in [LOCATION_1]');
  });

  test('values that differ in letter case or spaces stay apart, so that each comes back exactly', () => {
    const similar = 'ada Ada';
    const result = redact(similar, find(similar, { ada: 'PERSON', Ada: 'PERSON' }));
    expect(result.text).toBe('[PERSON_1] [PERSON_2]');
    expect(restore(result.text, result.ledger).text).toBe(similar);
  });

  test('numbers go on in a text that is redacted already', () => {
    const longer = `${redacted.text} Cy and Bo came.`;
    const again = redact(longer, find(longer, { Bo: 'PERSON', Cy: 'PERSON' }), redacted.ledger);
    expect(again.text).toBe(`${redacted.text} [PERSON_3] and [PERSON_2] came.`);
    expect(restore(again.text, again.ledger).text).toBe(`${text} Cy and Bo came.`);
  });

  test('a number that the text uses itself is skipped', () => {
    const tricky = 'Ada wrote [PERSON_1] on a form.';
    const result = redact(tricky, find(tricky, labels));
    expect(result.text).toBe('[PERSON_2] wrote [PERSON_1] on a form.');
    expect(restore(result.text, result.ledger).text).toBe(tricky);
  });

  test('what the model finds within a standing placeholder is left alone', () => {
    const inside = find(redacted.text, { PERSON_1: 'ORGANIZATION' });
    expect(redact(redacted.text, inside, redacted.ledger).text).toBe(redacted.text);
  });

  test('the ledger passed in is not changed', () => {
    const size = redacted.ledger.size;
    const other = 'Cy';
    redact(other, find(other, { Cy: 'PERSON' }), redacted.ledger);
    expect(redacted.ledger.size).toBe(size);
  });

  test('a position behind an entity moves along', () => {
    expect(redacted.map(text.indexOf(' left'))).toBe(redacted.text.indexOf(' left'));
  });

  test('without entities the text stays', () => {
    expect(redact(text, []).text).toBe(text);
  });
});

describe('restore', () => {
  test('the original comes back', () => {
    expect(restore(redacted.text, redacted.ledger).text).toBe(text);
  });

  test('placeholders that still stand are replaced in a text that was edited', () => {
    const edited = 'In [LOCATION_1], says [PERSON_2], and [PERSON_1 is broken. [PERSON_9]';
    expect(restore(edited, redacted.ledger).text).toBe(
      'In Paris, says Bo, and [PERSON_1 is broken. [PERSON_9]',
    );
  });

  test('what was put back is named with its place, label and score', () => {
    const { text: whole, entities } = restore(redacted.text, redacted.ledger);
    expect(entities).toEqual(find(whole, labels));
  });

  test('only the values of the wanted labels come back', () => {
    const { text: part } = restore(redacted.text, redacted.ledger, (label) => label === 'LOCATION');
    expect(part).toBe('[PERSON_1] met [PERSON_2] in Paris. [PERSON_2] and [PERSON_1] left.');
  });

  test('a value that looks like a placeholder is not replaced once more', () => {
    const odd = 'Ada and [PERSON_1] and Bo';
    const result = redact(odd, find(odd, { Ada: 'PERSON', '[PERSON_1]': 'PERSON', Bo: 'PERSON' }));
    expect(restore(result.text, result.ledger).text).toBe(odd);
  });

  test('values with line breaks and signs of patterns come back exactly', () => {
    const odd = '12 Long Lane\nOxford and $& $1 \\d';
    const result = redact(odd, find(odd, { '12 Long Lane\nOxford': 'ADDRESS', '$& $1': 'IBAN' }));
    expect(result.text).toBe('[ADDRESS_1] and [IBAN_1] \\d');
    expect(restore(result.text, result.ledger).text).toBe(odd);
  });
});

describe('findPlaceholders', () => {
  test('placeholders of the ledger are found in order, others are not', () => {
    const found = findPlaceholders('[LOCATION_1] [OTHER_1] x[PERSON_1]y', redacted.ledger);
    expect(found.map(({ placeholder, value, start }) => [placeholder, value, start])).toEqual([
      ['[LOCATION_1]', 'Paris', 0],
      ['[PERSON_1]', 'Ada', 24],
    ]);
  });
});

describe('concerns', () => {
  test.each([
    ['one of its placeholders', 'see [PERSON_2]', true],
    ['one of its values', 'a trip to Paris', true],
    ['nothing of it', 'another text', false],
  ])('a ledger and a text with %s', (_, other, expected) => {
    expect(concerns(other, redacted.ledger)).toBe(expected);
  });
});
