// js/redaction/checks.js: what becomes of a model's entities.
import { describe, expect, test } from '@jest/globals';

import { kindOfLabel, kinds, withChecks } from '../../../js/redaction/checks.js';

const card = '4111 1111 1111 1111';
const iban = 'DE89 3704 0044 0532 0130 00';

/** An entity of the text. */
function entity(text, word, entity_group, score = 0.5) {
  const start = text.indexOf(word);
  return { entity_group, score, word, start, end: start + word.length };
}

/** What is left, as "LABEL text". */
function checked(text, entities, labels = kinds) {
  const all = entities.map(([word, label, score]) => entity(text, word, label, score));
  return withChecks(text, all, labels).map(({ entity_group, word, start, end }) => {
    expect(text.slice(start, end)).toBe(word);
    return `${entity_group} ${word}`;
  });
}

test('labels name kinds in several ways', () => {
  for (const [label, kind] of [
    ...[
      ['EMAIL', 'EMAIL'],
      ['E-Mail address', 'EMAIL'],
      ['email', 'EMAIL'],
      ['website', 'URL'],
    ],
    ...[
      ['IP_ADDRESS', 'IP_ADDRESS'],
      ['ip address', 'IP_ADDRESS'],
      ['IBAN_CODE', 'IBAN'],
    ],
    ...[
      ['CREDIT_CARD', 'CREDIT_CARD'],
      ['credit card number', 'CREDIT_CARD'],
    ],
    ...[
      ['card', undefined],
      ['bank account number', undefined],
      ['PERSON', undefined],
      ['', undefined],
    ],
  ]) {
    expect([label, kindOfLabel(label)]).toEqual([label, kind]);
  }
  for (const kind of kinds) expect(kindOfLabel(kind)).toBe(kind);
});

describe('sums', () => {
  test('what has no valid sum is no card and no IBAN', () => {
    const text = 'Order 1234 5678 9012 3456 of AB12 3456';
    const found = [
      ['1234 5678 9012 3456', 'CREDIT_CARD'],
      ['AB12 3456', 'IBAN'],
    ];
    expect(checked(text, found)).toEqual([]);
    expect(checked(text, [['1234 5678 9012 3456', 'PHONE']])).toEqual([
      'PHONE 1234 5678 9012 3456',
    ]);
  });

  test('a valid sum raises the score, by as much as chance allows', () => {
    const text = `${card}, ${iban}`;
    const [first, second] = withChecks(
      text,
      [entity(text, card, 'CREDIT_CARD', 0.5), entity(text, iban, 'IBAN', 0.25)],
      kinds,
    );
    expect(first.score).toBeCloseTo(0.5 / (0.5 + 0.5 / 10), 12);
    expect(second.score).toBeCloseTo(0.25 / (0.25 + 0.75 / 97), 12);
    for (const score of [0, 1]) {
      expect(withChecks(card, [entity(card, card, 'CREDIT_CARD', score)], kinds)[0].score).toBe(
        score,
      );
    }
  });

  test('an account that is no IBAN is not checked', () => {
    expect(checked('account 12345678', [['12345678', 'bank account number']])).toEqual([
      'bank account number 12345678',
    ]);
  });
});

describe('patterns', () => {
  test('add what the model missed, with the first label that names the kind', () => {
    const text = `ada@example.org ${card} ${iban} www.example.org 10.0.0.1`;
    expect(withChecks('to ada@example.org', [], kinds)).toEqual([
      { entity_group: 'EMAIL', score: 1, word: 'ada@example.org', start: 3, end: 18 },
    ]);
    expect(checked(text, [])).toEqual([
      ...['EMAIL ada@example.org', `CREDIT_CARD ${card}`, `IBAN ${iban}`],
      ...['URL www.example.org', 'IP_ADDRESS 10.0.0.1'],
    ]);
    expect(checked(text, [], ['person', 'email', 'bank account number', 'EMAIL'])).toEqual([
      ...['email ada@example.org', `bank account number ${iban}`],
    ]);
    expect(checked(text, [], [])).toEqual([]);
  });

  test('replace what they cover', () => {
    const text = `Write to ada@example.org about ${card}`;
    const found = [
      ['ada', 'PERSON'],
      ['example.org', 'URL'],
      ['4111 1111', 'PHONE'],
      [card, 'PHONE'],
    ];
    expect(checked(text, found)).toEqual(['EMAIL ada@example.org', `CREDIT_CARD ${card}`]);
  });

  test('leave what the model found of their kind, and what reaches beyond them', () => {
    const text = 'Ada <ada@example.org>, bob@example.org now';
    const both = 'ada@example.org>, bob@example.org';
    expect(checked(text, [['ada@example.org', 'EMAIL', 0.7]])[0]).toBe('EMAIL ada@example.org');
    expect(withChecks(text, [entity(text, 'bob@example.org', 'EMAIL', 0.7)], kinds)[1].score).toBe(
      0.7,
    );
    expect(checked(text, [[both, 'EMAIL']])).toEqual([`EMAIL ${both}`]);
    expect(checked(text, [[both, 'PERSON']])).toEqual([
      ...[`PERSON ${both}`, 'EMAIL ada@example.org', 'EMAIL bob@example.org'],
    ]);
    expect(checked(text, [['bob@example.org now', 'URL']])).toEqual([
      ...['EMAIL ada@example.org', 'URL bob@example.org now', 'EMAIL bob@example.org'],
    ]);
  });

  test('a card that was found in part is found whole', () => {
    expect(checked(`card ${card}`, [['4111 1111', 'CREDIT_CARD']])).toEqual([
      `CREDIT_CARD ${card}`,
    ]);
  });
});

test('nothing makes nothing, and the entities given stay as they are', () => {
  expect(withChecks('', [], kinds)).toEqual([]);
  const text = `pay ${card}`;
  const given = [entity(text, card, 'CREDIT_CARD')];
  const copy = structuredClone(given);
  withChecks(text, given, kinds);
  expect(given).toEqual(copy);
});
