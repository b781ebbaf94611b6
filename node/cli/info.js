// deberta-wasm info: describes a model by its configuration and the index of its weights.
import { configOf } from '../../js/api/config.js';
import { DebertaError } from '../../js/base/errors.js';
import { fileNotFound } from '../../js/base/missing_file.js';
import { findGlinerConfig } from '../../js/files/gliner.js';
import {
  configFile,
  encoderFile,
  findTokenizer,
  glinerFile,
  settingsFile,
} from '../../js/files/manifest.js';
import { gather } from '../../js/base/streams.js';
import { Checkpoint, scalesOf } from './checkpoint.js';
import { sourceHelp } from './load_options.js';
import { openModel, opener, sourceOptions } from './model.js';
import { sizeText } from './progress_line.js';
import { UsageError } from './usage.js';

/** @typedef {import('../../js/base/host.js').ModelSource} ModelSource */
/** @typedef {import('./checkpoint.js').TensorInfo} TensorInfo */
/** @typedef {Partial<Record<'gliner_config' | 'gliner2_config', Record<string, any>>>} GlinerConfigs */

/** @type {import('./usage.js').Command} */
export const info = {
  summary: "show a model's configuration, tokenizer and weights",
  help: `deberta-wasm info MODEL [options]

MODEL is a folder, a Hub name, a URL or a file of weights. The model is not loaded.

  --json                print JSON
${sourceHelp}`,
  options: { ...sourceOptions, json: { type: 'boolean' } },
  async run(positionals, values, signal) {
    const [model, ...rest] = positionals;
    if (model === undefined || rest.length) throw new UsageError('expected one MODEL');
    const source = await openModel(model, values);
    const facts = await factsOf(source, signal);
    console.log(values['json'] ? JSON.stringify(facts, null, 2) : textOf(facts));
  },
};

/** @typedef {Awaited<ReturnType<typeof factsOf>>} Facts */

/**
 * @param {import('../../js/files/gliner.js').GlinerSource} source
 * @param {AbortSignal} signal
 */
async function factsOf(source, signal) {
  /** @type {Record<string, number | null>} */
  const sizes = {};
  const open = opener(source, signal, (file, content) => {
    sizes[file] = content.total;
    return content;
  });
  const read = async (/** @type {string} */ file) => {
    const chunks = await open(file);
    return chunks && gather(chunks);
  };
  const { isGliner, isGliner2 } = await source.places(signal);
  const gliner = isGliner || isGliner2 ? await findGlinerConfig(open, source) : null;
  const configs = new Map(gliner?.files ?? []);
  const configJson = gliner ? configs.get(configFile) : await read(configFile);
  if (!gliner && !configJson) throw fileNotFound(source, configFile);
  const config = configOf(
    gliner?.config() ?? jsonOf(/** @type {Uint8Array} */ (configJson), configFile),
  );
  const { gliner_config, gliner2_config } = /** @type {GlinerConfigs} */ (config);
  const tokenizer = await tokenizerOf(read);

  const checkpoint = await Checkpoint.open(open, source);
  const files = await checkpoint.readIndex();
  const { format, tensors } = checkpoint.index();
  const scales = scalesOf(tensors);
  const other = configs.get(glinerFile) ?? configs.get(encoderFile);
  const { heads, refused } = checkpoint.heads(configJson, other);
  const [best] = heads;
  return {
    model: source.name,
    model_type: config.model_type,
    architectures: config.architectures,
    layers: config.num_hidden_layers,
    hidden_size: config.hidden_size,
    attention_heads: config.num_attention_heads,
    intermediate_size: config.intermediate_size,
    vocab_size: config.vocab_size,
    ...(gliner_config && { gliner: glinerFacts(gliner_config) }),
    ...(gliner2_config && { gliner2: gliner2Facts(gliner2_config) }),
    max_length: maxLength(config, tokenizer.model_max_length),
    labels: Object.values(config.id2label),
    tokenizer: { kind: tokenizer.kind, files: tokenizer.files },
    weights: {
      format,
      files: files.map((name) => ({ name, bytes: sizes[name] ?? null })),
      tensors: tensors.length,
      parameters: sum(tensors.filter(({ name }) => !scales.has(name)).map(countOf)),
      dtypes: dtypesOf(tensors),
    },
    heads: heads.map(({ head }) => head),
    refused: refused && { code: refused.code, message: refused.message },
    skipped: best?.skipped ?? null,
    memory_bytes: best?.memory_bytes ?? null,
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {string} file
 */
function jsonOf(bytes, file) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new DebertaError('CONFIG_JSON', `${file} is not JSON`, { file });
  }
}

/** @param {Record<string, any>} config gliner_config.json */
const glinerFacts = ({ span_mode = 'markerV0', max_width = 12, max_len = 384 }) => ({
  span_mode,
  max_width,
  max_len,
});

/** @param {Record<string, any>} config config.json of a GLiNER2 model */
const gliner2Facts = ({ architecture = 'span', counting_layer = 'count_lstm', ...rest }) => ({
  architecture,
  counting_layer,
  max_width: rest.span_head?.max_width ?? rest.max_width ?? 8,
});

/** @param {(file: string) => Promise<Uint8Array | null>} read */
async function tokenizerOf(read) {
  const settings = await read(settingsFile);
  const said = settings && jsonOf(settings, settingsFile)?.model_max_length;
  const model_max_length = typeof said === 'number' && said < 2 ** 31 ? said : null;
  const { files, missing } = await findTokenizer(read);
  const names = [...files.keys()];
  if (missing !== null) return { kind: null, files: names, model_max_length };
  const json = files.get('tokenizer.json');
  if (json) {
    const kind = String(jsonOf(json, 'tokenizer.json')?.model?.type ?? 'of no type');
    return { kind, files: names, model_max_length };
  }
  const kinds = { 'spm.model': 'SentencePiece', 'vocab.txt': 'WordPiece' };
  const kind = kinds[/** @type {keyof kinds} */ (names[0])] ?? 'byte-level BPE';
  return { kind, files: names, model_max_length };
}

/**
 * @param {import('../../js/api/config.js').AnyConfig} config
 * @param {number | null} said value of the tokenizer
 */
function maxLength({ max_position_embeddings, position_biased_input }, said) {
  if (said === null) return max_position_embeddings;
  return position_biased_input ? Math.min(said, max_position_embeddings) : said;
}

/** @param {number[]} values */
const sum = (values) => values.reduce((total, each) => total + each, 0);

/** @param {TensorInfo} tensor */
const countOf = ({ shape }) => shape.reduce((product, size) => product * size, 1);

/** @param {TensorInfo[]} tensors */
function dtypesOf(tensors) {
  /** @type {Record<string, {tensors: number, parameters: number}>} */
  const dtypes = {};
  for (const tensor of tensors) {
    const entry = (dtypes[tensor.dtype] ??= { tensors: 0, parameters: 0 });
    entry.tensors += 1;
    entry.parameters += countOf(tensor);
  }
  return dtypes;
}

/** @param {Facts} facts */
function textOf(facts) {
  const { weights, tokenizer, labels, skipped, refused, gliner, gliner2 } = facts;
  const bytes = weights.files.some((file) => file.bytes === null)
    ? null
    : sum(weights.files.map((file) => file.bytes ?? 0));
  const dtypes = Object.entries(weights.dtypes).map(
    ([dtype, count]) => `${count.tensors} × ${dtype}`,
  );
  const rows = [
    ['model', [facts.model_type, ...(facts.architectures ?? [])].join(', ')],
    ['layers', `${facts.layers} of ${facts.hidden_size}, ${facts.attention_heads} heads`],
    ['vocabulary', String(facts.vocab_size)],
    [
      'length',
      gliner2
        ? 'any number of words'
        : gliner
          ? `${gliner.max_len} words at once`
          : `${facts.max_length} tokens`,
    ],
    ['labels', gliner || gliner2 ? 'any, by name' : `${labels.length}: ${list(labels)}`],
    ['tokenizer', `${tokenizer.kind ?? 'none'} (${tokenizer.files.join(', ')})`],
    [
      'weights',
      `${weights.format}: ${list(weights.files.map((file) => file.name))}` +
        (bytes === null ? '' : `, ${sizeText(bytes)}`),
    ],
    ['tensors', `${weights.tensors} (${dtypes.join(', ')})`],
    ['parameters', `${(weights.parameters / 1e6).toFixed(1)} million`],
    ['head', facts.heads.join(', ') || `nothing: ${refused?.code}: ${refused?.message}`],
    ['skipped', skipped === null ? '' : skipped.length ? list(skipped) : 'nothing'],
    ['memory', facts.memory_bytes === null ? '' : `about ${sizeText(facts.memory_bytes)}`],
  ];
  const lines = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name.padEnd(12)}${value}`);
  return [facts.model, ...lines].join('\n');
}

/**
 * The first of a list that may be long.
 * @param {string[]} items
 */
function list(items) {
  const most = 8;
  const more = items.length > most ? `, … (${items.length - most} more)` : '';
  return items.slice(0, most).join(', ') + more;
}
