// js/files/weights.js, js/worker/send_weights.js: which file is read, and how tf_model.h5 gets to the worker.
import { afterAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { env } from '../../../js/base/env.js';
import { nodeHost } from '../../../node/host.js';
import { Progress } from '../../../js/files/progress.js';
import { openSource, openWithProgress } from '../../../js/files/source.js';
import { openWeights } from '../../../js/files/weights.js';
import { sendWeights } from '../../../js/worker/send_weights.js';
import { checkpointBytes } from '../../support/hdf5.mjs';
import { cleanUp, splitSafetensors, temporaryFolder } from '../../support/models.mjs';

afterAll(cleanUp);

const h5 = checkpointBytes('v1_seq_single');

/** A source as the Hub is one: files come once, and in order. */
const streamed = (files) => ({
  name: 'model',
  async open(name) {
    if (!(name in files)) return null;
    const content = Uint8Array.from(files[name]);
    const chunks = (async function* () {
      for (let at = 0; at < content.length; at += 1000) yield content.slice(at, at + 1000);
    })();
    return { total: content.length, chunks, origin: { from: 'network' } };
  },
});

/** Loads weights into a worker that keeps them. */
async function load(source, { isTensorFlow, signal } = {}) {
  const events = [];
  const progress = new Progress('model', (info) => events.push(info));
  const written = [];
  const connection = {
    async call(method, args, options) {
      if (method === 'finishWeights') return { tensors: 1, bytes: 2, format: 'safetensors' };
      written.push(structuredClone(args[0], options));
    },
  };
  const open = (file, { convert } = {}) =>
    openWithProgress(source, file, { progress, signal, origins: {} }, convert);
  const weights = await openWeights(open, source, { from_tf: isTensorFlow });
  const report = await sendWeights(connection, weights, [weights.name], open, source);
  return { name: weights.name, report, content: Buffer.concat(written), events };
}

async function localSources() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'tf_model.h5'), h5);
  return [
    ['a folder', await nodeHost.openFolder(folder)],
    ['File objects', await openSource([new File([h5], 'tf_model.h5')], {}, env, nodeHost)],
  ];
}

const local = await localSources();

test.each(local)('%s: after an abort nothing is read', async (_, source) => {
  const signal = AbortSignal.abort();
  await expect(load(source, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
});

describe.each([...local, ['a server', streamed({ 'tf_model.h5': h5 })]])(
  'tf_model.h5 of %s',
  (_, source) => {
    test('gets there as safetensors', async () => {
      const { name, report, content } = await load(source);
      expect(name).toBe('tf_model.h5');
      expect(report).toEqual({ tensors: 1, bytes: h5.length, format: 'tensorflow' });
      const [header] = splitSafetensors(content);
      expect(Object.keys(header)).toContain('deberta.encoder.layer.1.output.dense.weight');
    });

    test('is reported by its own bytes', async () => {
      const { events } = await load(source);
      expect(events.slice(0, 2).map(({ status }) => status)).toEqual(['initiate', 'download']);
      expect(events.at(-1)).toEqual({ status: 'done', name: 'model', file: 'tf_model.h5' });
      const steps = events.filter(({ status }) => status === 'progress');
      expect(steps.at(-1)).toMatchObject({ loaded: h5.length, total: h5.length, progress: 100 });
    });
  },
);

const file = Buffer.from('content');

test('the other formats go before it, unless it is asked for', async () => {
  const source = streamed({ 'pytorch_model.bin': file, 'tf_model.h5': h5 });
  expect((await load(source)).name).toBe('pytorch_model.bin');
  expect((await load(source, { isTensorFlow: true })).name).toBe('tf_model.h5');
});

test('what is not there is named', async () => {
  await expect(load(streamed({}))).rejects.toMatchObject({
    file: 'model.safetensors',
    message: expect.stringMatching(/pytorch_model\.bin or tf_model\.h5/),
  });
  const other = streamed({ 'model.safetensors': file });
  await expect(load(other, { isTensorFlow: true })).rejects.toMatchObject({ file: 'tf_model.h5' });
});
