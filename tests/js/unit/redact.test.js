// Redaction, and that it can be undone exactly.
import { describe, expect, test } from '@jest/globals';

import { positionMap } from '../../../js/redaction/positions.js';
import { redactEntities } from '../../../js/redaction/redact.js';
import { restore, restoreEntities, restoreStream } from '../../../js/redaction/restore.js';
import { seeded } from '../../support/random.mjs';

/** The label of each value; every occurrence is an entity, as a model would answer. */
function find(text, labels) {
  const entities = [];
  for (const [word, entity_group] of Object.entries(labels)) {
    for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
      entities.push({ entity_group, score: 0.9, word, start, end: start + word.length });
    }
  }
  return entities;
}

const input = (pattern) =>
  expect.objectContaining({ code: 'INPUT', message: expect.stringMatching(pattern) });

const labels = { Ada: 'PERSON', Bo: 'PERSON', Paris: 'PLACE' };
const text = 'Ada met Bo in Paris. Bo and Ada left.';
const redacted = redactEntities(text, find(text, labels));

describe('placeholders', () => {
  test('one value under one label has one number, in order of appearance', () => {
    expect(redacted.text).toBe(
      '[PERSON_1] met [PERSON_2] in [PLACE_1]. [PERSON_2] and [PERSON_1] left.',
    );
    expect(redacted.map).toEqual({
      '[PERSON_1]': 'Ada',
      '[PERSON_2]': 'Bo',
      '[PLACE_1]': 'Paris',
    });
  });

  test('replaced entities are listed in order, with their positions before and after', () => {
    const { entities } = redacted;
    expect(entities).toHaveLength(5);
    expect(entities[0]).toEqual({
      ...{ entity_group: 'PERSON', score: 0.9, word: 'Ada', start: 0, end: 3 },
      ...{ replacement: '[PERSON_1]', position: 0 },
    });
    for (const { word, start, end, replacement, position } of entities) {
      expect(text.slice(start, end)).toBe(word);
      expect(redacted.text.slice(position, position + replacement.length)).toBe(replacement);
    }
  });

  test('the order of the entities does not matter', () => {
    expect(redactEntities(text, find(text, labels).reverse())).toEqual(redacted);
  });

  test('the same value under another label has a number of its own', () => {
    const both = [
      { entity_group: 'PERSON', start: 0, end: 5 },
      { entity_group: 'PLACE', start: 9, end: 14 },
    ];
    expect(redactEntities('Paris in Paris', both).text).toBe('[PERSON_1] in [PLACE_1]');
  });

  test('spellings have a number each, and come back exactly', () => {
    const spelt = 'Ada Bo, ADA BO, Ada  Bo';
    const found = find(spelt, { 'Ada Bo': 'PERSON', 'ADA BO': 'PERSON', 'Ada  Bo': 'PERSON' });
    const result = redactEntities(spelt, found);
    expect(result.text).toBe('[PERSON_1], [PERSON_2], [PERSON_3]');
    expect(restore(result.text, result.map)).toBe(spelt);
  });

  test('merge_spellings gives them one number, and the first spelling comes back', () => {
    const spelt = 'Zo\u00eb Bo, ZOE\u0308  BO';
    const found = [
      { entity_group: 'PERSON', start: 0, end: 6 },
      { entity_group: 'PERSON', start: 8, end: spelt.length },
    ];
    const result = redactEntities(spelt, found, { merge_spellings: true });
    expect(result.text).toBe('[PERSON_1], [PERSON_1]');
    expect(restore(result.text, result.map)).toBe('Zo\u00eb Bo, Zo\u00eb Bo');
    const later = redactEntities('zo\u00eb bo', [{ entity_group: 'PERSON', start: 0, end: 6 }], {
      merge_spellings: true,
      map: result.map,
    });
    expect(later.text).toBe('[PERSON_1]');
    const apart = { '[PERSON_1]': 'Ada', '[PERSON_2]': 'ADA' };
    const merged = redactEntities('ada', [{ entity_group: 'PERSON', start: 0, end: 3 }], {
      merge_spellings: true,
      map: apart,
    });
    expect(merged.text).toBe('[PERSON_1]');
  });

  describe('all_mentions', () => {
    const redact = (text, values, options) =>
      redactEntities(text, find(text, values), { all_mentions: true, ...options });
    /** Only the first place of each value, as a model that misses the others. */
    const firstOnly = (text, value, entity_group = 'PERSON', options = {}) => {
      const start = text.indexOf(value);
      const entities = [{ entity_group, start, end: start + value.length, score: 0.9 }];
      return redactEntities(text, entities, { all_mentions: true, ...options });
    };

    test('what is found in one place is replaced in every place', () => {
      const text = 'Ada Lovelace called. Is Ada Lovelace in? Ada  Lovelace\u00a0is.';
      const result = firstOnly(text, 'Ada Lovelace');
      expect(result.text).toBe('[PERSON_1] called. Is [PERSON_1] in? [PERSON_2]\u00a0is.');
      expect(restore(result.text, result.map)).toBe(text);
      expect(
        result.entities.map(({ start, end, score }) => [text.slice(start, end), score]),
      ).toEqual([
        ['Ada Lovelace', 0.9],
        ['Ada Lovelace', 0.9],
        ['Ada  Lovelace', 0.9],
      ]);
      const off = redactEntities(text, find(text, { 'Ada Lovelace': 'PERSON' }).slice(0, 1));
      expect(off.text).toBe('[PERSON_1] called. Is Ada Lovelace in? Ada  Lovelace\u00a0is.');
    });

    test.each([
      [
        'in words that are longer',
        'Ann. Anna, JoAnn, Ann_1, Ann\u0301 Ann2',
        'Ann',
        '[PERSON_1]. Anna, JoAnn, Ann_1, Ann\u0301 Ann2',
      ],
      ['in another letter case', 'Will will.', 'Will', '[PERSON_1] will.'],
      ['of a single letter', 'J. saw J.', 'J.', '[PERSON_1] saw J.'],
      ['of a short number', '46, at 46 Elm Street', '46', '[PERSON_1], at 46 Elm Street'],
    ])('but not %s', (_, text, value, expected) => {
      expect(firstOnly(text, value).text).toBe(expected);
    });

    test.each([
      [
        'beside punctuation',
        'Ann: "Ann", (Ann) Ann\u2019s',
        'Ann',
        '[PERSON_1]: "[PERSON_1]", ([PERSON_1]) [PERSON_1]\u2019s',
      ],
      ['without the possessive', "Ann's dog. Ann!", "Ann's", '[PERSON_1] dog. [PERSON_2]!'],
      [
        'that begins with a sign',
        '+49 30 901820, or +49 30 901820',
        '+49 30 901820',
        '[PERSON_1], or [PERSON_1]',
      ],
      [
        'of letters outside of ASCII',
        'Zo\u00eb, Zo\u00eb; \u674e\u96f7 \u674e\u96f7',
        'Zo\u00eb',
        '[PERSON_1], [PERSON_1]; \u674e\u96f7 \u674e\u96f7',
      ],
      ['with signs of patterns', 'a+b (c)? a+b (c)?', 'a+b (c)?', '[PERSON_1] [PERSON_1]'],
      [
        'with a soft hyphen in it',
        'Margaret, Mar\u00adgaret',
        'Margaret',
        '[PERSON_1], [PERSON_2]',
      ],
    ])('also %s', (_, text, value, expected) => {
      const result = firstOnly(text, value);
      expect(result.text).toBe(expected);
      expect(restore(result.text, result.map)).toBe(text);
    });

    test('an entity keeps its label where two have the same words', () => {
      const text = 'Paris in Paris, Paris';
      const both = [
        { entity_group: 'PERSON', start: 0, end: 5 },
        { entity_group: 'PLACE', start: 9, end: 14 },
      ];
      const { text: redacted } = redactEntities(text, both, { all_mentions: true });
      expect(redacted).toBe('[PERSON_1] in [PLACE_1], [PERSON_1]');
    });

    test('a longer entity stays whole', () => {
      const values = { 'Ada Lovelace': 'PERSON', Ada: 'PERSON' };
      expect(redact('Ada Lovelace, Ada', values).text).toBe('[PERSON_1], [PERSON_2]');
    });

    test('the originals of a map count, but not words that looked like placeholders', () => {
      const map = { '[PERSON_1]': 'Ada Lovelace', '[X_1]': '[X_1]' };
      const options = { all_mentions: true, map };
      expect(redactEntities('Ada Lovelace: [X_1]', [], options).text).toBe('[PERSON_1]: [X_1]');
      expect(redactEntities('Ada Lovelace', [], { map }).text).toBe('Ada Lovelace');
    });

    test('policy, min_score and merge_spellings apply', () => {
      const text = 'Ann, ANN';
      expect(firstOnly(text, 'Ann', 'PERSON', { policy: 'mask' }).text).toBe(
        '\u2588\u2588\u2588, ANN',
      );
      expect(firstOnly('Ann, Ann', 'Ann', 'PERSON', { policy: { PERSON: 'keep' } }).text).toBe(
        'Ann, Ann',
      );
      expect(firstOnly('Ann, Ann', 'Ann', 'PERSON', { min_score: 0.95 }).text).toBe('Ann, Ann');
      expect(firstOnly(text, 'Ann', 'PERSON', { merge_spellings: true }).text).toBe(
        '[PERSON_1], [PERSON_1]',
      );
      const policy = { PERSON: 'keep' };
      const map = { '[PERSON_1]': 'Ann' };
      expect(redactEntities('Ann', [], { all_mentions: true, map, policy }).text).toBe('Ann');
    });

    test('takes time in proportion to the text and to the values', () => {
      const names = Array.from({ length: 5000 }, (_, i) => `Name${i} Last${i}`);
      const map = Object.fromEntries(names.map((name, i) => [`[PERSON_${i + 1}]`, name]));
      const text = `${names.join(', ')}, `.repeat(4);
      const result = redactEntities(text, [], { all_mentions: true, map });
      expect(result.entities.length).toBe(4 * names.length);
    });
  });

  test('a label with spaces or brackets becomes a placeholder that has none', () => {
    const entity = { start: 0, end: 3 };
    const of = (entity_group) => redactEntities('Ada', [{ ...entity, entity_group }]).text;
    expect(of('first [given] name')).toBe('[first_given_name_1]');
    expect(of('')).toBe('[ENTITY_1]');
    expect(of('__proto__')).toBe('[__proto___1]');
  });

  test('without entities the text stays', () => {
    expect(redactEntities(text, [])).toEqual({ text, map: {}, entities: [] });
    const empty = [{ entity_group: 'PERSON', start: 2, end: 2 }];
    expect(redactEntities(text, empty).text).toBe(text);
  });
});

describe('overlaps', () => {
  const name = 'Ada Lovelace Byron';

  test('the longest is whole, and the remaining parts of others are replaced, too', () => {
    const found = [
      { entity_group: 'FIRST', start: 0, end: 3 }, // Ada
      { entity_group: 'PERSON', start: 0, end: 12 }, // Ada Lovelace
      { entity_group: 'LAST', start: 4, end: 18, score: 0.5, word: 'Lovelace Byron' },
    ];
    const result = redactEntities(name, found);
    // Of PERSON the first name is left; it goes before FIRST, which is shorter.
    expect(result.text).toBe('[PERSON_1] [LAST_1]');
    expect(result.map).toEqual({ '[PERSON_1]': 'Ada', '[LAST_1]': 'Lovelace Byron' });
    const shorter = [found[1], { entity_group: 'LAST', start: 8, end: 18, word: 'lace Byron' }];
    const halves = redactEntities(name, shorter);
    expect(halves.map).toEqual({ '[PERSON_1]': 'Ada Lovelace', '[LAST_1]': 'Byron' });
    expect(halves.text).toBe('[PERSON_1] [LAST_1]');
    expect(halves.entities[1]).toMatchObject({ start: 13, end: 18, word: 'Byron' });
  });

  test('one that holds two others takes all of them', () => {
    const found = [
      { entity_group: 'A', start: 1, end: 3 },
      { entity_group: 'B', start: 5, end: 7 },
      { entity_group: 'C', start: 0, end: 18 },
    ];
    expect(redactEntities(name, found).text).toBe('[C_1]');
  });

  test('of equal length the earliest is whole, of equal spans the surest', () => {
    const found = [
      { entity_group: 'B', start: 2, end: 4 },
      { entity_group: 'A', start: 1, end: 3 },
    ];
    expect(redactEntities('abcdef', found).map).toEqual({ '[A_1]': 'bc', '[B_1]': 'd' });
    const same = [
      { entity_group: 'A', start: 0, end: 2, score: 0.5 },
      { entity_group: 'B', start: 0, end: 2, score: 0.6 },
    ];
    expect(redactEntities('ab', same).text).toBe('[B_1]');
  });

  test('adjacent entities have a placeholder each', () => {
    const found = [
      { entity_group: 'A', start: 0, end: 1 },
      { entity_group: 'A', start: 1, end: 2 },
    ];
    expect(redactEntities('ab', found).text).toBe('[A_1][A_2]');
  });

  test('an entity that is kept does not shield one within', () => {
    const found = [
      { entity_group: 'COMPANY', start: 0, end: 12 },
      { entity_group: 'PERSON', start: 0, end: 3 },
    ];
    const policy = { COMPANY: 'keep' };
    expect(redactEntities('Ada & Co Ltd', found, { policy }).text).toBe('[PERSON_1] & Co Ltd');
  });
});

describe('policy', () => {
  test('mask gives one sign for each character, and no way back', () => {
    const emoji = 'A😀 met Bo';
    const found = find(emoji, { 'A😀': 'PERSON', Bo: 'PERSON' });
    const result = redactEntities(emoji, found, { policy: 'mask' });
    expect(result.text).toBe('██ met ██');
    expect(result.map).toEqual({});
  });

  test('labels have actions of their own; * is for the others', () => {
    const policy = { PLACE: 'mask', '*': 'keep' };
    expect(redactEntities(text, find(text, labels), { policy }).text).toBe(
      'Ada met Bo in █████. Bo and Ada left.',
    );
  });

  test('labels that are not named become placeholders, also one named as an inherited method', () => {
    const found = [{ entity_group: 'toString', start: 0, end: 3 }];
    expect(redactEntities('Ada', found, { policy: { PLACE: 'keep' } }).text).toBe('[toString_1]');
  });

  test('a function gives the replacement, taken as it is', () => {
    const policy = { PERSON: ({ start, end }, whole) => `$&<${whole.slice(start, end)[0]}>` };
    expect(redactEntities(text, find(text, labels), { policy }).text).toBe(
      '$&<A> met $&<B> in [PLACE_1]. $&<B> and $&<A> left.',
    );
  });

  test('what a function gives cannot pass for a placeholder', () => {
    const found = [
      { entity_group: 'X', start: 0, end: 1 },
      { entity_group: 'PERSON', start: 5, end: 8 },
    ];
    // '[PERSON_' and the text's own '1]' run together.
    const result = redactEntities('x1], Ada', found, { policy: { X: () => '[PERSON_' } });
    expect(result.text).toBe('[PERSON_1], [PERSON_2]');
    expect(restore(result.text, result.map)).toBe('[PERSON_1], Ada');
  });

  test('min_score leaves what scores lower; what has no score is certain', () => {
    const found = [
      { entity_group: 'A', start: 0, end: 1, score: 0.49 },
      { entity_group: 'A', start: 1, end: 2, score: 0.5 },
      { entity_group: 'A', start: 2, end: 3 },
      { entity_group: 'A', start: 3, end: 4, score: NaN },
    ];
    expect(redactEntities('abcd', found, { min_score: 0.5 }).text).toBe('a[A_1][A_2][A_3]');
  });
});

describe('several texts', () => {
  test('known values keep their placeholders and new ones follow', () => {
    const next = 'Cy saw Bo.';
    const found = find(next, { ...labels, Cy: 'PERSON' });
    const result = redactEntities(next, found, { map: redacted.map });
    expect(result.text).toBe('[PERSON_3] saw [PERSON_2].');
    expect(result.map).toEqual({ ...redacted.map, '[PERSON_3]': 'Cy' });
  });

  test('the map passed in is not changed, and may come from JSON', () => {
    const map = Object.freeze(JSON.parse(JSON.stringify(redacted.map)));
    const result = redactEntities('Cy', find('Cy', { Cy: 'PERSON' }), { map });
    expect(result.text).toBe('[PERSON_3]');
    expect(Object.keys(map)).toHaveLength(3);
  });
});

describe('texts that hold what looks like a placeholder', () => {
  test('its number is not given to anything else', () => {
    const form = 'Ada wrote [PERSON_1].';
    const result = redactEntities(form, find(form, labels));
    expect(result.text).toBe('[PERSON_2] wrote [PERSON_1].');
    expect(restore(result.text, result.map)).toBe(form);
  });

  test('nor in a later text', () => {
    const form = 'Ada wrote [PERSON_2].';
    const first = redactEntities(form, find(form, labels));
    const second = redactEntities('Bo', find('Bo', labels), { map: first.map });
    expect(second.text).toBe('[PERSON_3]');
    expect(restore(first.text, second.map)).toBe(form);
  });

  test('it stays in later texts too, but where it is an entity it is replaced', () => {
    const { map } = redactEntities('See [Smith_2020].', []);
    const later = redactEntities('As [Smith_2020] says.', [], { map });
    expect(later.text).toBe('As [Smith_2020] says.');
    const found = [{ entity_group: 'Smith', start: 0, end: 12 }];
    expect(redactEntities('[Smith_2020]', found, { map }).text).toBe('[Smith_1]');
  });

  test('words on both sides of an entity are not taken for one', () => {
    const result = redactEntities('[X_Ada1]', find('[X_Ada1]', labels));
    expect(result).toMatchObject({ text: '[X_[PERSON_1]1]', map: { '[PERSON_1]': 'Ada' } });
    expect(Object.keys(result.map)).toHaveLength(1);
  });

  test('one that means something in an earlier text comes back as it was', () => {
    const form = 'Bo wrote [PERSON_1].';
    const result = redactEntities(form, find(form, labels), { map: redacted.map });
    expect(result.text).toBe('[PERSON_2] wrote [PERSON_3].');
    expect(result.entities.map(({ replacement }) => replacement)).toEqual(['[PERSON_2]']);
    expect(restore(result.text, result.map)).toBe(form);
  });

  test('a text redacted twice is restored twice', () => {
    const again = redactEntities(redacted.text, [], { map: redacted.map });
    const once = restore(again.text, again.map);
    expect(once).toBe(redacted.text);
    expect(restore(once, again.map)).toBe(text);
  });

  test('a value that looks like a placeholder is not replaced once more', () => {
    const odd = 'Ada and [PERSON_1] and Bo';
    const result = redactEntities(odd, find(odd, { ...labels, '[PERSON_1]': 'PERSON' }));
    expect(result.text).not.toContain('[PERSON_1]');
    expect(restore(result.text, result.map)).toBe(odd);
  });
});

describe('restore', () => {
  test('placeholders come back wherever a model put them', () => {
    const answer = 'In [PLACE_1], **[PERSON_2]** saw [PERSON_1]; [PERSON_2]! [PERSON_9] [PERSON_1';
    expect(restore(answer, redacted.map)).toBe(
      'In Paris, **Bo** saw Ada; Bo! [PERSON_9] [PERSON_1',
    );
  });

  test('a placeholder is not found within a longer one', () => {
    expect(restore('[P_10] [P_1]', { '[P_1]': 'one', '[P_10]': 'ten' })).toBe('ten one');
    // Made by hand, without an end.
    expect(restore('P10 P1', { P1: 'one', P10: 'ten' })).toBe('ten one');
  });

  test('originals and placeholders are taken as they are', () => {
    expect(restore('[A_1].*', { '[A_1]': "$& $1 $'", '.*': '\\d' })).toBe("$& $1 $'\\d");
    expect(restore('[A_1] [A_2]', { '[A_1]': '[A_2]', '[A_2]': '[A_1]' })).toBe('[A_2] [A_1]');
  });

  test('without a map entry the text stays', () => {
    expect(restore(text, {})).toBe(text);
    expect(restore('abc', { '': 'x' })).toBe('abc');
  });
});

describe('restoreEntities', () => {
  test('names each placeholder with its place, its label and what came back', () => {
    const { text: whole, entities } = restoreEntities(redacted.text, redacted.map);
    expect(whole).toBe(text);
    expect(entities[1]).toEqual({
      ...{ entity_group: 'PERSON', word: '[PERSON_2]', start: 15, end: 25 },
      ...{ replacement: 'Bo', position: 8 },
    });
    const originals = entities.map(({ entity_group, replacement, position }) => [
      ...[entity_group, whole.slice(position, position + replacement.length)],
    ]);
    expect(originals).toEqual([
      ...[
        ['PERSON', 'Ada'],
        ['PERSON', 'Bo'],
        ['PLACE', 'Paris'],
      ],
      ...[
        ['PERSON', 'Bo'],
        ['PERSON', 'Ada'],
      ],
    ]);
  });

  test('finds the placeholders of its map alone, in order', () => {
    const { entities } = restoreEntities('[PLACE_1] [OTHER_1] x[PERSON_1]y', redacted.map);
    expect(entities.map(({ word, start }) => [word, start])).toEqual([
      ['[PLACE_1]', 0],
      ['[PERSON_1]', 21],
    ]);
  });

  test('names no word that stands for itself', () => {
    const form = 'Ada wrote [PERSON_1].';
    const result = redactEntities(form, find(form, labels));
    const { entities } = restoreEntities(result.text, result.map);
    expect(entities.map(({ word }) => word)).toEqual(['[PERSON_2]']);
  });

  test('restores only one label, or several, with the option labels', () => {
    const place = '[PERSON_1] met [PERSON_2] in Paris. [PERSON_2] and [PERSON_1] left.';
    expect(restore(redacted.text, redacted.map, { labels: 'PLACE' })).toBe(place);
    expect(restore(redacted.text, redacted.map, { labels: ['PLACE', 'AGE'] })).toBe(place);
    expect(restore(redacted.text, redacted.map, { labels: ['PLACE', 'PERSON'] })).toBe(text);
    expect(restore(redacted.text, redacted.map, { labels: [] })).toBe(redacted.text);
    expect(restore(redacted.text, redacted.map, { labels: null })).toBe(text);
    const { entities } = restoreEntities(redacted.text, redacted.map, { labels: 'PLACE' });
    expect(entities.map(({ entity_group }) => entity_group)).toEqual(['PLACE']);
  });

  test('accepts a label as redaction was given it', () => {
    const found = [
      { entity_group: 'first [given] name', start: 0, end: 3 },
      { entity_group: 'LAST', start: 4, end: 6 },
    ];
    const result = redactEntities('Ada Bo', found);
    expect(restore(result.text, result.map, { labels: ['first [given] name'] })).toBe(
      'Ada [LAST_1]',
    );
  });
});

describe('restoreStream', () => {
  const map = { '[PER_1]': 'Ada', '[PER_11]': 'Charles', '[LOC_1]': '[PER_1]', '[X_1]': '[X_1]' };

  async function outOf(readable) {
    const out = [];
    for await (const piece of readable) out.push(piece);
    return out;
  }

  /** What comes out for these pieces. */
  async function piecesOf(pieces, ...args) {
    return outOf(ReadableStream.from(pieces).pipeThrough(restoreStream(...args)));
  }

  test('passes on what cannot be the beginning of a placeholder', async () => {
    const pieces = ['Dear [PE', 'R_1', '], [this', '] is [LOC_', '1] and [PER', '_2], [P'];
    expect(await piecesOf(pieces, map)).toEqual([
      ...['Dear ', 'Ada, [this', '] is ', '[PER_1] and ', '[PER_2], ', '[P'],
    ]);
  });

  test('gives the same as restore() for any pieces', async () => {
    const maps = [
      map,
      { a: '1', ab: '2', abc: '3', bcd: '4', ba: '5' },
      { aa: 'x', aab: '', 'b👍': '👎', '👍b': 'c' },
      {},
    ];
    const words = [
      'a',
      'b',
      'c',
      'd',
      '👍',
      '[',
      ']',
      '[PER_',
      '1',
      '[PER_1]',
      '[LOC_1]',
      '[X_1]',
      ' ',
    ];
    for (let seed = 0; seed < 400; ++seed) {
      const random = seeded(seed);
      const text = Array.from({ length: 12 }, () => random.pick(words)).join('');
      const pieces = [];
      for (let at = 0; at < text.length;) pieces.push(text.slice(at, (at += 1 + random.below(6))));
      for (const each of maps) {
        expect((await piecesOf(pieces, each)).join('')).toBe(restore(text, each));
      }
    }
  });

  test('takes the labels of restore(), and the map as it was', async () => {
    const grown = { ...map };
    const stream = restoreStream(grown, { labels: 'PER' });
    grown['[PER_1]'] = 'Eve';
    const writer = stream.writable.getWriter();
    writer.write('[LOC_1][PER_1]');
    writer.close();
    expect(await outOf(stream.readable)).toEqual(['[LOC_1]Ada']);
  });

  test('a wrong map, and a wrong piece', async () => {
    expect(() => restoreStream(['a'])).toThrow(input(/^map: expected an object/));
    expect(() => restoreStream({}, { label: 'PER' })).toThrow(input(/label/));
    await expect(piecesOf(['a', 7], map)).rejects.toThrow(input(/^piece: expected a string, got/));
  });
});

describe('positionMap', () => {
  const { toOriginal, toRedacted } = positionMap(redacted.text, redacted.map);

  test('says where a position of the redacted text is in the original, and back', () => {
    const at = (word) => [redacted.text.indexOf(word), text.indexOf(word)];
    for (const word of [' met ', ' in ', '. ', ' left', ' and ']) {
      const [after, before] = at(word);
      expect([word, toOriginal(after), toRedacted(before)]).toEqual([word, before, after]);
    }
    expect([toOriginal(0), toRedacted(0)]).toEqual([0, 0]);
    expect(toOriginal(redacted.text.length)).toBe(text.length);
    expect(toRedacted(text.length)).toBe(redacted.text.length);
  });

  test('a position within what was replaced goes to the end of what is there now', () => {
    expect(toRedacted(2)).toBe('[PERSON_1]'.length);
    expect(toOriginal(2)).toBe('Ada'.length);
  });

  test('without placeholders positions stay', () => {
    const same = positionMap('text', {});
    expect([same.toOriginal(3), same.toRedacted(3)]).toEqual([3, 3]);
  });

  test('follows the labels that are restored', () => {
    const options = { labels: 'PLACE' };
    const partly = restore(redacted.text, redacted.map, options);
    const map = positionMap(redacted.text, redacted.map, options);
    const [before, after] = [partly.indexOf(' left'), redacted.text.indexOf(' left')];
    expect([map.toOriginal(after), map.toRedacted(before)]).toEqual([before, after]);
  });

  test('also where a word that looked like a placeholder was replaced', () => {
    const form = 'Bo wrote [PERSON_10], and signed.';
    const map = { ...redacted.map, '[PERSON_10]': 'Cy' };
    const result = redactEntities(form, find(form, labels), { map });
    const positions = positionMap(result.text, result.map);
    expect(positions.toRedacted(form.indexOf('signed'))).toBe(result.text.indexOf('signed'));
    expect(positions.toOriginal(result.text.indexOf(','))).toBe(form.indexOf(','));
  });
});

describe('what is refused', () => {
  const at = (start, end) => [{ entity_group: 'A', start, end }];

  test.each([
    ['a text that is none', [7, []], /^text: .*a number/],
    ['entities that are none', ['a', {}], /^entities: .*object/],
    ['a token', ['a', [{ entity: 'B-A', start: 0, end: 1 }]], /entities\[0\]: .*entity_group/],
    ['null', ['a', [null]], /entities\[0\]/],
    ['a span beyond the text', ['abc', at(1, 4)], /entities\[0\]: .*1 to 4.*0 to 3/],
    ['a span before it', ['abc', at(-1, 2)], /-1 to 2/],
    ['a span that runs back', ['abc', at(2, 1)], /2 to 1/],
    ['a broken index', ['abc', at(0, 1.5)], /0 to 1.5/],
    ['an unknown action', ['a', [], { policy: 'hide' }], /^policy: .*placeholder, mask, keep/],
    ['an unknown action of a label', ['a', [], { policy: { A: 'hide' } }], /^policy of A: /],
    ['no policy', ['a', [], { policy: null }], /^policy/],
    ['a list of policies', ['a', [], { policy: ['mask'] }], /^policy/],
    ['a function that gives none', ['a', at(0, 1), { policy: () => null }], /^policy: .*null/],
    ['a score that is none', ['a', [], { min_score: '0.5' }], /^min_score: .*a string/],
    ['a map that is none', ['a', [], { map: [] }], /^map: .*array/],
    [
      'a map of numbers',
      ['a', [], { map: { '[A_1]': 1 } }],
      /^map: expected strings, got a number$/,
    ],
  ])('%s', (_, args, message) => {
    expect(() => redactEntities(...args)).toThrow(input(message));
  });

  test('restoring of no text, or without a map', () => {
    expect(() => restore(undefined, {})).toThrow(input(/^text/));
    expect(() => restore('a', null)).toThrow(input(/^map: .*null/));
    expect(() => restore('a', {}, { labels: [1] })).toThrow(input(/^labels: .*a number/));
    expect(() => positionMap('a', {}, { labels: true })).toThrow(input(/^labels: .*a boolean/));
  });
});

describe('for random texts', () => {
  // What could confuse: signs of patterns and replacements, brackets, halves of emoji and of
  // placeholders, other forms of one letter.
  const pieces = [
    ...[
      'Ada',
      'ADA',
      'Bo',
      ' ',
      '\n',
      '\t ',
      '[',
      ']',
      '[[',
      '_1]',
      '[PERSON_',
      '1',
      '2',
      '0',
      '_',
    ],
    ...['[PERSON_1]', '[PERSON_2]', '[PERSON_10]', '[X_Y_1]', '[[PERSON_1]]', '[__proto___1]'],
    ...[
      '$&',
      '$1',
      '$`',
      '\\',
      '.*',
      '(',
      '😀',
      '👩‍🚀',
      '\ud83d',
      '\ude00',
      'e\u0301',
      '\u00e9',
      'ﬁ',
      '█',
    ],
  ];
  const names = ['PERSON', 'PERSON', 'PERSON_1', 'X Y', '__proto__', 'a[b]', ''];

  function randomCase(random) {
    const whole = Array.from({ length: random.below(14) }, () => random.pick(pieces)).join('');
    const entities = Array.from({ length: random.below(6) }, () => {
      const start = random.below(whole.length + 1);
      const end = Math.min(whole.length, start + random.below(9));
      return { entity_group: random.pick(names), start, end, score: random.below(10) / 10 };
    });
    return { whole, entities };
  }

  test('restoring undoes redaction, also with the map of later texts', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const random = seeded(seed);
      let map = {};
      const done = [];
      for (let i = 0; i < 4; i++) {
        const { whole, entities } = randomCase(random);
        const result = redactEntities(whole, entities, { map });
        map = JSON.parse(JSON.stringify(result.map));
        done.push({ seed, whole, redacted: result.text });
        expect({ seed, restored: restore(result.text, map) }).toEqual({ seed, restored: whole });
      }
      for (const { whole, redacted: hidden } of done) {
        expect({ seed, restored: restore(hidden, map) }).toEqual({ seed, restored: whole });
      }
    }
  });

  test('nothing that an entity covers is left but white space, and all else is', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const { whole, entities } = randomCase(seeded(seed));
      const expected = [...whole.split('').entries()]
        .filter(([i]) => !entities.some(({ start, end }) => start <= i && i < end))
        .map(([, unit]) => unit)
        .join('');
      const result = redactEntities(whole, entities);
      let left = '';
      let end = 0;
      for (const { position, replacement } of result.entities) {
        left += result.text.slice(end, position);
        end = position + replacement.length;
      }
      left += result.text.slice(end);
      const visible = (string) => string.replace(/\s/g, '');
      expect({ seed, left: visible(left) }).toEqual({ seed, left: visible(expected) });
    }
  });

  test('each position outside of what was replaced has one in the other text, with the same character', () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = seeded(seed);
      const { map } = redactEntities(...Object.values(randomCase(random)));
      const { whole, entities } = randomCase(random);
      const result = redactEntities(whole, entities, { map });
      const { toOriginal, toRedacted } = positionMap(result.text, result.map);
      const replaced = restoreEntities(result.text, result.map).entities;
      for (let i = 0; i <= result.text.length; i++) {
        const isWithin = replaced.some(({ start, end }) => start < i && i < end);
        const isStart = replaced.some(({ start }) => start === i);
        if (isWithin) continue;
        const at = { seed, position: i, unit: isStart ? null : result.text[i] };
        const original = toOriginal(i);
        const unit = isStart ? null : whole[original];
        expect({ seed, position: toRedacted(original), unit }).toEqual(at);
      }
    }
  });

  test('masked, a text has no way back but keeps what no entity covers', () => {
    for (let seed = 0; seed < 500; seed++) {
      const { whole, entities } = randomCase(seeded(seed));
      const result = redactEntities(whole, entities, { policy: 'mask' });
      expect(restore(result.text, result.map)).toBe(result.text);
    }
  });
});
