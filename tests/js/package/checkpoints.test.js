// Checkpoints in each of the formats (tools/fixtures/make_*_checkpoints.py), through the package.
import { afterAll, expect, test } from '@jest/globals';
import { cpSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AutoModel,
  AutoModelForMaskedLM,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
} from '../../../dist/node.js';
import { root } from '../../../tools/project.mjs';
import { checkpointModel as model, cleanUp } from '../../support/models.mjs';
import { readTensors } from '../../support/safetensors.mjs';

afterAll(cleanUp);

const fixtures = join(root, 'tests/fixtures');

async function expectGolden(loaded, name, output, tolerance) {
  const tensors = readTensors(join(fixtures, 'golden', name, 'expected.safetensors'));
  const expected = Object.fromEntries(tensors);
  const inputs = Object.fromEntries(
    ['input_ids', 'inputs_embeds', 'attention_mask', 'token_type_ids']
      .filter((field) => expected[field])
      .map((field) => [field, expected[field]]),
  );
  const { [output]: actual } = await loaded(inputs);
  const { data } = expected[output];
  expect(actual.data).toHaveLength(data.length);
  for (const [i, value] of actual.data.entries()) {
    expect(Math.abs(value - data[i])).toBeLessThan(tolerance * (1 + Math.abs(data[i])));
  }
}

test.each([
  ['zip.bin', 'pytorch', 1e-4],
  ['legacy.bin', 'pytorch-legacy', 1e-4],
  ['views.bin', 'pytorch', 1e-4],
  ['half.bin', 'pytorch', 5e-2], // of weights that lost half their digits
])('pytorch_model.bin as %s', async (file, format, tolerance) => {
  const folder = model('v1_seq_single', { 'pytorch_model.bin': file });
  const loaded = await AutoModelForSequenceClassification.from_pretrained(folder, { threads: 1 });
  await expectGolden(loaded, 'v1_seq_single', 'logits', tolerance);
  expect((await loaded.diagnostics()).load).toMatchObject({ format, files: ['pytorch_model.bin'] });
  await loaded.dispose();
});

test.each(['tied.bin', 'tied_legacy.bin'])(
  'a decoder that shares its storage: %s',
  async (file) => {
    const folder = model('v1_mlm_legacy', { 'pytorch_model.bin': file });
    const loaded = await AutoModelForMaskedLM.from_pretrained(folder, { threads: 1 });
    await expectGolden(loaded, 'v1_mlm_legacy', 'logits', 1e-4);
    await loaded.dispose();
  },
);

const shards = {
  safetensors: ['model.safetensors.index.json', 'model-0000#-of-00002.safetensors'],
  pytorch: ['pytorch_model.bin.index.json', 'pytorch_model-0000#-of-00002.bin'],
};
const shardFiles = ([index, pattern]) => {
  const names = [1, 2].map((i) => pattern.replace('#', i));
  return { names, files: Object.fromEntries([index, ...names].map((name) => [name, name])) };
};

test.each(Object.entries(shards))('%s in two files', async (format, pattern) => {
  const { names, files } = shardFiles(pattern);
  const loaded = await AutoModel.from_pretrained(model('v1_bf16', files), { threads: 1 });
  await expectGolden(loaded, 'v1_bf16', 'last_hidden_state', 1e-4);
  expect((await loaded.diagnostics()).load).toMatchObject({ format, files: names });
  await loaded.dispose();
});

test.each([
  ['v1_seq_single', AutoModelForSequenceClassification, 'logits'],
  ['v1_mlm_legacy_embsize', AutoModelForMaskedLM, 'logits'],
  ['v1_abs_rel_tt', AutoModel, 'last_hidden_state'],
  ['v1_tok_embeds', AutoModelForTokenClassification, 'logits'],
  ['v2_noshare_ln', AutoModel, 'last_hidden_state'],
  ['v2_conv_gelu', AutoModel, 'last_hidden_state'],
])('tf_model.h5 of %s', async (name, Class, output) => {
  const folder = model(name, { 'tf_model.h5': 'tf_model.h5' });
  const loaded = await Class.from_pretrained(folder, { threads: 1 });
  await expectGolden(loaded, name, output, 1e-4);
  const { load } = await loaded.diagnostics();
  const { size } = statSync(join(folder, 'tf_model.h5'));
  expect(load).toMatchObject({ format: 'tensorflow', files: ['tf_model.h5'], bytes: size });
  expect(load.skipped).toEqual([]);
  await loaded.dispose();
});

test('from_tf asks for tf_model.h5, whatever else is there', async () => {
  const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
  const load = () =>
    AutoModelForSequenceClassification.from_pretrained(folder, { threads: 1, from_tf: true });
  await expect(load()).rejects.toMatchObject({
    name: 'ModelFileNotFoundError',
    file: 'tf_model.h5',
  });
  cpSync(join(fixtures, 'checkpoints/v1_seq_single/tf_model.h5'), join(folder, 'tf_model.h5'));
  const loaded = await load();
  expect((await loaded.diagnostics()).load.format).toBe('tensorflow');
  await loaded.dispose();
});

test('use_safetensors reads no pickle', async () => {
  const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
  const load = () =>
    AutoModelForSequenceClassification.from_pretrained(folder, {
      threads: 1,
      use_safetensors: true,
    });
  await expect(load()).rejects.toMatchObject({
    name: 'ModelFileNotFoundError',
    file: 'model.safetensors',
    message: expect.stringMatching(/has no file model\.safetensors$/),
  });
  cpSync(
    join(fixtures, 'golden/v1_seq_single/model.safetensors'),
    join(folder, 'model.safetensors'),
  );
  const loaded = await load();
  expect((await loaded.diagnostics()).load.format).toBe('safetensors');
  await loaded.dispose();
});

test('model.safetensors goes before the others', async () => {
  const folder = model('v1_seq_single', { 'pytorch_model.bin': 'zip.bin' });
  const weights = join(fixtures, 'golden/v1_seq_single/model.safetensors');
  cpSync(weights, join(folder, 'model.safetensors'));
  writeFileSync(join(folder, 'pytorch_model.bin'), 'nothing');
  const loaded = await AutoModelForSequenceClassification.from_pretrained(folder, { threads: 1 });
  expect((await loaded.diagnostics()).load.format).toBe('safetensors');
  await loaded.dispose();
});

test('what is wrong is said of the file that it is wrong with', async () => {
  const refused = async (folder) =>
    AutoModelForSequenceClassification.from_pretrained(folder, { threads: 1 }).then(
      () => null,
      ({ name, code, file }) => ({ name, code, file }),
    );
  const bin = { 'pytorch_model.bin': 'zip.bin' };
  const cut = model('v1_seq_single', bin);
  truncateSync(join(cut, 'pytorch_model.bin'), 5000);
  expect(await refused(cut)).toMatchObject({ code: 'PT_TRUNCATED', file: 'pytorch_model.bin' });

  const evil = model('v1_seq_single', bin);
  const path = join(evil, 'pytorch_model.bin');
  const content = readFileSync(path);
  content.write('os', content.indexOf('collections\nOrderedDict'), 'latin1');
  writeFileSync(path, content);
  const { code, file } = await refused(evil);
  // Where the container keeps checksums, those notice it first.
  expect(['PT_GLOBAL', 'PT_ZIP']).toContain(code);
  expect(file).toBe('pytorch_model.bin');

  const page = model('v1_seq_single', {});
  writeFileSync(join(page, 'pytorch_model.bin'), '<!DOCTYPE html><html></html>');
  expect(await refused(page)).toMatchObject({
    code: 'NOT_A_CHECKPOINT',
    file: 'pytorch_model.bin',
  });

  const short = model('v1_seq_single', { 'tf_model.h5': 'tf_model.h5' });
  truncateSync(join(short, 'tf_model.h5'), 5000);
  expect(await refused(short)).toMatchObject({ code: 'H5_TRUNCATED', file: 'tf_model.h5' });
  writeFileSync(join(short, 'tf_model.h5'), '<!DOCTYPE html><html></html>');
  expect(await refused(short)).toMatchObject({ code: 'NOT_A_CHECKPOINT', file: 'tf_model.h5' });

  expect(await refused(model('v1_seq_single', {}))).toMatchObject({
    name: 'ModelFileNotFoundError',
    file: 'model.safetensors',
  });

  const { files } = shardFiles(shards.pytorch);
  const { 'pytorch_model-00002-of-00002.bin': missing, ...rest } = files;
  const incomplete = model('v1_bf16', rest);
  await expect(AutoModel.from_pretrained(incomplete)).rejects.toMatchObject({ file: missing });
  writeFileSync(join(incomplete, 'pytorch_model.bin.index.json'), '{"weight_map": 7}');
  await expect(AutoModel.from_pretrained(incomplete)).rejects.toMatchObject({
    code: 'SHARD_INDEX',
  });
});
