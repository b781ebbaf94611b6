// Inputs to begin with, made from tests/fixtures; deberta_fuzz --seeds=FOLDER writes those that the C++
// tests can make.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { joinSafetensors, splitSafetensors } from '../../tests/support/models.mjs';
import { root } from '../project.mjs';

const fixtures = join(root, 'tests/fixtures');

/** The head that a config names, by its place among C++'s heads. */
const heads = [
  'Model',
  'ForSequenceClassification',
  'ForTokenClassification',
  'ForQuestionAnswering',
  'ForMaskedLM',
  'ForMultipleChoice',
];

const kept =
  /^(model_type|architectures|num_(hid|att|lab)|hidden_|inter|embedding|vocab|type_vo|max_[pr]|pos|rel|conv|norm|share|legacy|tie_w|talking|problem|id2|pooler_h)/;

/**
 * The config of a model of a few kilobytes: one layer, two channels a head; and the sizes that become
 * smaller.
 * @param {string} json
 * @returns {{config: any, sizes: Map<number, number>}}
 */
function shrunk(json) {
  const all = JSON.parse(json);
  const config = Object.fromEntries(
    Object.entries(all).filter(([name]) => kept.test(name) && !name.endsWith('_prob')),
  );
  const hidden = 2 * config.num_attention_heads;
  const values = {
    hidden_size: hidden,
    pooler_hidden_size: hidden,
    intermediate_size: 5,
    vocab_size: 10,
    max_position_embeddings: 12,
    embedding_size: 3,
  };
  const sizes = new Map([[3 * config.hidden_size, 3 * hidden]]);
  for (const [name, value] of Object.entries(values)) {
    if (!(name in config)) continue;
    sizes.set(config[name], value);
    config[name] = value;
  }
  config.num_hidden_layers = 1;
  return { config, sizes };
}

/**
 * The first rows and columns of each tensor.
 * @param {Buffer} file
 * @param {Map<number, number>} sizes
 */
function smallWeights(file, sizes) {
  const [header, data] = splitSafetensors(file);
  const pieces = [];
  let end = 0;
  for (const [name, entry] of Object.entries(header)) {
    const { shape, data_offsets } = entry;
    if (!shape || /layer\.[1-9]/.test(name)) {
      delete header[name];
      continue;
    }
    const bytes = data.subarray(...data_offsets);
    const isTable = name.endsWith('rel_embeddings.weight'); // its rows depend on the span
    const small = shape.map((size, axis) =>
      isTable && axis === 0 ? size : (sizes.get(size) ?? size),
    );
    const piece = corner(bytes, shape, small);
    header[name] = { ...entry, shape: small, data_offsets: [end, (end += piece.length)] };
    pieces.push(piece);
  }
  return joinSafetensors(header, Buffer.concat(pieces));
}

/** @param {Buffer} bytes @param {number[]} shape @param {number[]} small @returns {Buffer} */
function corner(bytes, shape, small) {
  if (shape.length === 0) return bytes;
  const size = bytes.length / shape[0];
  const rows = Array.from({ length: small[0] }, (_, row) =>
    corner(bytes.subarray(row * size, (row + 1) * size), shape.slice(1), small.slice(1)),
  );
  return Buffer.concat(rows);
}

/** u32 size | bytes, as Input::part() reads it. @param {Buffer} bytes */
function part(bytes) {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return Buffer.concat([size, bytes]);
}

/** @param {(target: string, name: string, input: Buffer | string) => void} add */
function addGoldenModels(add) {
  for (const name of readdirSync(join(fixtures, 'golden')).filter((name) => /^v\d/.test(name))) {
    const folder = join(fixtures, 'golden', name);
    const { config, sizes } = shrunk(readFileSync(join(folder, 'config.json'), 'utf8'));
    const text = Buffer.from(JSON.stringify(config));
    const architecture = config.architectures?.[0] ?? 'Model';
    const head = Math.max(
      0,
      heads.findIndex((ending) => architecture.endsWith(ending)),
    );
    add('config', name, Buffer.concat([Buffer.from([head, 0]), text]));
    const weights = smallWeights(readFileSync(join(folder, 'model.safetensors')), sizes);
    if (weights.length > 8192) continue;
    const random = [head, 0, 0, 1, 0];
    add('checkpoint', `${name}_random`, Buffer.concat([Buffer.from(random), part(text)]));
    for (const precision of [0, 3]) {
      const options = Buffer.from([head, precision, 1, 5, 0]);
      add('checkpoint', `${name}_${precision}`, Buffer.concat([options, part(text), weights]));
    }
  }
}

/** @param {(target: string, name: string, input: Buffer | string) => void} add */
function addSafetensors(add) {
  const sizes = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I8: 1, BOOL: 1, U16: 2 };
  const header = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const [dtype, size] of Object.entries(sizes)) {
    for (const shape of [[], [3], [2, 2], [0, 4]]) {
      const bytes = shape.reduce((product, each) => product * each, size);
      const name = `${dtype.toLowerCase()}.${shape.join('x')}`;
      header[name] = { dtype, shape, data_offsets: [end, (end += bytes)] };
    }
  }
  const seed = Buffer.from([7, 0]);
  add(
    'safetensors',
    'types',
    Buffer.concat([seed, joinSafetensors(header, Buffer.alloc(end, 63))]),
  );
  add('safetensors', 'empty', Buffer.concat([seed, joinSafetensors({}, Buffer.alloc(0))]));
  const weight = { w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } };
  add('safetensors', 'one', Buffer.concat([seed, joinSafetensors(weight, Buffer.alloc(8, 1))]));
}

/**
 * Calls of GLiNER2's task: a task of each kind, with choices, in chunks.
 * @param {(target: string, name: string, input: Buffer | string) => void} add
 */
function addSchemas(add) {
  const text = (/** @type {string} */ value) => [value.length, ...Buffer.from(value)];
  const label = (/** @type {string} */ name, /** @type {number[]} */ choices = []) => [
    ...[...text(name), 100, choices.length, choices.length],
    ...choices,
  ];
  const texts = [...text('hello www.he.ll he@ll.or'), ...text('He llo. x')];
  for (const [kind, name] of ['structure', 'entities', 'relation', 'classification'].entries()) {
    for (const [chunks, options] of [
      [0, [0, 0, 0]],
      [1, [1, 9, 1, 3, 1]],
    ]) {
      const labels = kind === 0 ? [label('a', [1]), label('b')] : [label('hello'), label('x')];
      const task = [1, kind, kind % 3, ...text('he'), labels.length, ...labels.flat()];
      const choices = kind === 0 ? [2, ...text('('), ...text('x')] : [0];
      const input = [.../** @type {number[]} */ (options), ...choices, ...task, ...texts];
      add('extraction', `${name}_${chunks}`, Buffer.from(input));
    }
  }
}

/** @param {(target: string, name: string, input: Buffer | string) => void} add */
function addOthers(add) {
  for (const name of readdirSync(join(fixtures, 'gliner'))) {
    const file = (/** @type {string} */ path) => readFileSync(join(fixtures, 'gliner', name, path));
    const has = (/** @type {string} */ path) => existsSync(join(fixtures, 'gliner', name, path));
    if (has('gliner_config.json')) {
      const config = part(file('gliner_config.json'));
      add('gliner_config', name, Buffer.concat([config, Buffer.from('{"hidden_size":48}')]));
    } else if (has('encoder_config/config.json')) {
      const encoder = part(file('encoder_config/config.json'));
      add('gliner_config', name, Buffer.concat([encoder, file('config.json')]));
    }
  }
  addSchemas(add);
  const index = {
    metadata: { total_size: 8 },
    weight_map: { a: 'm-1.bin', b: 'm-2.bin', c: 'm-1.bin' },
  };
  add('shard_index', 'three', JSON.stringify(index));
  const oid = '0123456789abcdef0123456789abcdef01234567';
  const file = { type: 'file', path: 'config.json', size: 3, oid };
  const large = { ...file, path: 'model.safetensors', lfs: { oid: oid + oid.slice(16), size: 9 } };
  const pages = [
    { body: [file, { type: 'directory', path: 'onnx' }], link: '<?cursor=2>; rel="next"' },
    { body: [large], status: 200 },
  ];
  add('hub_listing', 'pages', JSON.stringify(pages));
  add('hub_listing', 'failure', JSON.stringify([{ status: 503 }, ...pages]));
  for (const [name, bytes] of Object.entries({
    whole: [0, 15],
    parts: [0, 4, 50, 6, 60, 5, 20, 12],
    resumed: [1, 30, 6, 20, 12],
    changed: [0, 4, 40, 15, 15],
    faults: [0, 0, 1, 12],
  })) {
    add('hub_file', name, Buffer.from(bytes));
  }
}

/** Writes <folder>/<target>/<name>. @param {string} folder */
export function writeSeeds(folder) {
  const add = (/** @type {string} */ target, /** @type {string} */ name, input) => {
    mkdirSync(join(folder, target), { recursive: true });
    writeFileSync(join(folder, target, name), input);
  };
  addGoldenModels(add);
  addSafetensors(add);
  addOthers(add);
}
