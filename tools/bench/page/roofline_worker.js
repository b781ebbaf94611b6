import { rooflineMethods } from '../measure/roofline_methods.js';
import { answer } from '../measure/worker_calls.js';
import { read } from './read.js';

const take = answer(rooflineMethods(read), (message) => self.postMessage(message));
self.onmessage = ({ data }) => take(data);
