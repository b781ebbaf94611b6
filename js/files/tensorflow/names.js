// Maps Keras' names of weights to those of the PyTorch model.

/** @typedef {{name: string, isKernel: boolean}} PyTorchName isKernel: its axes are in reverse order */

/** An unnamed Dense layer in TFDebertaEmbeddings; Keras numbers these per program. */
const unnamedProjection = /(^|\.)embeddings\.dense(_\d+)?\.weight$/;

const renamed = new Map([
  ['kernel', 'weight'],
  ['embeddings', 'weight'],
  ['gamma', 'weight'],
  ['beta', 'bias'],
]);

/** TFDebertaV2 uses v1's names for these weights. */
const renamedInV2 = new Map([
  ['pos_proj', 'pos_key_proj'],
  ['pos_q_proj', 'pos_query_proj'],
]);

/**
 * Does the same as `convert_tf_weight_name_to_pt_weight_name` of transformers; for example
 * deberta / tf_deberta_model / deberta / encoder / layer_._0 / output / LayerNorm / gamma:0
 * is deberta.encoder.layer.0.output.LayerNorm.weight.
 * @param {string[]} path of a dataset: the group of a layer, then the weight's name
 * @param {boolean} [isV2] whether the model is DeBERTa v2 or v3
 * @returns {PyTorchName}
 */
export function toPyTorch([layer, ...weight], isV2 = false) {
  const parts = weight
    .join('/')
    .replaceAll(':0', '') // the device
    .replace(/\/[^/]*___([^/]*)\//g, '/$1/') // 'x___y' stands for y
    .replaceAll('_._', '/') // an element of a list
    .split('/')
    .filter((part) => part !== '');
  // The scope that Keras puts around a model. Without one, the layer's own name comes first.
  if (parts.length > 1 && parts[0] !== layer) parts.shift();
  const last = parts.pop() ?? layer;
  const named = isV2 ? parts.map((part) => renamedInV2.get(part) ?? part) : parts;
  const name = [...named, renamed.get(last) ?? last].join('.');
  return {
    name: name.replace(unnamedProjection, '$1embeddings.embed_proj.weight'),
    isKernel: last === 'kernel',
  };
}
