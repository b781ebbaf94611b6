// The package's entry in Node.
import { makePipeline } from '../pipeline.js';
import { nodeHost } from './host.js';

export * from '../index.js';

/** Loads a model and returns the function that runs it; README.md has the options. */
export const pipeline = makePipeline(nodeHost);
