// A client of Marionette, Firefox's own remote protocol: "length:[0, id, command, parameters]" and
// "length:[1, id, error, result]" over TCP.
import { connect } from 'node:net';

import { patience, PageError } from './program.mjs';
import { within } from './processes.mjs';

/** @param {number} port */
export async function connectMarionette(port) {
  const socket = connect(port, '127.0.0.1');
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  let received = Buffer.alloc(0);
  let count = 0;
  /** @type {() => void} */
  let greeted;
  const greeting = new Promise((resolve) => (greeted = () => resolve(undefined)));

  socket.on('data', (/** @type {Buffer} */ data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(':');
      const length = Number(received.subarray(0, Math.max(0, colon)));
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString());
      received = received.subarray(colon + 1 + length);
      if (Array.isArray(message)) settle(message);
      else greeted();
    }
  });

  /** @param {any[]} message */
  function settle([, id, error, result]) {
    const command = waiting.get(id);
    waiting.delete(id);
    if (!error) command?.resolve(result);
    else command?.reject(new PageError({ ...error, name: error.error }));
  }
  const end = () => {
    for (const { reject } of waiting.values())
      reject(new Error('Firefox has closed the connection'));
    waiting.clear();
  };
  socket.on('error', end);
  socket.on('close', end);
  await within(greeting, 30_000, `nothing on port ${port} that speaks Marionette`);

  return {
    /**
     * @param {string} name
     * @param {object} [parameters]
     * @returns {Promise<any>}
     */
    send(name, parameters = {}) {
      const id = ++count;
      const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
      const message = Buffer.from(JSON.stringify([0, id, name, parameters]));
      socket.write(`${message.length}:`);
      socket.write(message);
      return within(answer, patience, `Firefox did not answer ${name} within ${patience / 1000} s`);
    },
    close: () => socket.destroy(),
  };
}
