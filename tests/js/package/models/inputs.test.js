// Model classes: what a call takes, what it refuses, and how it ends early.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModel, DebertaForTokenClassification, DebertaModel } from '../../../../dist/node.js';
import { configOf, expectNear, folderOf, inputsOf, nested } from '../../../support/golden_models.mjs';
import { bundledConfig, bundledModel, cleanUp } from '../../../support/models.mjs';
import { expectRefused } from '../../../support/refusals.mjs';

afterAll(cleanUp);

describe('inputs', () => {
  const name = 'v1_tok';
  let model;
  let tensors;
  let answer;
  beforeAll(async () => {
    model = await DebertaForTokenClassification.from_pretrained(folderOf(name), { threads: 1 });
    tensors = inputsOf(name);
    answer = (await model(tensors)).logits;
  });
  afterAll(() => model.dispose());

  const [batch, length] = [3, 17];

  test('may be int64 tensors, typed arrays in tensors, nested arrays of numbers or of bigints', async () => {
    expect(tensors.input_ids.dims).toEqual([batch, length]);
    const rows = Object.fromEntries(Object.entries(tensors).map(([key, t]) => [key, nested(t)]));
    const forms = {
      int32: { ...tensors, input_ids: tensors.input_ids.to('int32') },
      'nested arrays': rows,
      'rows that are typed arrays': {
        ...rows,
        input_ids: rows.input_ids.map((row) => Int32Array.from(row)),
      },
      'rows of 64-bit integers': {
        ...rows,
        input_ids: rows.input_ids.map((row) => BigInt64Array.from(row, BigInt)),
      },
      bigints: { ...rows, input_ids: rows.input_ids.map((row) => row.map(BigInt)) },
      'tensors of other packages': {
        input_ids: { data: tensors.input_ids.data, dims: [batch, length], type: 'int64' },
        attention_mask: { data: Array.from(rows.attention_mask.flat()), dims: [batch, length] },
      },
    };
    for (const [form, inputs] of Object.entries(forms)) {
      const { logits } = await model(inputs);
      expect([form, logits.data]).toEqual([form, answer.data]);
    }
  });

  test('one sequence may be flat: it is a batch of one', async () => {
    const [ids] = nested(tensors.input_ids);
    const [mask] = nested(tensors.attention_mask);
    for (const inputs of [
      { input_ids: ids, attention_mask: mask },
      { input_ids: Int32Array.from(ids), attention_mask: Uint8Array.from(mask) },
      { input_ids: BigInt64Array.from(ids, BigInt), attention_mask: [mask] },
    ]) {
      const { logits } = await model(inputs);
      expect(logits.dims).toEqual([1, length, answer.dims[2]]);
      expectNear(logits, answer.slice([0, 1]), 1e-5, 'logits');
    }
  });

  test('are left as they were', async () => {
    const ids = nested(tensors.input_ids);
    const copy = structuredClone(ids);
    const data = tensors.input_ids.data.slice();
    await model({ input_ids: ids });
    await model(tensors);
    expect(ids).toEqual(copy);
    expect(tensors.input_ids.data).toEqual(data);
  });

  test('may have fields that are null, of a tokenizer, or of Python', async () => {
    const { logits } = await model({
      ...tensors,
      token_type_ids: null,
      position_ids: null,
      inputs_embeds: null,
      labels: null,
      logits_to_keep: null,
      offset_mapping: [[[0, 1]]],
      return_dict: true,
    });
    expect(logits.data).toEqual(answer.data);
  });

  test('forward() is the call', async () => {
    expect((await model.forward(tensors)).logits.data).toEqual(answer.data);
  });

  test('position_ids may be one row for all', async () => {
    const name = 'v1_posids';
    const absolute = await DebertaModel.from_pretrained(folderOf(name), { threads: 1 });
    const inputs = inputsOf(name);
    const row = nested(inputs.position_ids)[1];
    const twice = await absolute({ ...inputs, position_ids: [row, row] });
    const once = await absolute({ ...inputs, position_ids: [row] });
    expect(once.last_hidden_state.data).toEqual(twice.last_hidden_state.data);
    const other = await absolute({ ...inputs, position_ids: [row.toReversed()] });
    expect(other.last_hidden_state.data).not.toEqual(once.last_hidden_state.data);
    await absolute.dispose();
  });

  test('a batch gives what its sequences give alone', async () => {
    for (let i = 0; i < batch; i++) {
      const { logits } = await model({
        input_ids: tensors.input_ids.slice([i, i + 1]),
        attention_mask: tensors.attention_mask.slice([i, i + 1]),
      });
      expectNear(logits, answer.slice([i, i + 1]), 1e-5, `sequence ${i}`);
    }
  });
});

describe('wrong inputs are refused by name and number, and the next call answers', () => {
  let model;
  beforeAll(async () => {
    model = await DebertaModel.from_pretrained(folderOf('v1_abs_rel_tt'), { threads: 1 });
  });
  afterAll(async () => {
    // Whatever came before.
    expect((await model({ input_ids: [[1, 2, 3]] })).last_hidden_state.dims).toEqual([1, 3, 24]);
    await model.dispose();
  });

  const good = {
    input_ids: [
      [1, 2, 3],
      [4, 5, 6],
    ],
  };
  const { vocab_size, max_position_embeddings } = configOf('v1_abs_rel_tt');
  const cases = [
    ['nothing', undefined, ['input_ids']],
    ['null', null, ['input_ids']],
    ['an array instead of fields', [[1, 2]], ['input_ids']],
    ['neither ids nor embeddings', {}, ['input_ids', 'inputs_embeds']],
    ['both', { ...good, inputs_embeds: [[[1]]] }, ['input_ids', 'inputs_embeds']],
    ['a text', { input_ids: 'text' }, ['input_ids', 'string']],
    ['a number', { input_ids: 7 }, ['input_ids', 'number']],
    ['words', { input_ids: [['one', 'two']] }, ['input_ids[0][0]', 'string']],
    ['a fraction', { input_ids: [[1, 2.5]] }, ['input_ids[0][1]', '2.5']],
    ['NaN', { input_ids: [[NaN]] }, ['input_ids[0][0]', 'NaN']],
    ['more than 32 bits', { input_ids: [[2 ** 31]] }, ['input_ids[0][0]', '2147483648']],
    [
      'a long row',
      {
        input_ids: [
          [1, 2],
          [3, 4, 5],
        ],
      },
      ['input_ids[1]', '2', '3'],
    ],
    ['a short row', { input_ids: [[1, 2], [3]] }, ['input_ids[1]', '2', '1']],
    ['a number among rows', { input_ids: [[1, 2], 3] }, ['input_ids[1]', '2', '3']],
    ['three dimensions', { input_ids: [[[1]]] }, ['input_ids', '1,1,1']],
    ['no sequence', { input_ids: [] }, ['sequence']],
    ['an empty sequence', { input_ids: [[]] }, ['sequence']],
    ['an id below 0', { input_ids: [[1, -1]] }, ['input_ids', '-1', `${vocab_size}`]],
    [
      'an id that the vocabulary has not',
      { input_ids: [[1, vocab_size]] },
      ['input_ids', `${vocab_size}`],
    ],
    [
      'too many tokens for the positions',
      { input_ids: [Array(max_position_embeddings + 1).fill(1)] },
      [`${max_position_embeddings + 1}`, `${max_position_embeddings}`],
    ],
    [
      'a mask of another length',
      {
        ...good,
        attention_mask: [
          [1, 1],
          [1, 1],
        ],
      },
      ['attention_mask', '2,3', '2,2'],
    ],
    ['a mask of one row', { ...good, attention_mask: [1, 1, 1] }, ['attention_mask', '2,3', '1,3']],
    [
      'a ragged mask',
      { ...good, attention_mask: [[1, 1, 1], [1]] },
      ['attention_mask[1]', '3', '1'],
    ],
    [
      'types of another length',
      { ...good, token_type_ids: [[0], [1]] },
      ['token_type_ids', '2,3', '2,1'],
    ],
    [
      'a type that there is not',
      {
        ...good,
        token_type_ids: [
          [0, 1, 2],
          [0, 0, 0],
        ],
      },
      ['token_type_ids', '2'],
    ],
    [
      'positions of another length',
      { ...good, position_ids: [[0, 1]] },
      ['position_ids', '2,3', '1,2'],
    ],
    [
      'a position that there is not',
      { ...good, position_ids: [[0, 1, max_position_embeddings]] },
      ['position_ids', `${max_position_embeddings}`],
    ],
    ['embeddings of two dimensions', { inputs_embeds: [[1, 2]] }, ['inputs_embeds', '1,2']],
    [
      'embeddings of another size',
      {
        inputs_embeds: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
      ['inputs_embeds', '24', '4'],
    ],
    [
      'dims that do not hold the data',
      { input_ids: { data: [1, 2, 3], dims: [2, 2] } },
      ['input_ids', '4', '3'],
    ],
    ['a flag that is none', { ...good, output_attentions: 1 }, ['output_attentions', 'number']],
    ['logits_to_keep without a vocabulary', { ...good, logits_to_keep: [1] }, ['logits_to_keep']],
  ];
  test.each(cases)('%s', async (_, inputs, pieces) => {
    await expectRefused(() => model(inputs), ...pieces);
  });

  test('the most tokens are not too many, nor are more without absolute positions', async () => {
    const ids = Array(max_position_embeddings).fill(1);
    expect((await model({ input_ids: ids })).last_hidden_state.dims[1]).toBe(ids.length);
    const relative = await DebertaModel.from_pretrained(folderOf('v1_len2'), { threads: 1 });
    const long = Array(300).fill(1);
    expect((await relative({ input_ids: long })).last_hidden_state.dims[1]).toBe(300);
    await relative.dispose();
  });
});

describe('abort', () => {
  let model;
  const long = { input_ids: [Array.from({ length: 512 }, (_, i) => i % bundledConfig.vocab_size)] };
  beforeAll(async () => {
    model = await AutoModel.from_pretrained(bundledModel, { threads: 1 });
  });
  afterAll(() => model.dispose());

  test('before the call', async () => {
    await expect(model(long, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
      code: 'ABORTED',
    });
  });

  test('during the call, and while others wait', async () => {
    const abort = new AbortController();
    const calls = Array.from({ length: 3 }, () => model(long, { signal: abort.signal }));
    const other = model({ input_ids: [[1, 5, 2]] });
    setTimeout(() => abort.abort('enough'), 10);
    for (const { status, reason } of await Promise.allSettled(calls)) {
      expect(status).toBe('rejected');
      expect(reason).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: 'enough' });
    }
    expect((await other).last_hidden_state.dims).toEqual([1, 3, 256]);
  });

  test('after the call it is no matter', async () => {
    const abort = new AbortController();
    const small = { input_ids: [[1, 5, 2]] };
    const { last_hidden_state } = await model(small, { signal: abort.signal });
    abort.abort();
    expect((await model(small)).last_hidden_state.data).toEqual(last_hidden_state.data);
  });

  test('of a load', async () => {
    await expect(
      AutoModel.from_pretrained(bundledModel, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError', code: 'ABORTED' });
  });
});
