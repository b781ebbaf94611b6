// The package's entry in Node.
import { env } from '../js/base/env.js';
import { setHost } from '../js/base/host.js';
import { takeEndpoint } from './environment.js';
import { nodeHost } from './host.js';

export * from '../js/api/index.js';

setHost(nodeHost);
takeEndpoint();
// As in transformers.js; in Node a look into a folder makes no request.
env.allowLocalModels = true;
