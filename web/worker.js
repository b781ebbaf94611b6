// The worker that a model runs in, in browsers.
import { instantiate, makeServer } from '../js/serve.js';

onmessage = (() => {
  const serve = makeServer(instantiate, (message, transfer) => postMessage(message, { transfer }));
  return ({ data }) => serve(data);
})();
