// js/pipelines/extraction: what the core is asked for GLiNER2, and what becomes of its answers.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { extractionsOf } from '../../../js/pipelines/extraction/extraction.js';
import { caseExpected, caseFolder, gliner2Names } from '../../support/gliner_cases.mjs';

/** A session that keeps what it is asked, and answers each text with these tasks, one list for each chunk. */
function fake(chunks = [], truncated = false) {
  const session = {
    asked: [],
    config: {},
    async run(name, strings, options, signal) {
      session.asked.push({ name, strings, options, signal });
      return strings.slice(options.schema_strings).map(() => ({
        truncated,
        tokens: 1,
        chunks: chunks.map((tasks) => ({ start: 0, end: 1, tasks })),
      }));
    },
  };
  return session;
}

/** What the core is asked, as plain lists. */
async function asked(method, ...args) {
  // Answers for all tasks of any kind.
  const any = Array(9).fill({ scores: [1], count: 0, steps: [] });
  const session = fake([any]);
  await extractionsOf(session)[method](...args);
  return session.asked.map(({ name, strings, options }) => ({
    name,
    strings,
    ...Object.fromEntries(
      Object.entries(options).map(([key, value]) => [
        key,
        ArrayBuffer.isView(value) ? Array.from(value, (x) => Math.round(x * 1e4) / 1e4) : value,
      ]),
    ),
  }));
}

const marks = ['[C]', '[E]', '[R]', '[L]'];

/** The entries of each task, as the core composes them from what it is asked. */
function entriesOf({ strings, prefix, tasks }) {
  const rest = strings.slice(prefix);
  const entries = [];
  for (let i = 0; i < tasks.length; i += 3) {
    const [head, ...labels] = rest.splice(0, tasks[i + 1] + 1);
    const marked = labels.flatMap((label) => [marks[tasks[i]], label]);
    entries.push(['(', '[P]', head, '(', ...marked, ')', ')']);
  }
  return entries;
}

describe('prompts are the reference’s', () => {
  test.each(gliner2Names)('%s', async (name) => {
    const { schema, encoded } = caseExpected(name);
    for (const { prefix, schemas } of encoded) {
      const [call] = await asked('extract', 'text', schema);
      expect(call.strings.slice(0, call.prefix)).toEqual(prefix);
      expect(entriesOf(call)).toEqual(schemas.map(({ entries }) => entries));
    }
  });

  const table = join(caseFolder('gliner2_tokens') ?? '', 'tokens.json');
  const testTable = existsSync(table) ? test : test.skip;
  testTable('of the table of tokens', async () => {
    const { rows } = JSON.parse(readFileSync(table, 'utf8'));
    expect(rows.length).toBeGreaterThan(20);
    for (const { schema, prefix, entries } of rows) {
      const [call] = await asked('extract', 'text', schema);
      expect(call.strings.slice(0, call.prefix)).toEqual(prefix);
      expect(entriesOf(call)).toEqual(entries);
    }
  });
});

describe('the core is asked', () => {
  test('for all tasks in the order of the prompt, with their numbers', async () => {
    const [call] = await asked(
      'extract',
      'text',
      {
        classifications: {
          tone: ['formal', 'casual'],
          topics: { labels: ['a', 'b'], multi_label: true },
          mood: { labels: ['c'], class_act: 'sigmoid' },
        },
        relations: { 'based in': { threshold: 0.7 }, makes: 'who makes what' },
        entities: { person: 'a human', city: { threshold: 0.25, dtype: 'str' } },
        structures: { product: ['name::str', 'kind::[a|( |B]', 'maker', 'size::[B|c]::list'] },
      },
      { threshold: 0.6 },
    );
    expect(call).toEqual({
      name: 'extraction',
      strings: [
        ...['(', 'product:', 'kind', '(', 'a', '|', '(', '|', 'B', ')'],
        ...[',', 'size', '(', 'B', '|', 'c', ')', ')'],
        ...['product', 'name', 'kind', 'maker', 'size'],
        ...['entities [DESCRIPTION] person: a human', 'person', 'city'],
        ...['based in', 'head', 'tail'],
        ...['makes', 'head', 'tail'],
        ...['tone', 'formal', 'casual'],
        ...['topics', 'a', 'b'],
        ...['mood', 'c'],
        'text',
      ],
      schema_strings: 40,
      prefix: 18,
      tasks: [
        [0, 4, 0],
        [1, 2, 0],
        [2, 2, 0],
        [2, 2, 0],
        [3, 2, 0],
        [3, 2, 1],
        [3, 1, 1],
      ].flat(),
      thresholds: [
        ...[0.6, 0.6, 0.6, 0.6],
        ...[0.6, 0.25],
        ...[0.7, 0.7, 0.6, 0.6],
        ...[0.6, 0.6, 0.6, 0.6, 0.6],
      ],
      firsts: [1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0],
      choice_counts: [0, 3, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      choices: [4, 0, 8, 8, 15],
      max_words: null,
      chunk_words: null,
      chunk_overlap: 0,
    });
  });

  test('with limits of words, or in chunks', async () => {
    const limits = async (...args) => {
      const [{ max_words, chunk_words, chunk_overlap }] = await asked(...args);
      return { max_words, chunk_words, chunk_overlap };
    };
    expect(await limits('extract_entities', 'text', 'a', { max_len: 12 })).toEqual({
      ...{ max_words: 12, chunk_words: null, chunk_overlap: 0 },
    });
    expect(await limits('extract_entities_long', 'text', 'a')).toEqual({
      ...{ max_words: null, chunk_words: 384, chunk_overlap: 64 },
    });
    const chunks = { chunk_size: 14, chunk_overlap: 5 };
    expect(await limits('batchExtractEntitiesLong', ['text'], 'a', chunks)).toEqual({
      ...{ max_words: null, chunk_words: 14, chunk_overlap: 5 },
    });
  });

  test('for batches of texts', async () => {
    const texts = Array.from({ length: 10 }, (_, i) => `text ${i}`);
    const sizes = async (options) =>
      (await asked('batch_classify_text', texts, { a: ['b'] }, options)).map(
        ({ strings, schema_strings }) => strings.length - schema_strings,
      );
    expect(await sizes()).toEqual([8, 2]);
    expect(await sizes({ batch_size: 4 })).toEqual([4, 4, 2]);
    expect(await asked('batch_classify_text', [], { a: ['b'] })).toEqual([]);
  });

  test('nothing where nothing is looked for', async () => {
    const session = fake();
    const model = extractionsOf(session);
    expect(await model.extract_entities('text', [])).toEqual({});
    expect(await model.classify_text('text', {})).toEqual({});
    expect(await model.extract_json('text', {})).toEqual({});
    expect(await model.extract_relations('text', [])).toEqual({});
    expect(await model.batch_extract(['a', 'b'], model.create_schema())).toEqual([{}, {}]);
    expect(session.asked).toEqual([]);
  });

  test('with a schema for each text', async () => {
    const schemas = [{ entities: ['a'] }, { relations: 'b' }];
    const calls = await asked('batch_extract', ['one', 'two'], schemas);
    expect(calls.map(({ strings }) => strings)).toEqual([
      ['entities', 'a', 'one'],
      ['b', 'head', 'tail', 'two'],
    ]);
  });
});

describe('a schema', () => {
  test('may be built, or be an object in the forms of Python', async () => {
    const model = extractionsOf(fake());
    const built = model
      .createSchema()
      .classification('tone', ['formal'], { multi_label: true, prompt: 'how is it said' })
      .structure('product')
      .field('name', { dtype: 'str', description: 'its name' })
      .field('kind', { choices: ['a', 'b'] })
      .entities(['company'])
      .entities({ city: 'a town', company: { dtype: 'str' } }, { threshold: 0.3 })
      .relations('based in', { threshold: 0.4 });
    const written = {
      entities: {
        company: { dtype: 'str', threshold: 0.3 },
        city: { description: 'a town', threshold: 0.3 },
      },
      structures: {
        product: {
          fields: [
            { name: 'name', dtype: 'str', description: 'its name' },
            { name: 'kind', choices: ['a', 'b'] },
          ],
        },
      },
      classifications: [
        { task: 'tone', labels: ['formal'], multi_label: true, prompt: 'how is it said' },
      ],
      relations: { 'based in': { threshold: 0.4 } },
    };
    const call = await asked('extract', 'text', built);
    expect(await asked('extract', 'text', written)).toEqual(call);
    expect(call[0].firsts).toEqual([1, 0, 0, 0, 1, 1, 0]);
  });

  test('has classes with descriptions, with and without options', async () => {
    const head = async (tasks) => (await asked('classify_text', 'text', tasks))[0].strings[0];
    const classes = { sports: 'games', arts: '' };
    const described = 'topic [DESCRIPTION] sports: games [DESCRIPTION] arts: ';
    expect(await head({ topic: classes })).toBe(described);
    expect(await head({ topic: { labels: classes } })).toBe(described);
    const examples = [
      ['I won', 'sports'],
      ['I lost', 'other'],
    ];
    expect(await head({ topic: { labels: ['sports'], prompt: 'which', examples } })).toBe(
      'topic: which [EXAMPLE] I won [OUTPUT] sports',
    );
  });
});

const text = 'Ada met Bob, and ada left.';
const ada = { start: 0, end: 3, score: 0.9 };
const bob = { start: 8, end: 11, score: 0.8 };
const again = { start: 17, end: 20, score: 0.7 };

/** Calls a method of a model that finds this. */
const found = (chunks, method, wanted, options) =>
  extractionsOf(fake(chunks))[method](text, wanted, options);

describe('entities', () => {
  const chunk = [{ count: 2, steps: [[[ada, bob, again], []]] }];
  const of = (options, wanted = ['person', 'city']) =>
    found([chunk], 'extract_entities', wanted, options);

  test('are texts, each once; or also have their confidences and places', async () => {
    expect(await of()).toEqual({ entities: { person: ['Ada', 'Bob'], city: [] } });
    expect(await of({ include_confidence: true })).toEqual({
      entities: {
        person: [
          { text: 'Ada', confidence: 0.9 },
          { text: 'Bob', confidence: 0.8 },
        ],
        city: [],
      },
    });
    expect(await of({ include_spans: true })).toEqual({
      entities: {
        person: [
          { text: 'Ada', start: 0, end: 3 },
          { text: 'Bob', start: 8, end: 11 },
          { text: 'ada', start: 17, end: 20 },
        ],
        city: [],
      },
    });
    const { entities } = await of({ include_spans: true, include_confidence: true });
    expect(entities.person[2]).toEqual({ text: 'ada', confidence: 0.7, start: 17, end: 20 });
  });

  test('of one result are the best, or null', async () => {
    const wanted = { person: { dtype: 'str' }, city: { dtype: 'str' } };
    expect(await of({}, wanted)).toEqual({ entities: { person: 'Ada', city: null } });
  });

  test('are none where the model counts none', async () => {
    const none = [{ count: 0, steps: [] }];
    expect(await found([none], 'extract_entities', ['a'])).toEqual({ entities: {} });
  });

  test('have any name', async () => {
    const wanted = JSON.parse('{"__proto__": "x"}');
    const { entities } = await found(
      [[{ count: 1, steps: [[[ada]]] }]],
      'extract_entities',
      wanted,
    );
    expect(Object.entries(entities)).toEqual([['__proto__', ['Ada']]]);
  });

  test('say whether words were dropped', async () => {
    const cut = await extractionsOf(fake([chunk], true)).extract_entities(text, ['a', 'b']);
    expect(cut.truncated).toBe(true);
    expect(JSON.stringify(cut)).toBe('{"entities":{"a":["Ada","Bob"],"b":[]}}');
    expect((await of()).truncated).toBe(false);
  });
});

describe('classes', () => {
  const of = (scores, task, options) => found([[{ scores }]], 'classify_text', { task }, options);
  const labels = ['a', 'b', 'c'];
  const confident = { include_confidence: true };

  test('one: the most probable', async () => {
    expect(await of([0.2, 0.5, 0.3], labels)).toEqual({ task: 'b' });
    expect(await of([0.25, 0.5, 0.25], { labels }, confident)).toEqual({
      task: { label: 'b', confidence: 0.5 },
    });
    expect(await of([0.4, 0.4, 0.2], labels)).toEqual({ task: 'a' });
  });

  test('several: those above the threshold, or the most probable', async () => {
    const several = { labels, multi_label: true };
    expect(await of([0.5, 0.4, 0.9], several)).toEqual({ task: ['a', 'c'] });
    expect(await of([0.1, 0.4, 0.3], several)).toEqual({ task: ['b'] });
    expect(await of([0.1, 0.4, 0.3], { ...several, cls_threshold: 0.3 }, confident)).toEqual({
      task: [
        { label: 'b', confidence: 0.4 },
        { label: 'c', confidence: 0.3 },
      ],
    });
  });

  test('may be of a task that has the name of a property', async () => {
    const tasks = { truncated: labels };
    const result = await found([[{ scores: [1, 0, 0] }]], 'classify_text', tasks);
    expect(result).toEqual({ truncated: 'a' });
  });
});

describe('relations', () => {
  const chunk = [
    {
      count: 3,
      steps: [
        [[ada], [bob]],
        [[ada], []],
        [[bob], [again]],
      ],
    },
    { count: 0, steps: [] },
  ];
  const of = (options) => found([chunk], 'extract_relations', ['met', 'left'], options);

  test('are pairs, where both ends are there', async () => {
    expect(await of()).toEqual({
      relation_extraction: {
        met: [
          ['Ada', 'Bob'],
          ['Bob', 'ada'],
        ],
        left: [],
      },
    });
    const { relation_extraction } = await of({ include_confidence: true, include_spans: true });
    expect(relation_extraction.met[0]).toEqual({
      head: { text: 'Ada', confidence: 0.9, start: 0, end: 3 },
      tail: { text: 'Bob', confidence: 0.8, start: 8, end: 11 },
    });
  });
});

describe('structures', () => {
  const chosen = { choice: 1, score: 0.6 };
  const steps = [
    [[ada], [chosen], [ada, again]],
    [[], [], []],
    [[], [], [bob]],
  ];
  const wanted = { meeting: ['host::str', 'kind::[short|long]', 'guests'] };
  const of = (options, count = 3) =>
    found([[{ count, steps: count ? steps : [] }]], 'extract_json', wanted, options);

  test('are instances with a value', async () => {
    expect(await of()).toEqual({
      meeting: [
        { host: 'Ada', kind: 'long', guests: ['Ada'] },
        { host: null, kind: null, guests: ['Bob'] },
      ],
    });
    expect(await of({}, 0)).toEqual({ meeting: {} });
    const empty = [{ count: 1, steps: [[[], [], []]] }];
    expect(await found([empty], 'extract_json', wanted)).toEqual({ meeting: [] });
  });

  test('choices have no place', async () => {
    const { meeting } = await of({ include_spans: true });
    expect(meeting[0].kind).toBe('long');
    expect(meeting[0].host).toEqual({ text: 'Ada', start: 0, end: 3 });
    const both = await of({ include_spans: true, include_confidence: true });
    expect(both.meeting[0].kind).toEqual({ text: 'long', confidence: 0.6 });
  });
});

test('all kinds together have their order', async () => {
  const none = { count: 0, steps: [] };
  const schema = {
    relations: ['r'],
    classifications: { c: ['x'] },
    entities: ['e'],
    structures: { s: ['f'] },
  };
  const result = await found([[none, none, none, { scores: [1] }]], 'extract', schema);
  expect(JSON.stringify(result)).toBe(
    '{"s":{},"entities":{},"c":"x","relation_extraction":{"r":[]}}',
  );
});

describe('chunks of a long text', () => {
  const spans = { include_spans: true, include_confidence: true };

  test('give entities in the order of the text, without overlaps', async () => {
    const wide = { start: 8, end: 20, score: 0.75 };
    const chunks = [[{ count: 1, steps: [[[bob, ada]]] }], [{ count: 1, steps: [[[wide]]] }]];
    expect(await found(chunks, 'extract_entities_long', 'a', spans)).toEqual({
      entities: {
        a: [
          { text: 'Ada', confidence: 0.9, start: 0, end: 3 },
          { text: 'Bob', confidence: 0.8, start: 8, end: 11 },
        ],
      },
    });
    const one = { a: { dtype: 'str' } };
    // Of each chunk the best counts, and of those the first: Bob is before the second Ada.
    const others = [[{ count: 1, steps: [[[again]]] }], [{ count: 1, steps: [[[bob, ada]]] }]];
    expect(await found(others, 'extract_entities_long', one)).toEqual({ entities: { a: 'Bob' } });
    const none = [{ count: 0, steps: [] }];
    expect(await found([none, chunks[0]], 'extract_entities_long', 'a')).toEqual({
      entities: { a: ['Ada', 'Bob'] },
    });
    expect(await found([none, none], 'extract_entities_long', 'a')).toEqual({ entities: {} });
  });

  test('give the most confident class, or all that some chunk gave', async () => {
    const chunks = [[{ scores: [0.6, 0.4] }], [{ scores: [0.2, 0.8] }]];
    const of = (task) =>
      found(chunks, 'classify_text_long', { task }, { include_confidence: true });
    expect(await of(['a', 'b'])).toEqual({ task: { label: 'b', confidence: 0.8 } });
    expect(await of({ labels: ['a', 'b'], multi_label: true, cls_threshold: 0.4 })).toEqual({
      task: [
        { label: 'a', confidence: 0.6 },
        { label: 'b', confidence: 0.8 },
      ],
    });
  });

  test('give a relation or a structure that two have found once', async () => {
    const less = (each) => ({ ...each, score: each.score - 0.1 });
    const pair = (head, tail) => ({ count: 1, steps: [[[head], [tail]]] });
    const chunks = [[pair(less(ada), less(bob))], [pair(ada, bob)], [pair(bob, again)]];
    expect(await found(chunks, 'extract_relations_long', 'r', spans)).toEqual({
      relation_extraction: {
        r: [
          {
            head: { text: 'Ada', confidence: 0.9, start: 0, end: 3 },
            tail: { text: 'Bob', confidence: 0.8, start: 8, end: 11 },
          },
          {
            head: { text: 'Bob', confidence: 0.8, start: 8, end: 11 },
            tail: { text: 'ada', confidence: 0.7, start: 17, end: 20 },
          },
        ],
      },
    });
    const wanted = { s: ['a::str', 'b'] };
    const none = [{ count: 0, steps: [] }];
    expect(await found([none, ...chunks], 'extract_json_long', wanted)).toEqual({
      s: [
        { a: 'Ada', b: ['Bob'] },
        { a: 'Bob', b: ['ada'] },
      ],
    });
    expect(await found([none, none], 'extract_json_long', wanted)).toEqual({ s: {} });
  });
});

test('every method has a name in camel case', () => {
  const model = extractionsOf(fake());
  const kinds = [
    'extract',
    'extract_entities',
    'classify_text',
    'extract_json',
    'extract_relations',
  ];
  const names = kinds.flatMap((kind) =>
    ['', '_long'].flatMap((length) => [`${kind}${length}`, `batch_${kind}${length}`]),
  );
  expect(names).toHaveLength(20);
  for (const name of [...names, 'create_schema']) {
    const [first, ...rest] = name.split('_');
    const camel = [first, ...rest.map((part) => part[0].toUpperCase() + part.slice(1))].join('');
    expect([name, typeof model[name], model[camel] === model[name]]).toEqual([
      ...[name, 'function', true],
    ]);
  }
});

describe('refuses', () => {
  const model = extractionsOf(fake());
  const schema = () => model.create_schema();
  test.each([
    ['text: expected a string', () => model.extract_entities(7, ['a'])],
    ['texts: expected an array of strings', () => model.batch_extract_entities('text', ['a'])],
    ['text: expected a string', () => model.batch_extract_entities([7], ['a'])],
    ['entity_types: expected names, or', () => model.extract_entities('text')],
    ['entity_types: expected names, or', () => model.extract_entities('text', 7)],
    ['entity_types: expected a string, got a', () => model.extract_entities('text', ['a', 7])],
    ['entity_types: expected an object', () => model.extract_entities('text', { a: null })],
    ['entity_types: expected no [E]', () => model.extract_entities('text', ['a [E] b'])],
    ['description: expected no [P]', () => model.extract_entities('text', { a: '[P]' })],
    [
      'description: expected a string',
      () => model.extract_entities('text', { a: { description: 7 } }),
    ],
    [
      "'treshold'; did you mean 'threshold'",
      () => model.extract_entities('text', { a: { treshold: 1 } }),
    ],
    [
      'threshold: expected a number from 0',
      () => model.extract_entities('text', { a: { threshold: 2 } }),
    ],
    [
      'dtype: expected one of list, str',
      () => model.extract_entities('text', { a: { dtype: 'int' } }),
    ],
    [
      'threshold: expected a number from 0',
      () => model.extract_entities('text', 'a', { threshold: -1 }),
    ],
    [
      'include_spans: expected true or false',
      () => model.extract_entities('text', 'a', { include_spans: 1 }),
    ],
    [
      'format_results: expected one of true',
      () => model.extract_entities('text', 'a', { format_results: false }),
    ],
    [
      'max_len: expected an integer of at least 1',
      () => model.extract_entities('text', 'a', { max_len: 0 }),
    ],
    ["unknown option 'max_len'", () => model.extract_entities_long('text', 'a', { max_len: 5 })],
    ["unknown option 'batch_size'", () => model.extract_entities('text', 'a', { batch_size: 5 })],
    [
      'batch_size: expected an integer',
      () => model.batch_extract_entities(['text'], 'a', { batch_size: 0 }),
    ],
    [
      'chunk_size: expected an integer',
      () => model.extract_entities_long('text', 'a', { chunk_size: 0 }),
    ],
    [
      'chunk_overlap: expected less than chunk_size (64), got 64',
      () => model.extract_entities_long('text', 'a', { chunk_size: 64 }),
    ],
    ['options: expected an object', () => model.extract_entities('text', 'a', 'b')],
    ['tasks: expected an object', () => model.classify_text('text', 'a')],
    ['labels: expected names, or', () => model.classify_text('text', { a: 'b' })],
    ['labels: expected at least one, got none', () => model.classify_text('text', { a: [] })],
    [
      'labels: expected at least one, got none',
      () => model.classify_text('text', { a: { labels: {} } }),
    ],
    [
      "labels: expected each once, got 'b' twice",
      () => model.classify_text('text', { a: ['b', 'b'] }),
    ],
    ['labels: expected no [L]', () => model.classify_text('text', { a: ['[L]'] })],
    ['description: expected a string', () => model.classify_text('text', { a: { b: 7 } })],
    [
      'prompt: expected no [OUTPUT]',
      () => model.classify_text('text', { a: { labels: ['b'], prompt: '[OUTPUT]' } }),
    ],
    [
      'examples: expected [input, output]',
      () => model.classify_text('text', { a: { labels: ['b'], examples: [['x']] } }),
    ],
    [
      'examples: expected a list',
      () => model.classify_text('text', { a: { labels: ['b'], examples: 'x' } }),
    ],
    [
      'examples: expected no [DESCRIPTION]',
      () =>
        model.classify_text('text', { a: { labels: ['b'], examples: [['[DESCRIPTION]', 'b']] } }),
    ],
    [
      'multi_label: expected true or false',
      () => model.classify_text('text', { a: { labels: ['b'], multi_label: 1 } }),
    ],
    [
      'cls_threshold: expected a number from 0',
      () => model.classify_text('text', { a: { labels: ['b'], cls_threshold: 5 } }),
    ],
    [
      'class_act: expected one of',
      () => model.classify_text('text', { a: { labels: ['b'], class_act: 'tanh' } }),
    ],
    [
      "'multilabel'; did you mean 'multi_label'",
      () => model.classify_text('text', { a: { labels: ['b'], multilabel: true } }),
    ],
    ["another name than 'entities'", () => model.classify_text('text', { entities: ['b'] })],
    [
      "another name than 'relation_extraction'",
      () => model.classify_text('text', { relation_extraction: ['b'] }),
    ],
    ["another name than 'entities'", () => model.extract_relations('text', ['entities'])],
    ["another name than 'entities'", () => model.extract_json('text', { entities: ['a'] })],
    ['task: expected a name, got an empty', () => model.classify_text('text', { '': ['b'] })],
    ['task: expected no [P]', () => model.classify_text('text', { '[P]': ['b'] })],
    ["expected each name once, got 'a' twice", () => model.extract_relations('text', ['a', 'a'])],
    [
      "expected each name once, got 'a' twice",
      () => model.extract('text', { relations: ['a'], classifications: { a: ['b'] } }),
    ],
    ['relation_types: expected names', () => model.extract_relations('text')],
    ['structures: expected an object', () => model.extract_json('text', ['a'])],
    ['structures: expected lists of fields', () => model.extract_json('text', { a: 'b' })],
    [
      "unknown option of structures 'mode'",
      () => model.extract_json('text', { a: { fields: ['b'], mode: 'natural' } }),
    ],
    ['structures: expected lists of fields', () => model.extract_json('text', { a: {} })],
    ['structure: expected at least one field', () => model.extract_json('text', { a: [] })],
    [
      "field: expected each name once, got 'b' twice",
      () => model.extract_json('text', { a: ['b', 'b::str'] }),
    ],
    ['field: expected an object', () => model.extract_json('text', { a: [7] })],
    ['field: expected a string', () => model.extract_json('text', { a: [{ dtype: 'str' }] })],
    ['field: expected no [C]', () => model.extract_json('text', { a: ['[C]'] })],
    [
      'choices: expected no [SEP_TEXT]',
      () => model.extract_json('text', { a: ['b::[c|[SEP_TEXT]]'] }),
    ],
    [
      "choices: expected each once, got 'c' twice",
      () => model.extract_json('text', { a: ['b::[c|c]'] }),
    ],
    [
      'choices: expected an array of strings',
      () => model.extract_json('text', { a: [{ name: 'b', choices: 'c' }] }),
    ],
    [
      "unknown option of field 'validators'",
      () => model.extract_json('text', { a: [{ name: 'b', validators: [] }] }),
    ],
    ['schema: expected entities, class', () => model.extract('text', {})],
    ['schema: expected an object', () => model.extract('text', ['a'])],
    ["unknown option of schema 'relation'", () => model.extract('text', { relation: ['a'] })],
    [
      'schemas: expected one for each of 2 texts, got 1',
      () => model.batch_extract(['a', 'b'], [{ entities: 'c' }]),
    ],
    ['field: expected after structure()', async () => schema().entities('a').field('b')],
    [
      'structure: expected at least one field',
      () => model.extract('text', schema().structure('a')),
    ],
    ['signal: expected an AbortSignal', () => model.extract_entities('text', 'a', { signal: {} })],
  ])('%s', async (message, call) => {
    const error = await call().then(
      (result) => new Error(`answered ${JSON.stringify(result)}`),
      (failure) => failure,
    );
    expect(error).toMatchObject({ name: 'DebertaError', code: 'INPUT' });
    expect(error.message).toContain(message);
  });
});
