// A WebSocket client, as much as the inspector of WebKit needs: text messages, no extensions. (Node 20
// has none.)
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';

/**
 * @param {string} url ws://…
 * @param {(message: string) => void} receive
 * @returns {Promise<{send: (message: string) => void, close: () => void}>}
 */
export function connectWebSocket(url, receive) {
  return new Promise((resolve, reject) => {
    const opening = request(url.replace(/^ws:/, 'http:'), {
      timeout: 10_000,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      },
    });
    opening.on('error', reject);
    opening.on('timeout', () => opening.destroy(new Error(`${url}: no answer within 10 s`)));
    opening.on('response', ({ statusCode }) => reject(new Error(`${url}: status ${statusCode}`)));
    opening.on('upgrade', (_, socket, head) => {
      socket.setTimeout(0);
      const read = reader(receive);
      read(head);
      socket.on('data', read);
      socket.on('error', () => {}); // the browser has ended
      resolve({
        send: (message) => void socket.write(frameOf(Buffer.from(message))),
        close: () => socket.destroy(),
      });
    });
    opening.end();
  });
}

const text = 1;
const last = 0x80;
const masked = 0x80;

/** A masked frame. @param {Buffer} payload */
function frameOf(payload) {
  const size = payload.length;
  let header;
  if (size < 126) header = Buffer.from([last | text, masked | size]);
  else if (size < 65536) header = Buffer.from([last | text, masked | 126, size >> 8, size & 255]);
  else {
    header = Buffer.from([last | text, masked | 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.writeBigUInt64BE(BigInt(size), 2);
  }
  const mask = randomBytes(4);
  return Buffer.concat([header, mask, payload.map((byte, i) => byte ^ mask[i & 3])]);
}

/** @param {(message: string) => void} receive */
function reader(receive) {
  let received = Buffer.alloc(0);
  /** @type {Buffer[]} */
  let fragments = [];
  return (/** @type {Buffer} */ data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      if (received.length < 2) return;
      const [start, short] = received;
      const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
      if (received.length < 2 + extended) return;
      const size =
        extended === 2
          ? received.readUInt16BE(2)
          : extended === 8
            ? Number(received.readBigUInt64BE(2))
            : short;
      const end = 2 + extended + size;
      if (received.length < end) return;
      const payload = received.subarray(2 + extended, end);
      received = received.subarray(end);
      if ((start & 15) > 2) continue; // close, ping and pong
      fragments.push(payload);
      if (!(start & last)) continue;
      receive(Buffer.concat(fragments).toString());
      fragments = [];
    }
  };
}
