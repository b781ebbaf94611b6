// The package's entry in Node.
import { setHost } from '../js/base/host.js';
import { takeEndpoint } from './environment.js';
import { nodeHost } from './host.js';

export * from '../js/api/index.js';

setHost(nodeHost);
takeEndpoint();
