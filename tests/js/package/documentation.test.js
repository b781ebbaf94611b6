// Every example of Hugging Face's documentation of DeBERTa (transformers: model_doc/deberta, and the
// docstrings that it shows, of versions 4.0 to 4.57), line by line in JavaScript.
//
// By default small models of the same shape stand in for the checkpoints: what they answer means nothing,
// so it is compared with what the lines are defined to give. With DEBERTA_NETWORK=1 the checkpoints
// themselves are loaded from the Hub, and the values are the documentation's.
//
// Lines that have no equal here:
// - `import torch`, `with torch.no_grad():` — there are no gradients, so there is nothing to switch off.
// - `.to(model.device)`, `device_map="auto"` — tensors have one place.
// - `return_tensors="pt"` — tensors are what a call gives, unless return_tensor is false.
// - The second text is an option: `tokenizer(text, {text_pair})`, as in transformers.js.
// - `from_pretrained(name, num_labels=…, problem_type=…)` — the configuration is changed, and given:
//   `from_pretrained(name, {config})`.
// - A head that the checkpoint lacks is made at random only where `initialize_missing: true` says so.
import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AutoConfig,
  AutoModelForSequenceClassification,
  AutoTokenizer,
  DebertaConfig,
  DebertaForMaskedLM,
  DebertaForQuestionAnswering,
  DebertaForSequenceClassification,
  DebertaForTokenClassification,
  DebertaModel,
  DebertaTokenizer,
  DebertaTokenizerFast,
  Tensor,
  pipeline,
} from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { bundledModel, cleanUp, temporaryFolder } from '../../support/models.mjs';
import {
  maskedLanguageModel,
  questionAnswerer,
  sequenceClassifier,
} from '../../support/stand_ins.mjs';

const network = process.env.DEBERTA_NETWORK === '1';
const testOnline = network ? test : test.skip;
const online = 'skipped without DEBERTA_NETWORK=1, which loads it from the Hub';

/**
 * What from_pretrained takes for a checkpoint of the documentation.
 * @param {string} name
 * @param {() => string} standIn a folder
 * @param {object} [options] for the Hub
 */
function checkpoint(name, standIn, options = {}) {
  return network ? [name, options] : [standIn(), {}];
}

// Its safetensors are on a branch only.
const branch = { revision: 'refs/pr/4' };
const debertaBase = checkpoint('microsoft/deberta-base', () => bundledModel, branch);
// Loaded as a classifier it needs a head, which the stand-in has.
const debertaBaseToTrain = checkpoint('microsoft/deberta-base', sequenceClassifier, {
  ...branch,
  initialize_missing: true,
});
const debertaBaseForTokens = checkpoint('microsoft/deberta-base', () => bundledModel, {
  ...branch,
  initialize_missing: true,
});
const debertaBaseMnli = checkpoint('microsoft/deberta-base-mnli', () =>
  sequenceClassifier({ id2label: { 0: 'CONTRADICTION', 1: 'NEUTRAL', 2: 'ENTAILMENT' } }),
);
const debertaLargeFeedback = checkpoint('lsanochkin/deberta-large-feedback', maskedLanguageModel);
const debertaLargeSquad = checkpoint('Palak/microsoft_deberta-large_squad', questionAnswerer);

afterAll(cleanUp);

const numbers = (list) => Array.from(list, Number);
const sum = (list) => list.reduce((total, each) => total + each, 0);
const mean = (list) => sum(list) / list.length;
const largest = (list) => list.indexOf(Math.max(...list));

/** −log softmax(scores)[label] */
function crossEntropy(scores, label) {
  const most = Math.max(...scores);
  return most + Math.log(sum(scores.map((x) => Math.exp(x - most)))) - scores[label];
}

const rounded = (number) => Math.round(number * 100) / 100;

describe('model_doc/deberta', () => {
  test('Pipeline', async () => {
    const classifier = await pipeline('text-classification', ...debertaBaseMnli);

    const result = await classifier({
      text: 'A soccer game with multiple people playing.',
      text_pair: 'Some people are playing a sport.',
    });

    expect(result).toHaveLength(1);
    const [{ label, score }] = result;
    expect(['CONTRADICTION', 'NEUTRAL', 'ENTAILMENT']).toContain(label);
    expect(score).toBeGreaterThan(1 / 3);
    if (network) expect(label).toBe('ENTAILMENT');
    await classifier.dispose();
  });

  test('AutoModel', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaBaseMnli);
    const model = await AutoModelForSequenceClassification.from_pretrained(...debertaBaseMnli);

    const inputs = await tokenizer('A soccer game with multiple people playing.', {
      text_pair: 'Some people are playing a sport.',
    });

    const { logits } = await model(inputs);
    const predicted_class = logits.argmax().item();

    const labels = ['contradiction', 'neutral', 'entailment'];
    const line = `The predicted relation is: ${labels[predicted_class]}`;

    expect(logits.dims).toEqual([1, 3]);
    const relation = labels[largest(numbers(logits.data))];
    expect(line).toBe(`The predicted relation is: ${relation}`);
    if (network) expect(relation).toBe('entailment');
    // The two ways say the same.
    const classifier = await pipeline('text-classification', ...debertaBaseMnli);
    const [{ label, score }] = await classifier({
      text: 'A soccer game with multiple people playing.',
      text_pair: 'Some people are playing a sport.',
    });
    expect(label.toLowerCase()).toBe(relation);
    expect(score).toBeCloseTo(Math.max(...logits.softmax().data), 4);
    await Promise.all([tokenizer, model, classifier].map((each) => each.dispose()));
  });

  test('Notes: padding may be on the left as well as on the right', async () => {
    // "DeBERTa uses relative position embeddings, so it does not require right-padding like BERT."
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaBase);
    const model = await DebertaModel.from_pretrained(...debertaBase);
    const texts = ['Hello, my dog is cute', 'Hello'];
    const right = await tokenizer(texts, { padding: true });
    const left = await tokenizer(texts, { padding: true, padding_side: 'left' });
    const [atRight, atLeft] = await Promise.all([model(right), model(left)]);
    const length = right.input_ids.dims[1];
    const short = sum(numbers(right.attention_mask[1].data));
    expect(short).toBeLessThan(length);
    const alone = atRight.last_hidden_state.slice(1, [0, short]);
    const other = atLeft.last_hidden_state.slice(1, [length - short, length]);
    for (const [i, value] of alone.data.entries()) expect(other.data[i]).toBeCloseTo(value, 3);
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });
});

describe('DebertaConfig', () => {
  test('the example', async () => {
    // Initializing a DeBERTa microsoft/deberta-base style configuration
    let configuration = new DebertaConfig();

    // Python's defaults: configuration_deberta.py
    expect(configuration).toMatchObject({
      vocab_size: 50265,
      hidden_size: 768,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      intermediate_size: 3072,
      hidden_act: 'gelu',
      hidden_dropout_prob: 0.1,
      attention_probs_dropout_prob: 0.1,
      max_position_embeddings: 512,
      type_vocab_size: 0,
      initializer_range: 0.02,
      layer_norm_eps: 1e-7,
      relative_attention: false,
      max_relative_positions: -1,
      pad_token_id: 0,
      position_biased_input: true,
      pos_att_type: [], // None there: the same
      pooler_dropout: 0,
      pooler_hidden_act: 'gelu',
      legacy: true,
    });
    // A model of it has 139 million weights: a small one stands in for it.
    if (!network) {
      const small = {
        hidden_size: 48,
        num_hidden_layers: 2,
        intermediate_size: 96,
        vocab_size: 99,
      };
      configuration = new DebertaConfig({ ...small });
    }

    // Initializing a model (with random weights) from the microsoft/deberta-base style configuration
    const model = await DebertaModel.from_config(configuration);

    // Accessing the model configuration
    configuration = model.config;

    expect(configuration).toBeInstanceOf(DebertaConfig);
    const { last_hidden_state } = await model({ input_ids: [[1, 50, 2]] });
    expect(last_hidden_state.dims).toEqual([1, 3, configuration.hidden_size]);
    // The weights are random, their layers are not: each token's last state is normalized.
    for (const state of last_hidden_state[0]) {
      expect(state.mean().item()).toBeCloseTo(0, 4);
      expect(mean(numbers(state.data).map((x) => x * x))).toBeCloseTo(1, 2);
    }
    await model.dispose();
  });
});

describe('DebertaTokenizer', () => {
  const shared = join(root, '../shared/tokenizers/deberta-v1');
  const real = network ? debertaBase : existsSync(shared) ? [shared, {}] : null;
  const where = `microsoft/deberta-base, or its files in ${shared}`;

  (real ? test : test.skip)(`the example (needs ${where})`, async () => {
    for (const Class of [DebertaTokenizer, DebertaTokenizerFast]) {
      const tokenizer = await Class.from_pretrained(...real);
      const list = { return_tensor: false };
      // >>> tokenizer("Hello world")["input_ids"]
      expect((await tokenizer('Hello world', list))['input_ids']).toEqual([1, 31414, 232, 2]);
      // >>> tokenizer(" Hello world")["input_ids"]
      expect((await tokenizer(' Hello world', list))['input_ids']).toEqual([1, 20920, 232, 2]);
      await tokenizer.dispose();
      // "You can get around that behavior by passing add_prefix_space=True when instantiating"
      const [name, options] = real;
      const prefixed = await Class.from_pretrained(name, { ...options, add_prefix_space: true });
      expect((await prefixed('Hello world', list))['input_ids']).toEqual([1, 20920, 232, 2]);
      await prefixed.dispose();
    }
  });

  test('a word is encoded differently at the start of a text and after a space', async () => {
    const tokenizer = await DebertaTokenizer.from_pretrained(...debertaBase);
    expect(await tokenizer.tokenize('Hello world')).toEqual(['Hello', '\u0120world']);
    expect(await tokenizer.encode(' world')).toEqual([
      tokenizer.cls_token_id,
      await tokenizer.convert_tokens_to_ids('\u0120world'),
      tokenizer.sep_token_id,
    ]);
    await tokenizer.dispose();
  });

  test('its special tokens and their roles', async () => {
    const tokenizer = await DebertaTokenizerFast.from_pretrained(...debertaBase);
    const { bos_token, eos_token, sep_token, cls_token, unk_token, pad_token, mask_token } =
      tokenizer;
    expect({
      bos_token,
      eos_token,
      sep_token,
      cls_token,
      unk_token,
      pad_token,
      mask_token,
    }).toEqual({
      bos_token: '[CLS]',
      eos_token: '[SEP]',
      sep_token: '[SEP]',
      cls_token: '[CLS]',
      unk_token: '[UNK]',
      pad_token: '[PAD]',
      mask_token: '[MASK]',
    });
    // "Deberta tokenizer has a special mask token … it will greedily comprehend the space before
    // the [MASK]."
    const [space, none] = await Promise.all([
      tokenizer.encode('is [MASK].'),
      tokenizer.encode('is[MASK].'),
    ]);
    expect(space).toEqual(none);
    await tokenizer.dispose();
  });

  test('build_inputs_with_special_tokens, get_special_tokens_mask, create_token_type_ids_from_sequences', async () => {
    const tokenizer = await DebertaTokenizer.from_pretrained(...debertaBase);
    const { cls_token_id, sep_token_id } = tokenizer;
    const [token_ids_0, token_ids_1] = [
      [5, 6, 7],
      [8, 9],
    ];
    // single sequence: [CLS] X [SEP]
    expect(await tokenizer.build_inputs_with_special_tokens(token_ids_0)).toEqual([
      cls_token_id,
      5,
      6,
      7,
      sep_token_id,
    ]);
    // pair of sequences: [CLS] A [SEP] B [SEP]
    expect(await tokenizer.build_inputs_with_special_tokens(token_ids_0, token_ids_1)).toEqual([
      cls_token_id,
      5,
      6,
      7,
      sep_token_id,
      8,
      9,
      sep_token_id,
    ]);
    // "A list of integers in the range [0, 1]: 1 for a special token, 0 for a sequence token."
    expect(await tokenizer.get_special_tokens_mask(token_ids_0, token_ids_1)).toEqual([
      1, 0, 0, 0, 1, 0, 0, 1,
    ]);
    // 0 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1
    // | first sequence    | second sequence |
    expect(await tokenizer.create_token_type_ids_from_sequences(token_ids_0, token_ids_1)).toEqual([
      0, 0, 0, 0, 0, 1, 1, 1,
    ]);
    // "If token_ids_1 is None, this method only returns the first portion of the mask (0s)."
    expect(await tokenizer.create_token_type_ids_from_sequences(token_ids_0)).toEqual([
      0, 0, 0, 0, 0,
    ]);
    await tokenizer.dispose();
  });

  test('save_vocabulary', async () => {
    const tokenizer = await DebertaTokenizer.from_pretrained(...debertaBase);
    const save_directory = temporaryFolder();
    // tokenizer.save_vocabulary(save_directory) — a page has no folders: the files come as texts.
    const files = await tokenizer.save_vocabulary();
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(save_directory, name), text);

    const again = await DebertaTokenizer.from_pretrained(save_directory);
    for (const text of ['Hello, my dog is cute', ' Hello world', '日本 😀']) {
      expect(await again.encode(text)).toEqual(await tokenizer.encode(text));
    }
    if (!network) {
      const vocab = JSON.parse(readFileSync(join(bundledModel, 'vocab.json')));
      expect(JSON.parse(files['vocab.json'])).toMatchObject(vocab);
    }
    await Promise.all([tokenizer.dispose(), again.dispose()]);
  });
});

describe('DebertaModel', () => {
  test('the example; TFDebertaModel’s is the same', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaBase);
    const model = await DebertaModel.from_pretrained(...debertaBase);

    const inputs = await tokenizer('Hello, my dog is cute');
    const outputs = await model(inputs);

    const last_hidden_states = outputs.last_hidden_state;

    const { hidden_size } = model.config;
    expect(last_hidden_states.dims).toEqual([1, inputs.input_ids.dims[1], hidden_size]);
    // It is what the feature-extraction pipeline gives.
    const extract = await pipeline('feature-extraction', ...debertaBase);
    const features = await extract('Hello, my dog is cute');
    expect(features.dims).toEqual(last_hidden_states.dims);
    for (const [i, value] of features.data.entries()) {
      expect(last_hidden_states.data[i]).toBeCloseTo(value, 4);
    }
    await Promise.all([tokenizer, model, extract].map((each) => each.dispose()));
  });

  test('output_hidden_states, output_attentions', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaBase);
    const model = await DebertaModel.from_pretrained(...debertaBase);
    const inputs = await tokenizer('Hello, my dog is cute');
    // outputs = model(**inputs, output_hidden_states=True, output_attentions=True)
    const outputs = await model({ ...inputs, output_hidden_states: true, output_attentions: true });
    const { num_hidden_layers, num_attention_heads, hidden_size } = model.config;
    const length = inputs.input_ids.dims[1];
    // "one for the output of the embeddings … + one for the output of each layer"
    expect(outputs.hidden_states).toHaveLength(num_hidden_layers + 1);
    for (const { dims } of outputs.hidden_states) expect(dims).toEqual([1, length, hidden_size]);
    expect(outputs.attentions).toHaveLength(num_hidden_layers);
    for (const attention of outputs.attentions) {
      expect(attention.dims).toEqual([1, num_attention_heads, length, length]);
      // "Attentions weights after the attention softmax"
      for (const total of attention.sum(-1).data) expect(total).toBeCloseTo(1, 4);
    }
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });

  // test_modeling_deberta.py, DebertaModelIntegrationTest
  testOnline(`test_inference_no_head (microsoft/deberta-base: ${online})`, async () => {
    const model = await DebertaModel.from_pretrained(...debertaBase);

    const input_ids = [[0, 31414, 232, 328, 740, 1140, 12695, 69, 46078, 1588, 2]];
    const attention_mask = [[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]];
    const output = (await model({ input_ids, attention_mask })).last_hidden_state;
    // compare the actual values for a slice.
    const expected_slice = [
      [-0.5986, -0.8055, -0.8462],
      [1.4484, -0.9348, -0.8059],
      [0.3123, 0.0032, -1.4131],
    ];
    for (const [i, row] of output.slice(0, [1, 4], [1, 4]).tolist().entries()) {
      for (const [j, value] of row.entries()) {
        expect(Math.abs(value - expected_slice[i][j])).toBeLessThan(1e-3);
      }
    }
    await model.dispose();
  });
});

describe('DebertaForMaskedLM', () => {
  test('the example', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaLargeFeedback);
    const model = await DebertaForMaskedLM.from_pretrained(...debertaLargeFeedback);

    const inputs = await tokenizer('The capital of France is [MASK].');

    const { logits } = await model(inputs);

    // retrieve index of [MASK]
    const mask_token_index = inputs.input_ids[0]
      .tolist()
      .findIndex((id) => id === BigInt(tokenizer.mask_token_id));

    const predicted_token_id = logits.slice(0, mask_token_index).argmax(-1);
    const word = await tokenizer.decode(predicted_token_id);

    expect(logits.dims).toEqual([1, inputs.input_ids.dims[1], model.config.vocab_size]);
    expect(mask_token_index).toBeGreaterThan(0);
    const scores = numbers(logits.slice(0, mask_token_index).data);
    expect(word).toBe(await tokenizer.decode(largest(scores)));
    if (network) expect(word).toBe(' Paris');

    let labels = (await tokenizer('The capital of France is Paris.'))['input_ids'];
    // mask labels of non-[MASK] tokens
    const paris = Number(labels[0].tolist()[mask_token_index]);
    labels = labels.map((label, i) =>
      inputs.input_ids.data[i] === BigInt(tokenizer.mask_token_id) ? label : -100n,
    );

    const outputs = await model({ ...inputs, labels });
    const loss = rounded(outputs.loss.item());

    expect(await tokenizer.decode([paris])).toBe(' Paris');
    expect(labels.tolist()[0].filter((label) => label !== -100n)).toEqual([BigInt(paris)]);
    expect(outputs.loss.item()).toBeCloseTo(crossEntropy(scores, paris), 3);
    if (network) expect(loss).toBe(0.54);

    // It is what the fill-mask pipeline gives.
    const unmask = await pipeline('fill-mask', ...debertaLargeFeedback);
    const [best] = await unmask('The capital of France is [MASK].', { top_k: 1 });
    expect(best.token).toBe(Number(predicted_token_id.item()));
    expect(best.score).toBeCloseTo(Math.exp(-crossEntropy(scores, best.token)), 4);
    await Promise.all([tokenizer, model, unmask].map((each) => each.dispose()));
  });

  test('TFDebertaForMaskedLM’s example', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaLargeFeedback);
    const model = await DebertaForMaskedLM.from_pretrained(...debertaLargeFeedback);

    const inputs = await tokenizer('The capital of France is [MASK].');
    const { logits } = await model(inputs);

    // retrieve index of [MASK] — tf.where gives all of them
    const mask_token_index = inputs.input_ids[0]
      .tolist()
      .flatMap((id, i) => (id === BigInt(tokenizer.mask_token_id) ? [i] : []));
    // tf.gather_nd(logits[0], indices=mask_token_index): one may ask for these alone
    const selected_logits = (await model({ ...inputs, logits_to_keep: mask_token_index }))
      .logits[0];

    const predicted_token_id = selected_logits.argmax(-1);
    const word = await tokenizer.decode(predicted_token_id);

    expect(mask_token_index).toHaveLength(1);
    expect(selected_logits.dims).toEqual([1, model.config.vocab_size]);
    expect(predicted_token_id.dims).toEqual([1]);
    const scores = numbers(logits.slice(0, mask_token_index[0]).data);
    expect(word).toBe(await tokenizer.decode([largest(scores)]));
    if (network) expect(word).toBe(' Paris');
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });

  test('the example of versions 4.0 to 4.12: labels for every token', async () => {
    const tokenizer = await DebertaTokenizer.from_pretrained(...debertaLargeFeedback);
    const model = await DebertaForMaskedLM.from_pretrained(...debertaLargeFeedback);

    const inputs = await tokenizer('The capital of France is [MASK].');
    const labels = (await tokenizer('The capital of France is Paris.'))['input_ids'];

    const outputs = await model({ ...inputs, labels });
    const loss = outputs.loss;
    const logits = outputs.logits;

    expect(labels.dims).toEqual(inputs.input_ids.dims);
    const ids = numbers(labels.data);
    const losses = logits[0].tolist().map((scores, i) => crossEntropy(scores, ids[i]));
    expect(loss.item()).toBeCloseTo(mean(losses), 3);
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });
});

describe('DebertaForSequenceClassification', () => {
  test('single-label classification', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaBaseToTrain);
    let model = await DebertaForSequenceClassification.from_pretrained(...debertaBaseToTrain);

    const inputs = await tokenizer('Hello, my dog is cute');

    const { logits } = await model(inputs);

    const predicted_class_id = logits.argmax().item();
    const label = model.config.id2label[predicted_class_id];

    const scores = numbers(logits.data);
    expect(label).toBe(model.config.id2label[largest(scores)]);
    expect(label).toEqual(expect.any(String));

    // To train a model on `num_labels` classes, you can pass `num_labels=num_labels` to
    // `.from_pretrained(...)`
    const num_labels = Object.keys(model.config.id2label).length;
    await model.dispose();
    const [name, options] = debertaBaseToTrain;
    const config = await AutoConfig.from_pretrained(name, options);
    config.num_labels = num_labels;
    model = await DebertaForSequenceClassification.from_pretrained(name, { ...options, config });

    const labels = new Tensor('int64', [1]);
    const loss = (await model({ ...inputs, labels })).loss;

    expect(num_labels).toBe(logits.dims[1]);
    expect(loss.item()).toBeCloseTo(crossEntropy(scores, 1), 4);

    // Versions 4.0 to 4.12: labels = torch.tensor([1]).unsqueeze(0)  # Batch size 1
    const unsqueezed = await model({ ...inputs, labels: labels.unsqueeze(0) });
    expect(unsqueezed.loss.item()).toBe(loss.item());
    // TFDebertaForSequenceClassification: labels = tf.constant(1)
    const constant = await model({ ...inputs, labels: new Tensor('int64', [1], []) });
    expect(constant.loss.item()).toBe(loss.item());
    // predicted_class_id = int(tf.math.argmax(logits, axis=-1)[0])
    expect(logits.argmax(-1)[0].item()).toBe(predicted_class_id);
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });

  test('multi-label classification', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaBaseToTrain);
    const [name, options] = debertaBaseToTrain;
    const config = await AutoConfig.from_pretrained(name, options);
    config.problem_type = 'multi_label_classification';
    let model = await DebertaForSequenceClassification.from_pretrained(name, {
      ...options,
      config,
    });

    const inputs = await tokenizer('Hello, my dog is cute');

    const { logits } = await model(inputs);

    // torch.arange(0, logits.shape[-1])[torch.sigmoid(logits).squeeze(dim=0) > 0.5]
    const predicted_class_ids = [...logits.sigmoid().squeeze(0)].flatMap((probability, i) =>
      probability > 0.5 ? [i] : [],
    );

    const scores = numbers(logits.data);
    expect(predicted_class_ids).toEqual(scores.flatMap((score, i) => (score > 0 ? [i] : [])));
    expect(model.config.problem_type).toBe('multi_label_classification');

    // To train a model on `num_labels` classes, you can pass `num_labels=num_labels` to
    // `.from_pretrained(...)`
    const num_labels = Object.keys(model.config.id2label).length;
    await model.dispose();
    config.num_labels = num_labels;
    model = await DebertaForSequenceClassification.from_pretrained(name, { ...options, config });

    // torch.sum(torch.nn.functional.one_hot(predicted_class_ids, num_classes=num_labels), dim=1)
    //   .to(torch.float)
    const one_hot = Array.from({ length: num_labels }, (_, i) => +predicted_class_ids.includes(i));
    const labels = new Tensor('float32', one_hot, [1, num_labels]);
    const loss = (await model({ ...inputs, labels })).loss;

    // −log σ(x) of a label that is there, −log (1 − σ(x)) of another
    const losses = scores.map((x, i) => Math.log(1 + Math.exp(one_hot[i] === 1 ? -x : x)));
    expect(loss.item()).toBeCloseTo(mean(losses), 4);
    // All that was predicted is there: no term is more than that of a guess.
    expect(loss.item()).toBeLessThanOrEqual(Math.log(2) + 1e-6);
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });
});

describe('DebertaForTokenClassification', () => {
  test('the example; TFDebertaForTokenClassification’s is the same', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaBaseForTokens);
    const model = await DebertaForTokenClassification.from_pretrained(...debertaBaseForTokens);

    const inputs = await tokenizer('HuggingFace is a company based in Paris and New York', {
      add_special_tokens: false,
    });

    const { logits } = await model(inputs);

    const predicted_token_class_ids = logits.argmax(-1);

    // Note that tokens are classified rather then input words which means that
    // there might be more predicted token classes than words.
    // Multiple token classes might account for the same word
    const predicted_tokens_classes = [...predicted_token_class_ids[0]].map(
      (t) => model.config.id2label[t],
    );

    const length = inputs.input_ids.dims[1];
    expect(length).toBeGreaterThanOrEqual(10);
    expect(logits.dims).toEqual([1, length, model.config.num_labels]);
    expect(predicted_token_class_ids.dims).toEqual([1, length]);
    const rows = logits[0].tolist();
    expect(predicted_tokens_classes).toEqual(
      rows.map((scores) => model.config.id2label[largest(scores)]),
    );

    const labels = predicted_token_class_ids;
    const loss = (await model({ ...inputs, labels })).loss;

    const losses = rows.map((scores) => crossEntropy(scores, largest(scores)));
    expect(loss.item()).toBeCloseTo(mean(losses), 4);

    // Versions 4.0 to 4.12: labels = torch.tensor([1] * inputs["input_ids"].size(1)).unsqueeze(0)
    const ones = new Tensor('int64', Array(length).fill(1n)).unsqueeze(0);
    const other = (await model({ ...inputs, labels: ones })).loss;
    expect(other.item()).toBeCloseTo(mean(rows.map((scores) => crossEntropy(scores, 1))), 4);
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });
});

describe('DebertaForQuestionAnswering', () => {
  test('the example; TFDebertaForQuestionAnswering’s is the same', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(...debertaLargeSquad);
    const model = await DebertaForQuestionAnswering.from_pretrained(...debertaLargeSquad);

    const [question, text] = ['Who was Jim Henson?', 'Jim Henson was a nice puppet'];

    const inputs = await tokenizer(question, { text_pair: text });
    let outputs = await model(inputs);

    const answer_start_index = Number(outputs.start_logits.argmax().item());
    const answer_end_index = Number(outputs.end_logits.argmax().item());

    const predict_answer_tokens = inputs.input_ids.slice(0, [
      answer_start_index,
      answer_end_index + 1,
    ]);
    const answer = await tokenizer.decode(predict_answer_tokens, { skip_special_tokens: true });

    const [starts, ends] = [outputs.start_logits, outputs.end_logits].map(({ data }) =>
      numbers(data),
    );
    expect(answer_start_index).toBe(largest(starts));
    expect(answer_end_index).toBe(largest(ends));
    const ids = numbers(inputs.input_ids.data).slice(answer_start_index, answer_end_index + 1);
    expect(numbers(predict_answer_tokens.data)).toEqual(ids);
    expect(answer).toBe(await tokenizer.decode(ids, { skip_special_tokens: true }));
    if (network) expect(answer).toBe(' a nice puppet');

    // target is "nice puppet"
    const target_start_index = new Tensor('int64', [12]);
    const target_end_index = new Tensor('int64', [14]);

    outputs = await model({
      ...inputs,
      start_positions: target_start_index,
      end_positions: target_end_index,
    });
    const loss = outputs.loss;

    expect(starts.length).toBeGreaterThan(14);
    const expected = (crossEntropy(starts, 12) + crossEntropy(ends, 14)) / 2;
    expect(loss.item()).toBeCloseTo(expected, 4);
    if (network) expect(rounded(loss.item())).toBe(0.14);

    // Versions 4.0 to 4.12: start_positions = torch.tensor([1]), end_positions = torch.tensor([3])
    const positions = { start_positions: [1], end_positions: [3] };
    const older = await model({ ...inputs, ...positions });
    expect(older.loss.item()).toBeCloseTo((crossEntropy(starts, 1) + crossEntropy(ends, 3)) / 2, 4);
    await Promise.all([tokenizer.dispose(), model.dispose()]);
  });
});

describe('loading', () => {
  test('a checkpoint without the head: refused, and made where that is asked for', async () => {
    // Python says "Some weights … were not initialized … You should probably TRAIN this model".
    const [name] = debertaBase;
    const options = network ? branch : {};
    const load = (more) =>
      DebertaForSequenceClassification.from_pretrained(name, { ...options, ...more });
    await expect(load({})).rejects.toMatchObject({ code: 'TENSOR_MISSING' });
    const model = await load({ initialize_missing: true });
    expect((await model.diagnostics()).load.initialized).toContain('pooler.dense.weight');
    await model.dispose();
  });

  testOnline(`from_tf: kamalkraj/deberta-base holds nothing else (${online})`, async () => {
    const options = { from_tf: true };
    const model = await DebertaModel.from_pretrained('kamalkraj/deberta-base', options);
    expect((await model.diagnostics()).load.format).toBe('tensorflow');
    await model.dispose();
  });
});
