// The package's entry in browsers.
import { setHost } from '../js/base/host.js';
import { browserHost } from './host.js';

export * from '../js/api/index.js';

setHost(browserHost);
