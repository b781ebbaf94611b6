// The package's entry in Node.
import { setHost } from '../current_host.js';
import { takeEndpoint } from './environment.js';
import { nodeHost } from './host.js';

export * from '../index.js';

setHost(nodeHost);
takeEndpoint();
