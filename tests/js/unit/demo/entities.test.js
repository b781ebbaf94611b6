import { describe, expect, test } from '@jest/globals';

import { countLabels, outside, shiftEntities } from '../../../../demo/entities.js';

/**
 * The entities that a text marks in brackets, and the text without them.
 * @param {string} marked such as 'Hi [Ada], how is [Bo]?'
 */
function parse(marked) {
  /** @type {import('../../../../demo/entities.js').Entity[]} */
  const entities = [];
  let text = '';
  for (const part of marked.split(/(\[[^\]]*\])/)) {
    if (part.startsWith('[')) {
      const word = part.slice(1, -1);
      entities.push({
        entity_group: 'PERSON',
        score: 0.9,
        word,
        start: text.length,
        end: text.length + word.length,
      });
      text += word;
    } else {
      text += part;
    }
  }
  return { text, entities };
}

describe('shiftEntities', () => {
  test.each([
    ['text before an entity moves it', 'Hi [Ada]!', 'Oh, Hi [Ada]!'],
    ['text after an entity leaves it', 'Hi [Ada]!', 'Hi [Ada]! Well?'],
    ['text right before an entity moves it', 'Hi [Ada]', 'Hi x[Ada]'],
    ['text right after an entity leaves it', 'Hi [Ada]!', 'Hi [Ada]m!'],
    ['a letter within an entity stretches it', '[Ad Lovelace].', '[Ada Lovelace].'],
    ['a deletion within an entity shrinks it', '[Ada Lovelace].', '[Ada Lovace].'],
    ['backspace at the end of an entity shrinks it', 'Hi [Adam]!', 'Hi [Ada]!'],
    ['a space within an entity drops it', 'Hi [AdaBo]!', 'Hi Ada Bo!'],
    ['a line break within an entity drops it', 'Hi [AdaBo] and [Cy]', 'Hi Ada\nBo and [Cy]'],
    ['an entity that is replaced is dropped', 'Hi [Ada]!', 'Hi Xor!'],
    ['an entity that is deleted is dropped', 'Hi [Ada]! [Bo]', 'Hi ! [Bo]'],
    ['an edit across an entity drops it', 'Hi [Ada], how is [Bo]?', 'Hi Adx is [Bo]?'],
    ['an edit between two entities moves the second', '[Ada], [Bo]', '[Ada] and [Bo]'],
    ['an equal text keeps all', '[Ada] [Bo]', '[Ada] [Bo]'],
    ['an emptied text has none', '[Ada] [Bo]', ''],
    ['an emoji that becomes another one leaves its neighbours', '[Ada]😀[Bo]', '[Ada]😁[Bo]'],
  ])('%s', (_, before, after) => {
    const { text, entities } = parse(before);
    const expected = parse(after);
    const shifted = shiftEntities(entities, text, expected.text);
    expect(shifted).toEqual(expected.entities);
  });

  test('every entity is the part of the new text that it names', () => {
    const { text, entities } = parse('[Ada] met [Bo] and [Cyrus] in May, said [Dora].');
    for (let start = 0; start <= text.length; start++) {
      for (let end = start; end <= text.length; end += 3) {
        for (const inserted of ['', 'x', 'a b', 'Ada']) {
          const after = text.slice(0, start) + inserted + text.slice(end);
          let from = 0;
          for (const entity of shiftEntities(entities, text, after)) {
            expect(after.slice(entity.start, entity.end)).toBe(entity.word);
            expect(entity.start).toBeGreaterThanOrEqual(from);
            expect(entity.end).toBeGreaterThan(entity.start);
            from = entity.end;
          }
        }
      }
    }
  });

  test('the entities passed in are not changed', () => {
    const { text, entities } = parse('Hi [Ada]');
    shiftEntities(entities, text, `Oh ${text}`);
    expect(entities).toEqual(parse('Hi [Ada]').entities);
  });
});

describe('countLabels', () => {
  test('entities are counted by label', () => {
    const counts = countLabels([
      { entity_group: 'PERSON' },
      { entity_group: 'DATE' },
      { entity_group: 'PERSON' },
    ]);
    expect([...counts]).toEqual([
      ['PERSON', 2],
      ['DATE', 1],
    ]);
  });
});

describe('outside', () => {
  test('entities that overlap a range are left out, neighbours stay', () => {
    const ranges = [{ start: 10, end: 20 }];
    const kept = outside(
      [
        { start: 5, end: 10 },
        { start: 9, end: 11 },
        { start: 12, end: 13 },
        { start: 19, end: 30 },
        { start: 20, end: 25 },
      ],
      ranges,
    );
    expect(kept).toEqual([
      { start: 5, end: 10 },
      { start: 20, end: 25 },
    ]);
  });
});
