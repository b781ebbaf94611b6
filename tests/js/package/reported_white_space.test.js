// Names between white space of all kinds, with the bundled model: reports 01 and 03 of ../shared.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { pipeline, restore } from '../../../dist/node.js';
import { bundledModel } from '../../support/models.mjs';
import { report } from '../../support/reports.mjs';

let find;
beforeAll(async () => {
  find = await pipeline('ner', bundledModel, { threads: 1 });
});
afterAll(() => find.dispose());

/** What of a text's span the redaction has left in clear. */
const inClear = ({ entities }, text, [start, end]) =>
  [...Array(end - start).keys()]
    .map((i) => start + i)
    .filter((at) => !entities.some((entity) => entity.start <= at && at < entity.end))
    .map((at) => text[at])
    .filter((character) => /[\p{L}\p{N}]/u.test(character));

const hidden = report('03-white-space-hides-names.json');
(hidden ? describe : describe.skip)('a name is redacted whole', () => {
  test.each((hidden?.cases ?? []).map(({ what, texts }) => [what, texts]))(
    '%s',
    async (_, texts) => {
      expect(texts.length).toBeGreaterThan(5);
      for (const { text, name } of texts) {
        const redaction = await find.redact(text);
        expect([text, inClear(redaction, text, name)]).toEqual([text, []]);
        expect(restore(redaction.text, redaction.map)).toBe(text);
      }
    },
  );
});

describe('what is found with single spaces is found whatever stands in their place', () => {
  const names = ['Ingrid Solberg', 'Mateo Alvarez', 'Keiko Tanaka', 'Daniel Okoro', 'Priya Sharma'];
  const frames = [
    '@ sent the invoice on Monday.',
    'Please ask @ for the key.',
    'Dear @, thank you.',
  ];
  const texts = names.flatMap((name) => frames.map((frame) => [frame.replace('@', name), name]));
  const ways = {
    'two spaces': (text) => text.replaceAll(' ', '  '),
    'no-break spaces': (text) => text.replaceAll(' ', '\u00a0'),
    'no-break space and space': (text) => text.replaceAll(' ', '\u00a0 '),
    tabs: (text) => text.replaceAll(' ', '\t'),
    'ideographic spaces': (text) => text.replaceAll(' ', '\u3000'),
    'a zero-width space behind each': (text) => text.replaceAll(' ', ' \u200b'),
    'a soft hyphen in each long word': (text) =>
      text.replace(/(\p{L}{3})(\p{L}{3})/gu, '$1\u00ad$2'),
    'a byte order mark before it': (text) => `\ufeff${text}`,
  };
  test.each(Object.entries(ways))('%s', async (_, way) => {
    let plain = 0;
    for (const [text, name] of texts) {
      const at = text.indexOf(name);
      if (inClear(await find.redact(text), text, [at, at + name.length]).length) continue;
      ++plain;
      const other = way(text);
      const start = other.indexOf(way(name).replace('\ufeff', ''));
      expect(start).toBeGreaterThanOrEqual(0);
      const end = start + way(name).replace('\ufeff', '').length;
      const redaction = await find.redact(other);
      expect([other, inClear(redaction, other, [start, end])]).toEqual([other, []]);
      expect(restore(redaction.text, redaction.map)).toBe(other);
      for (const { word, ...entity } of redaction.entities) {
        expect(word).toBe(other.slice(entity.start, entity.end));
      }
    }
    expect(plain).toBeGreaterThanOrEqual(texts.length * 0.9);
  });
});

const words = report('01-words-end-at-white-space.json');
(words ? describe : describe.skip)('words end at line ends', () => {
  test.each(
    (words?.with_pii_tiny ?? []).map(({ text, strategy, expected }) => [text, strategy, expected]),
  )('%j, %s', async (text, strategy, expected) => {
    const entities = await find(text, { aggregation_strategy: strategy });
    expect(entities.map(({ entity_group, word }) => [entity_group, word])).toEqual(expected);
  });
});
