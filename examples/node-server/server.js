// A server that redacts what people write, before it stores or forwards it.
import { appendFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pipeline, restore } from 'deberta-wasm';

const {
  PORT = '3000',
  MODEL = './models/pii-tiny',
  NOTES = './notes.jsonl',
  UPSTREAM, // the address of a service that takes {text} and answers {text}
} = process.env;

const find = await pipeline('token-classification', MODEL);

/** The error that a handler throws to answer with a status. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const routes = {
  /** Stores the text without names and addresses. */
  async '/notes'({ text }, signal) {
    const redacted = await find.redact(text, { signal });
    await appendFile(NOTES, `${JSON.stringify({ text: redacted.text })}\n`);
    return { text: redacted.text };
  },

  /** Asks another service, which sees placeholders; its answer has the names again. */
  async '/ask'({ text }, signal) {
    if (!UPSTREAM) throw new Refusal(501, 'UPSTREAM is not set');
    const { text: redacted, map } = await find.redact(text, { signal });
    const response = await fetch(UPSTREAM, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: redacted }),
      signal,
    });
    if (!response.ok) throw new Refusal(502, `the service answered ${response.status}`);
    const answer = await response.json();
    return { text: restore(String(answer.text), map) };
  },
};

const maxBytes = 100_000;

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Refusal(413, `expected at most ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    if (typeof body.text === 'string') return body;
  } catch {
    // not JSON: refused below
  }
  throw new Refusal(400, 'expected JSON with a text: {"text": "…"}');
}

const server = createServer(async (request, response) => {
  const abort = new AbortController();
  response.on('close', () => abort.abort()); // the client is gone, so the work ends
  const answer = (status, body) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  try {
    const route =
      request.method === 'POST' && Object.hasOwn(routes, request.url) && routes[request.url];
    if (!route) throw new Refusal(404, 'expected POST /notes or POST /ask');
    answer(200, await route(await bodyOf(request), abort.signal));
  } catch (error) {
    if (abort.signal.aborted) return;
    const isRefusal = error instanceof Refusal;
    // Errors of deberta-wasm never contain the text, so they may be logged.
    if (!isRefusal) console.error(error);
    answer(isRefusal ? error.status : 500, { error: isRefusal ? error.message : 'failed' });
  }
});

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening at http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await find.dispose();
});
