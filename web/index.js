// The package's entry in browsers.
import { makePipeline } from '../js/pipeline.js';
import { browserHost } from './host.js';

export * from '../js/index.js';

/** Loads a model and returns the function that runs it; README.md has the options. */
export const pipeline = makePipeline(browserHost);
