// Model classes: the reference's results (tests/fixtures/golden).
import { afterAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';

import { AutoModelForMaskedLM, DebertaForMaskedLM, DebertaForQuestionAnswering, DebertaForSequenceClassification, DebertaForTokenClassification, DebertaModel, DebertaV2ForMaskedLM, DebertaV2ForMultipleChoice, DebertaV2ForQuestionAnswering, DebertaV2ForSequenceClassification, DebertaV2ForTokenClassification, DebertaV2Model, PreTrainedModel, Tensor } from '../../../../dist/node.js';
import { classOf, configOf, expectNear, expectedOf, folderOf, golden, hiddenTolerance, inputNames, inputsOf, labelNames, logitTolerance, nested, pick, resultNames, toleranceOf } from '../../../support/golden_models.mjs';
import { cleanUp } from '../../../support/models.mjs';
import { expectRefused } from '../../../support/refusals.mjs';

afterAll(cleanUp);

describe('the reference’s answers', () => {
  const names = readdirSync(golden).filter((name) => /^v[12]_/.test(name));

  test('there are cases of all eleven classes', () => {
    expect(names.length).toBeGreaterThanOrEqual(110);
    const classes = new Set(names.map((name) => classOf(name)));
    expect(classes).toEqual(
      new Set([
        DebertaModel,
        DebertaForMaskedLM,
        DebertaForQuestionAnswering,
        DebertaForSequenceClassification,
        DebertaForTokenClassification,
        DebertaV2Model,
        DebertaV2ForMaskedLM,
        DebertaV2ForMultipleChoice,
        DebertaV2ForQuestionAnswering,
        DebertaV2ForSequenceClassification,
        DebertaV2ForTokenClassification,
      ]),
    );
  });

  test.each(names)('%s', async (name) => {
    const expected = expectedOf(name);
    const model = await classOf(name).from_pretrained(folderOf(name), { threads: 1 });
    expect(model).toBeInstanceOf(PreTrainedModel);
    const { num_hidden_layers } = configOf(name);
    const inputs = pick(expected, inputNames);
    const results = resultNames.filter((each) => expected.has(each));
    expect(results.length).toBeGreaterThan(0);

    // Without labels, and with the states.
    const outputs = await model({ ...inputs, output_hidden_states: true });
    for (const each of results) {
      expectNear(outputs[each], expected.get(each), toleranceOf(each), each);
    }
    expect(Object.keys(outputs).sort()).toEqual([...results, 'hidden_states'].sort());
    expect(outputs.hidden_states).toHaveLength(num_hidden_layers + 1);
    for (const [i, state] of outputs.hidden_states.entries()) {
      const stage = `hidden_states.${i}`;
      expectNear(state, expected.get(stage), hiddenTolerance, stage);
    }

    // With labels, and with the attentions.
    const labels = pick(expected, labelNames);
    const all = await model({ ...inputs, ...labels }, { output_attentions: true });
    const hasLoss = expected.has('loss') ? ['loss'] : [];
    expect(Object.keys(all).sort()).toEqual([...results, 'attentions', ...hasLoss].sort());
    expect(all.attentions).toHaveLength(num_hidden_layers);
    for (const [i, attention] of all.attentions.entries()) {
      const stage = `attentions.${i}`;
      if (expected.has(stage)) {
        expectNear(attention, expected.get(stage), hiddenTolerance, stage);
      }
    }
    for (const each of results) {
      // Where the reference gives logits of another shape with labels.
      const other = each === 'logits' ? expected.get('logits_with_labels') : undefined;
      expectNear(all[each], other ?? expected.get(each), toleranceOf(each), `${each}, labels`);
    }
    if (expected.has('loss')) {
      const [loss] = expected.get('loss').data;
      expect(all.loss).toBeInstanceOf(Tensor);
      expect(all.loss.dims).toEqual([]);
      if (Number.isNaN(loss)) expect(all.loss.item()).toBeNaN();
      else expectNear(all.loss, expected.get('loss'), logitTolerance, 'loss');
    }
    await model.dispose();
  });
});

describe('masked language models', () => {
  test('logits_to_keep gives the scores of these tokens, in this order', async () => {
    const name = 'v1_mlm_legacy';
    const model = await DebertaForMaskedLM.from_pretrained(folderOf(name), { threads: 1 });
    const inputs = inputsOf(name);
    const { logits } = await model(inputs);
    for (const logits_to_keep of [
      [5, 2],
      Int32Array.of(16),
      new Tensor('int64', [0, 0, 3]),
      [4n],
    ]) {
      const { data = logits_to_keep } = logits_to_keep;
      const some = (await model({ ...inputs, logits_to_keep })).logits;
      expect(some.dims).toEqual([3, data.length, logits.dims[2]]);
      for (const [k, token] of Array.from(data, Number).entries()) {
        const [kept, whole] = [some, logits].map((t, i) => t.slice(null, i === 0 ? k : token));
        expectNear(kept, { data: whole.data, dims: kept.dims }, 1e-5, `token ${token}`);
      }
    }
    const refused = [
      [[17], '17'],
      [[-1], '-1'],
      [[0.5], '0.5'],
      ['all', 'string'],
    ];
    for (const [logits_to_keep, number] of refused) {
      await expectRefused(() => model({ ...inputs, logits_to_keep }), 'logits_to_keep', number);
    }
    const labels = nested(inputs.input_ids);
    await expectRefused(() => model({ ...inputs, labels, logits_to_keep: [1] }), 'logits_to_keep');
    await model.dispose();
  });

  // Microsoft's config.json say nothing of `legacy`, and hold the newer head.
  test.each(['v1_mlm_new', 'v1_mlm_legacy'])(
    '%s: the head is the one that the checkpoint holds',
    async (name) => {
      const { legacy, ...rest } = configOf(name);
      const expected = expectedOf(name);
      for (const config of [{ ...rest, legacy: !legacy }, rest]) {
        const model = await AutoModelForMaskedLM.from_pretrained(folderOf(name), {
          config,
          threads: 1,
        });
        const { logits } = await model(pick(expected, inputNames));
        expectNear(logits, expected.get('logits'), logitTolerance, 'logits');
        await model.dispose();
      }
    },
  );
});
