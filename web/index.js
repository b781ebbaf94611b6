// The package's entry in browsers.
import { setHost } from '../js/base/current_host.js';
import { browserHost } from './host.js';

export * from '../js/api/index.js';

setHost(browserHost);
