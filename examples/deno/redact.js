// Redacts the arguments or standard input in Deno.
import { pipeline } from 'deberta-wasm';

const model = Deno.env.get('MODEL') ?? './models/pii-tiny';
const text = Deno.args[0] ?? (await new Response(Deno.stdin.readable).text());

const find = await pipeline('token-classification', model);
const redacted = await find.redact(text);
console.log(redacted.text);
await find.dispose();
