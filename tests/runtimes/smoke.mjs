// What a user's program does with the package, in any runtime: prints what it finds as JSON.
//
//   node smoke.mjs MODEL-FOLDER
import { env, pipeline } from 'deberta-wasm';

const text = 'Write to Ada 😀 Lovelace at ada@example.org or +44 20 7946 0958.';
env.allowRemoteModels = false;

const ner = await pipeline('token-classification', process.argv[2]);
const entities = await ner(text, { aggregation_strategy: 'simple' });
const { input_ids, offset_mapping } = await ner.tokenizer(text, {
  return_tensor: false,
  return_offsets_mapping: true,
});
const decoded = await ner.tokenizer.decode(input_ids, { skip_special_tokens: true });
const { variant, threads } = await ner.diagnostics();
await ner.dispose();
const after = await ner(text).catch((error) => error.code);
console.log(
  JSON.stringify({ text, entities, input_ids, offset_mapping, decoded, variant, threads, after }),
);
