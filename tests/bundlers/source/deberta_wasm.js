// Finds the entities of a text, and says how it was done: what every fixture shows on its page.
import { pipeline } from 'deberta-wasm';

const text = 'Ada Lovelace wrote to charles@example.org on Monday.';

async function find() {
  const pipe = await pipeline('token-classification', '/app/models/pii-tiny');
  const entities = await pipe(text, { aggregation_strategy: 'simple' });
  // Those that were started: how many of them a short text uses depends on what else the machine does.
  const { threads_started, variant, why } = await pipe.diagnostics();
  return { entities, threads: threads_started, variant, why };
}

/** @returns {Promise<string>} JSON: {entities, threads, variant, why} or {error} */
export function findEntities() {
  const failed = ({ name, code, message }) => ({ error: { name, code, message } });
  return find().catch(failed).then(JSON.stringify);
}
