// The package's entry in browsers.
import { makePipeline } from '../js/pipeline.js';
import { browserHost } from './host.js';

export * from '../js/index.js';

export const pipeline = makePipeline(browserHost);
