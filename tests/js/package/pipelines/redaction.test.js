// redact() and restore(), over a head that finds what the test says.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { pipeline, redactEntities, restore } from '../../../../dist/node.js';
import { bundledModel, cleanUp } from '../../../support/models.mjs';
import { secret } from '../../../support/pipeline_facts.mjs';
import { scripted } from '../../../support/tiny_models.mjs';

const labels = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
/** The tokens that are found: any other is 'O', with certainty. */
const script = {
  '*': [9, 0, 0, 0, 0],
  Ġto: [0, 0, 9, 0, 0],
  ĠTo: [0, 9, 0, 0, 0],
  ĠLondon: [0, 0, 0, 9, 0],
  ĠParis: [0, 0, 0, 2, 0],
  Ġred: [0, 0, 0, 0, 9],
};

let find;
let short;
beforeAll(async () => {
  const architecture = 'DebertaForTokenClassification';
  find = await pipeline('ner', scripted(architecture, script, { labels }), { threads: 1 });
  const folder = scripted(architecture, script, { labels, maxLength: 40 });
  short = await pipeline('ner', folder, { threads: 1 });
});
afterAll(async () => {
  await find.dispose();
  await short.dispose();
  cleanUp();
});

const text = 'by To to in London, Paris red and London.';

describe('redact', () => {
  test('puts a placeholder for each value, and says what each stands for', async () => {
    const result = await find.redact(text);
    expect(result.text).toBe('by [PER_1] in [LOC_1], [LOC_2] and [LOC_1].');
    expect(result.map).toEqual({
      '[PER_1]': 'To to',
      '[LOC_1]': 'London',
      '[LOC_2]': 'Paris red',
    });
    expect(Object.keys(result).sort()).toEqual(['entities', 'map', 'text']);
    expect(result.entities[0]).toEqual({
      entity_group: 'PER',
      score: expect.any(Number),
      word: 'To to',
      start: 3,
      end: 8,
      replacement: '[PER_1]',
      position: 3,
    });
    expect(restore(result.text, result.map)).toBe(text);
  });

  test("a possessive stays in the text: London and London's have one placeholder", async () => {
    const { text: redacted, map } = await find.redact("by London's To, London’s Paris, LONDON");
    expect(redacted).toBe("by [LOC_1]'s [PER_1], [LOC_1]’s [LOC_2], LONDON");
    expect(map).toEqual({ '[LOC_1]': 'London', '[LOC_2]': 'Paris', '[PER_1]': 'To' });
  });

  test('with checks: what the form of a number or an address says', async () => {
    const note = 'by To to, card 4111 1111 1111 1111, not 4111 1111 1111 1112, red@example.org';
    const { text: redacted, map } = await find.redact(note, { checks: true });
    expect(redacted).toBe('by [PER_1], card [CREDIT_CARD_1], not 4111 1111 1111 1112, [EMAIL_1]');
    expect(restore(redacted, map)).toBe(note);
  });

  test('leaves nothing in clear that any window found, however long it is', async () => {
    for (const lead of [0, 3, 7, 12, 20, 33]) {
      const long = `by${' in'.repeat(lead)} To${' to'.repeat(90)} in in`;
      const result = await short.redact(long);
      expect(result.text).toBe(`by${' in'.repeat(lead)} [PER_1] in in`);
      expect(restore(result.text, result.map)).toBe(long);
    }
  });

  test('options that are undefined have their defaults', async () => {
    const options = { aggregation_strategy: undefined, stride: undefined, policy: undefined };
    expect(await find.redact(text, options)).toEqual(await find.redact(text));
    expect(await find.redact(text, null)).toEqual(await find.redact(text));
  });

  test('is redactEntities() of what the pipeline finds', async () => {
    const entities = await find(text, { aggregation_strategy: 'simple' });
    const { text: redacted, map } = redactEntities(text, entities);
    expect(await find.redact(text)).toMatchObject({ text: redacted, map });
  });

  test.each([
    ['placeholder', 'by [PER_1] in [LOC_1], [LOC_2] and [LOC_1].'],
    ['mask', 'by █████ in ██████, █████████ and ██████.'],
    ['keep', text],
    [{ PER: 'mask', LOC: 'keep' }, 'by █████ in London, Paris red and London.'],
    [{ PER: 'keep' }, 'by To to in [LOC_1], [LOC_2] and [LOC_1].'],
    [{ PER: 'placeholder', '*': 'keep' }, 'by [PER_1] in London, Paris red and London.'],
    [
      ({ entity_group, start }) => `<${entity_group}@${start}>`,
      'by <PER@3> in <LOC@12>, <LOC@20> and <LOC@34>.',
    ],
    [
      { LOC: (entity, whole) => whole.slice(entity.start, entity.start + 1) },
      'by [PER_1] in L, P and L.',
    ],
  ])('policy %p', async (policy, wanted) => {
    const result = await find.redact(text, { policy });
    expect(result.text).toBe(wanted);
    // Only placeholders can be undone: they, and nothing else, are in the map.
    const placeholders = new Set(wanted.match(/\[[A-Z]+_\d\]/g) ?? []);
    expect(Object.keys(result.map).sort()).toEqual([...placeholders].sort());
  });

  test('min_score leaves what is less certain', async () => {
    // Paris has a logit of 2 against four zeros: e² / (e² + 4) = 0.65.
    const one = 'in Paris or London';
    expect((await find.redact(one, { min_score: 0.6 })).text).toBe('in [LOC_1] or [LOC_2]');
    expect((await find.redact(one, { min_score: 0.7 })).text).toBe('in Paris or [LOC_1]');
  });

  test('merge_spellings has one placeholder for all', async () => {
    const spellings = 'by to, To and  to';
    expect((await find.redact(spellings)).text).toBe('by [PER_1], [PER_2] and  [PER_1]');
    const merged = await find.redact(spellings, { merge_spellings: true });
    expect(merged.text).toBe('by [PER_1], [PER_1] and  [PER_1]');
    expect(merged.map).toEqual({ '[PER_1]': 'to' });
  });

  test('all_mentions replaces what is known, where the model does not find it', async () => {
    const map = { '[PER_7]': 'Maria Garcia' };
    const note = 'Maria Garcia, in Paris';
    expect((await find.redact(note, { map })).text).toBe('Maria Garcia, in [LOC_1]');
    const result = await find.redact(note, { map, all_mentions: true });
    expect(result.text).toBe('[PER_7], in [LOC_1]');
    expect(restore(result.text, result.map)).toBe(note);
  });

  test('takes the options of token classification', async () => {
    expect((await find.redact(text, { ignore_labels: ['O', 'LOC'] })).text).toBe(
      'by [PER_1] in London, Paris red and London.',
    );
    // A word by its first token, without the punctuation around it.
    const { text: redacted, map } = await find.redact(text, { aggregation_strategy: 'first' });
    expect(redacted).toBe('by [PER_1] in [LOC_1], [LOC_2] and [LOC_1].');
    expect(restore(redacted, map)).toBe(text);
  });

  test('a text in which nothing is found stays', async () => {
    for (const plain of ['', 'nothing', '😀 \ud800']) {
      expect(await find.redact(plain)).toEqual({ text: plain, map: {}, entities: [] });
    }
  });
});

describe('a map over several texts', () => {
  const letters = [
    'for to in London',
    'from London, on Paris',
    'again to of London, and Paris; a [LOC_2] and a [PER_9]',
    'the Paris of to',
  ];

  test('names the same the same, and restores each with the last map', async () => {
    let map = {};
    const redacted = [];
    for (const letter of letters) {
      const before = structuredClone(map);
      const result = await find.redact(letter, { map });
      expect(map).toEqual(before); // not changed
      ({ map } = result);
      redacted.push(result.text);
    }
    expect(redacted).toEqual([
      'for [PER_1] in [LOC_1]',
      'from [LOC_1], on [LOC_2]',
      // What looked like a placeholder of another text is redacted itself.
      'again [PER_1] of [LOC_1], and [LOC_2]; a [LOC_3] and a [PER_9]',
      'the [LOC_2] of [PER_1]',
    ]);
    expect(redacted.map((each) => restore(each, map))).toEqual(letters);
  });

  test('restores what a language model made of it', async () => {
    const { text: redacted, map } = await find.redact(letters[0]);
    const answer = `Dear [PER_1], dear [PER_1]! ${redacted}? [LOC_7]`;
    expect(restore(answer, map)).toBe('Dear to, dear to! for to in London? [LOC_7]');
  });

  test('is plain data', async () => {
    const { text: redacted, map } = await find.redact(letters[0]);
    expect(restore(redacted, JSON.parse(JSON.stringify(map)))).toBe(letters[0]);
  });
});

describe('a text of any length', () => {
  const entity = ' to to to to to';

  test.each(Array.from({ length: 45 }, (_, i) => i))(
    'an entity is whole where %i tokens stand before it',
    async (count) => {
      const long = `${'x'.padEnd(2 * count + 1, ' x')}${entity}${' y'.repeat(60)}`;
      const { text: redacted, map } = await short.redact(long);
      expect(redacted).toBe(long.replace(entity, ' [PER_1]'));
      expect(map).toEqual({ '[PER_1]': entity.trim() });
      expect(restore(redacted, map)).toBe(long);
    },
  );

  test('is read to its end', async () => {
    const long = 'on London one two three four five '.repeat(100);
    const { text: redacted, entities } = await short.redact(long);
    expect(redacted).toBe(long.replaceAll('London', '[LOC_1]'));
    expect(entities).toHaveLength(100);
  });

  test('is not half read: with stride 0 it is refused', async () => {
    const long = `${'x '.repeat(100)}in London`;
    await expect(short.redact(long, { stride: 0 })).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/stride/),
    });
    expect((await short.redact('in London', { stride: 0 })).text).toBe('in [LOC_1]');
  });
});

describe('the bundled model', () => {
  let ner;
  beforeAll(async () => {
    ner = await pipeline('token-classification', bundledModel, { threads: 1 });
  });
  afterAll(() => ner.dispose());

  test('comes back exactly, whatever stands around', async () => {
    const letter = 'Write to Ada Lovelace at ada@example.org or +44 20 7946 0958.';
    const texts = [
      letter,
      `😀 é\u0301\ud800 ${letter}\n\n[PERSON_1] $& $1 \\ ${letter.toUpperCase()}\u0000`,
      `${letter} `.repeat(30),
      letter.split('').join('\u200b'),
    ];
    let map = {};
    const redacted = [];
    for (const each of texts) {
      const result = await ner.redact(each, { map });
      ({ map } = result);
      redacted.push(result.text);
      for (const { start, end, position, replacement } of result.entities) {
        expect(each.slice(start, end)).not.toBe('');
        expect(result.text.slice(position, position + replacement.length)).toBe(replacement);
      }
    }
    expect(redacted[0]).toBe('Write to [PERSON_1] at [EMAIL_1] or [PHONE_1].');
    expect(redacted[2]).not.toContain('Lovelace');
    expect(redacted.map((each) => restore(each, map))).toEqual(texts);
  });
});

describe('a call', () => {
  test('can be aborted, and the next one is answered', async () => {
    const signal = AbortSignal.abort();
    await expect(find.redact(text, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    const abort = new AbortController();
    const first = find.redact(text);
    const running = find.redact('one two three '.repeat(20_000), { signal: abort.signal });
    running.catch(() => {}); // looked at below
    await first;
    abort.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError', code: 'ABORTED' });
    expect((await find.redact('in London')).text).toBe('in [LOC_1]');
  });

  const wrong = [
    ['text', [7]],
    ['text', [undefined]],
    ['text', [[`in London ${secret}`]]],
    ['policy', [secret, { policy: 'remove' }]],
    ['policy of PER', [secret, { policy: { PER: 'remove' } }]],
    ['policy', [`${secret} in London`, { policy: () => 7 }]],
    ['min_score', [secret, { min_score: 'high' }]],
    ['min_score', [secret, { min_score: NaN }]],
    ['map', [secret, { map: [] }]],
    ['map', [secret, { map: { '[PER_1]': 7 } }]],
    ['merge_spellings', [secret, { merge_spellings: 'yes' }]],
    ['all_mentions', [secret, { all_mentions: 1 }]],
    ['aggregation_strategy', [secret, { aggregation_strategy: 'none' }]],
    ['stride', [secret, { stride: -1 }]],
  ];
  test.each(wrong)('refuses a wrong %s (%#)', async (argument, args) => {
    const error = await find.redact(...args).then(
      (result) => new Error(`answered ${result.text}`),
      (failure) => failure,
    );
    expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT' });
    expect(error.message).toContain(argument);
    expect(error.message).not.toContain(secret);
  });

  test('is there for token classification alone', async () => {
    const other = await pipeline('feature-extraction', bundledModel, { threads: 1 });
    expect(other.redact).toBeUndefined();
    await other.dispose();
  });
});
