import { peerMethods } from '../measure/peer_methods.js';
import { answer } from '../measure/worker_calls.js';
import { read } from './read.js';

const take = answer(peerMethods(read), (message) => self.postMessage(message));
self.onmessage = ({ data }) => take(data);
