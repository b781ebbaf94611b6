// The package's entry in Node.
import { makePipeline } from '../pipeline.js';
import { nodeHost } from './host.js';

export * from '../index.js';

export const pipeline = makePipeline(nodeHost);
