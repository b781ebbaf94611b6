// A token classifier for transformers.js in ONNX, which has none of pii-tiny: one Gather, from token
// ids to the labels that pii-tiny gave these tokens. It is no DeBERTa; it shows whether the library
// loads, starts its WebAssembly and answers.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '../../tools/project.mjs';
import { entities } from './expected.mjs';

// --- protobuf ---------------------------------------------------------------------------------------

function varint(value) {
  const bytes = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
const number = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
function bytes(field, value) {
  const content = Buffer.isBuffer(value) ? value : Buffer.from(value);
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

// --- onnx.proto -------------------------------------------------------------------------------------

const float = 1;
const int64 = 7;

/** ValueInfoProto, as `field` of GraphProto. */
function value(field, name, type, dimensions) {
  const shape = dimensions.map((size) =>
    typeof size === 'number' ? message(1, number(1, size)) : message(1, bytes(2, size)),
  );
  return message(
    field,
    bytes(1, name),
    message(2, message(1, number(1, type), message(2, ...shape))),
  );
}

/** @param {Float32Array} table [vocabulary, labels] */
export function lookupModel(table, labels) {
  const rows = table.length / labels;
  const node = message(
    1,
    bytes(1, 'table'),
    bytes(1, 'input_ids'),
    bytes(2, 'logits'),
    bytes(4, 'Gather'),
  );
  const weights = message(
    5,
    number(1, rows),
    number(1, labels),
    number(2, float),
    bytes(8, 'table'),
    bytes(9, Buffer.from(table.buffer)),
  );
  const graph = message(
    7,
    node,
    bytes(2, 'lookup'),
    weights,
    value(11, 'input_ids', int64, ['batch', 'tokens']),
    value(11, 'attention_mask', int64, ['batch', 'tokens']),
    value(12, 'logits', float, ['batch', 'tokens', labels]),
  );
  return Buffer.concat([number(1, 8), graph, message(8, bytes(1, ''), number(2, 13))]);
}

/** tokenizer.json of pii-tiny's byte-level BPE. */
function tokenizerFile(vocabulary, merges) {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].filter((t) => t in vocabulary);
  const byteLevel = {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: true,
  };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content) => ({
      id: vocabulary[content],
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: {
      type: 'BertProcessing',
      sep: ['[SEP]', vocabulary['[SEP]']],
      cls: ['[CLS]', vocabulary['[CLS]']],
    },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: vocabulary,
      merges,
    },
  };
}

/** Writes the model's folder. */
export async function writeLookupModel(folder) {
  const source = join(root, 'models/pii-tiny');
  const read = async (name) => JSON.parse(await readFile(join(source, name), 'utf8'));
  const config = await read('config.json');
  const vocabulary = await read('vocab.json');
  const lines = (await readFile(join(source, 'merges.txt'), 'utf8')).split('\n');
  const merges = lines.filter((line) => line && !line.startsWith('#version'));

  const labels = Object.values(config.id2label);
  const outside = labels.indexOf('O');
  const words = Object.keys(vocabulary).length;
  const table = new Float32Array(words * labels.length);
  for (let id = 0; id < words; ++id) table[id * labels.length + outside] = 9;
  for (const { entity_group, word } of entities) {
    const label = labels.findIndex((name) => name.endsWith(entity_group));
    for (const [token, id] of Object.entries(vocabulary)) {
      const piece = token.replace(/^Ġ/, '');
      if (piece.length > 1 && word.includes(piece)) {
        table[id * labels.length + label] = 20;
      }
    }
  }
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeFile(join(folder, 'onnx/model.onnx'), lookupModel(table, labels.length));
  const { id2label, label2id } = config;
  const plain = { model_type: 'deberta', architectures: ['DebertaForTokenClassification'] };
  const files = {
    'config.json': { ...plain, id2label, label2id },
    'tokenizer.json': tokenizerFile(vocabulary, merges),
    'tokenizer_config.json': { tokenizer_class: 'DebertaTokenizer', model_max_length: 512 },
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), JSON.stringify(content));
  }
}
