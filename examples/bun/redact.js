// Redacts the arguments or standard input in Bun.
import { pipeline } from 'deberta-wasm';

const model = Bun.env.MODEL ?? './models/pii-tiny';
const text = Bun.argv[2] ?? (await Bun.stdin.text());

const find = await pipeline('token-classification', model);
const redacted = await find.redact(text);
console.log(redacted.text);
await find.dispose();
