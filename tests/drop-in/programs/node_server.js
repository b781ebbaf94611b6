import http from 'node:http';
import { pipeline } from '@huggingface/transformers';

class MyClassificationPipeline {
  static task = /** @type {const} */ ('text-classification');
  static model = 'acme/deberta-sentiment';
  /** @type {Promise<import('@huggingface/transformers').TextClassificationPipeline> | null} */
  static instance = null;

  static async getInstance(progress_callback = undefined) {
    this.instance ??= pipeline(this.task, this.model, { progress_callback });
    return this.instance;
  }
}

// Define the HTTP server
const server = http.createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const text = url.searchParams.get('text');
  response.setHeader('Content-Type', 'application/json');
  if (url.pathname === '/classify' && text) {
    const classifier = await MyClassificationPipeline.getInstance();
    response.statusCode = 200;
    response.end(JSON.stringify(await classifier(text)));
  } else {
    response.statusCode = 400;
    response.end(JSON.stringify({ error: 'Bad request' }));
  }
});

server.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const address = `http://127.0.0.1:${port}/classify?text=`;
const answers = await Promise.all(
  ['I love it', 'I hate it', ''].map((text) => fetch(address + text)),
);
console.log(await Promise.all(answers.map((answer) => answer.json())));
server.close();
