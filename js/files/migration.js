// For programs and models made for transformers.js and ONNX: what this package uses or suggests instead. Loaded on
// demand, because most pages do not need it.
export { noModelNamed } from './known_models.js';
export { onnxOnly } from './onnx_only.js';
export { substituted } from './substitutions.js';
