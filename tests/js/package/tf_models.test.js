// The classes of transformers for TensorFlow.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as deberta from '../../../dist/node.js';
import { expectedOf, expectNear, folderOf, inputsOf } from '../../support/golden_models.mjs';
import { cleanUp, temporaryFolder } from '../../support/models.mjs';
import { root } from '../../../tools/project.mjs';

const { Tensor, TFDebertaForSequenceClassification, TFDebertaV2Model } = deberta;
afterAll(cleanUp);

/** A folder with TensorFlow's weights of a golden model; PyTorch's are there, too, and no weights. */
function folder(name) {
  const path = temporaryFolder();
  for (const file of ['config.json']) copyFileSync(join(folderOf(name), file), join(path, file));
  cpSync(join(root, 'tests/fixtures/checkpoints', name, 'tf_model.h5'), join(path, 'tf_model.h5'));
  writeFileSync(join(path, 'model.safetensors'), 'not weights');
  return path;
}

const kinds = ['Model', 'ForMaskedLM', 'ForSequenceClassification', 'ForTokenClassification'];
test.each([
  ...[...kinds, 'ForQuestionAnswering'].map((kind) => ['', kind]),
  ...[...kinds, 'ForQuestionAnswering', 'ForMultipleChoice'].map((kind) => ['V2', kind]),
])('TFDeberta%s%s is a class of its family, with the head of its twin', (version, kind) => {
  const Class = deberta[`TFDeberta${version}${kind}`];
  const Twin = deberta[`Deberta${version}${kind}`];
  expect(Class.prototype).toBeInstanceOf(deberta[`TFDeberta${version}PreTrainedModel`]);
  expect(Class.prototype).toBeInstanceOf(deberta[`Deberta${version}PreTrainedModel`]);
  expect(Class.head).toBe(Twin.head);
  expect(Class.model_type).toBe(Twin.model_type);
});

describe('a model', () => {
  const name = 'v1_seq_single';
  let model, inputs, expected;
  beforeAll(async () => {
    model = await TFDebertaForSequenceClassification.from_pretrained(folder(name), { threads: 1 });
    const { labels: _, ...others } = inputsOf(name);
    inputs = others;
    expected = (await model(inputs)).logits;
  });
  afterAll(() => model.dispose());

  test('is read from tf_model.h5, and answers as its PyTorch twin', async () => {
    expect(model).toBeInstanceOf(TFDebertaForSequenceClassification);
    expect((await model.diagnostics()).load.format).toBe('tensorflow');
    const golden = expectedOf(name).get('logits');
    expectNear(expected, golden, 1e-4, 'logits');
  });

  test('takes a dictionary, a list in Keras’ order, and the ids alone', async () => {
    const { input_ids, attention_mask, token_type_ids } = inputs;
    const calls = [
      [{ ...inputs, training: false }],
      [inputs, { training: false }],
      [[input_ids, attention_mask ?? null, token_type_ids ?? null], { training: false }],
      [[input_ids, attention_mask ?? null]],
      [Promise.resolve(inputs)],
    ];
    for (const call of calls) expect((await model(...call)).logits.data).toEqual(expected.data);
    const ids = [[5, 6, 7]];
    const alone = (await model({ input_ids: ids })).logits;
    const tensor = new Tensor('int64', BigInt64Array.of(5n, 6n, 7n), [1, 3]);
    expect((await model(tensor)).logits.data).toEqual(alone.data);
    expect((await model([tensor])).logits.data).toEqual(alone.data);
    expect((await model([ids])).logits.data).toEqual(alone.data);
    expect((await model.forward(tensor)).logits.data).toEqual(alone.data);
  });

  test('refuses training, and more inputs than there are', async () => {
    for (const call of [[{ ...inputs, training: true }], [inputs, { training: true }]]) {
      await expect(model(...call)).rejects.toMatchObject({
        code: 'INPUT',
        message: 'training: expected false, got true',
      });
    }
    await expect(model(Array(6).fill(inputs.input_ids))).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/^inputs: expected at most 5: input_ids, .*, got 6$/),
    });
  });
});

test('from_tf: false reads the weights that other classes read', async () => {
  const model = await TFDebertaV2Model.from_pretrained(folderOf('v2_conv_gelu'), {
    from_tf: false,
    threads: 1,
  });
  expect((await model.diagnostics()).load.format).toBe('safetensors');
  await model.dispose();
  await expect(TFDebertaV2Model.from_pretrained(folderOf('v2_conv_gelu'))).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
    file: 'tf_model.h5',
  });
});
