// Which files make a model, in order of preference.

/** An index names the files that a checkpoint is split into. */
export const candidates = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
];

/** Read where none of them is. */
export const tensorFlowFile = 'tf_model.h5';

/** Where weights may be: the first that is there is read. */
export const weightsFiles = [...candidates, tensorFlowFile];

export const tokenizerFiles = ['vocab.json', 'merges.txt', 'spm.model', 'tokenizer.json'];

/** What a tokenizer may do without. */
export const tokenizerSettings = [
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
];
