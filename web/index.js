// The package's entry in browsers.
import { setHost } from '../js/current_host.js';
import { browserHost } from './host.js';

export * from '../js/index.js';

setHost(browserHost);
