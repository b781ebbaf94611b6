// The package in each browser engine, with cross-origin isolation and without: every pipeline answers
// as in Node, and models answer as the reference does.
//
// DEBERTA_TESTS=all: all of the reference's cases, and all of it also without isolation; otherwise a
// selection.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import * as deberta from '../../dist/node.js';
import { root } from '../../tools/project.mjs';
import { serveTwice, siteFolder } from '../support/engine_site.mjs';
import { engineNames, launchEngine } from '../support/engines/index.mjs';
import { bundledModel, cleanUp } from '../support/models.mjs';
import { expectClose } from '../support/reference.mjs';
import { readTensors } from '../support/safetensors.mjs';
import * as tiny from '../support/tiny_models.mjs';

const golden = join(root, 'tests/fixtures/golden');
const everything = process.env.DEBERTA_TESTS === 'all';

/** One case of each head, of both versions, of what is special to a version, and of a stored dtype. */
const selection = [
  ...['v1_c2p_p2c', 'v1_talking_head', 'v1_mlm_legacy', 'v1_qa', 'v1_tok', 'v1_bf16'],
  ...[
    'v2_v3style',
    'v2_conv_default',
    'v2_mc',
    'v2_seq_single',
    'v2_mlm_new',
    'v2_f16',
    'v2_holes',
  ],
];
const cases = everything ? readdirSync(golden).filter((name) => /^v[12]_/.test(name)) : selection;

const text = 'Write to Ada 😀 Lovelace at ada@example.org or +44 20 7946 0958.';
const simple = { aggregation_strategy: 'simple' };

/**
 * Name → task, model, and calls, which run in the page and in Node. A call takes the pipeline, the
 * package, and `given`.
 */
const given = { text, simple };
const pipelines = {
  'token-classification': {
    model: 'pii-tiny',
    call: async (pipe, _, { text, simple }) => [
      await pipe(text),
      await pipe([text, '', `${text} `.repeat(20)], { ...simple, stride: 64 }),
    ],
  },
  redact: {
    task: 'token-classification',
    model: 'pii-tiny',
    call: async (pipe, { restore }, { text }) => {
      const redacted = await pipe.redact(text);
      return [redacted, restore(redacted.text, redacted.map)];
    },
  },
  'text-classification': {
    model: 'sequence',
    call: async (pipe, _, { text }) => [
      await pipe([text, 'Go!']),
      await pipe([{ text: 'a', text_pair: 'b' }], { top_k: null }),
    ],
  },
  'zero-shot-classification': {
    model: 'entailment',
    call: async (pipe, _, { text }) => [
      await pipe(text, ['letters', 'weather', 'sport']),
      await pipe([text, 'Go!'], ['letters', 'weather'], { multi_label: true }),
    ],
  },
  'question-answering': {
    model: 'question',
    call: (pipe, _, { text }) => pipe('Who gets a letter?', text, { top_k: 3 }),
  },
  'fill-mask': {
    model: 'mask',
    call: async (pipe) => [
      await pipe('Write to [MASK] at once.', { top_k: 3 }),
      await pipe('[MASK] and [MASK].', { top_k: 2 }),
    ],
  },
  'feature-extraction': {
    model: 'encoder',
    call: async (pipe, _, { text }) => {
      const tensors = [
        await pipe(text),
        await pipe([text, 'Go!'], { pooling: 'mean', normalize: true }),
      ];
      return tensors.map(({ type, dims, data }) => ({ type, dims, data: Array.from(data) }));
    },
  },
  'text-ranking': {
    model: 'ranking',
    call: (pipe) => pipe('Who wrote the notes?', ['Ada Lovelace wrote them.', 'It rained.', '']),
  },
};

/** Without isolation the modules of one thread run, which Node's tests run, too. */
const sites = [
  ['with cross-origin isolation', { isolated: true, names: Object.keys(pipelines), cases }],
  [
    'without cross-origin isolation',
    everything
      ? { isolated: false, names: Object.keys(pipelines), cases }
      : {
          isolated: false,
          names: ['token-classification', 'redact', 'fill-mask'],
          cases: ['v1_c2p_p2c', 'v2_v3style', 'v2_conv_default'],
        },
  ],
];

let servers;
/** What Node answers, as JSON carries it. */
const answers = {};
beforeAll(async () => {
  const models = {
    'pii-tiny': bundledModel,
    sequence: tiny.sequenceClassifier(),
    entailment: tiny.sequenceClassifier({ labels: ['contradiction', 'neutral', 'entailment'] }),
    question: tiny.questionAnswerer(),
    mask: tiny.maskedLanguageModel(),
    encoder: tiny.encoder(),
    ranking: tiny.sequenceClassifier({ labels: ['LABEL_0'] }),
    ...Object.fromEntries(cases.map((name) => [name, join(golden, name)])),
  };
  for (const [name, { task = name, model, call }] of Object.entries(pipelines)) {
    const pipe = await deberta.pipeline(task, models[model], { threads: 1 });
    answers[name] = JSON.parse(JSON.stringify(await call(pipe, deberta, given)));
    await pipe.dispose();
  }
  servers = await serveTwice(siteFolder(models));
}, 120_000);
afterAll(async () => {
  await servers?.close();
  cleanUp();
});

/** The source of a function for the page: loads a pipeline, calls it, ends it. */
const programOf = (call) => `async (task, model, given) => {
  const deberta = await import('./deberta.js');
  const events = [];
  const pipe = await deberta.pipeline(task, './models/' + model, {
    threads: 2,
    progress_callback: ({ status }) => events.push(status),
  });
  try {
    const answer = await (${call})(pipe, deberta, given);
    const { threads_started: threads, variant, why } = await pipe.diagnostics();
    return { answer, threads, variant, why, last: events.at(-1) };
  } finally {
    await pipe.dispose();
  }
}`;

/** Runs a model in the page on a golden case's inputs. */
async function runModel(name, className, inputs, results) {
  const package_ = await import('./deberta.js');
  const { Tensor } = package_;
  const model = await package_[className].from_pretrained(`./models/${name}`, { threads: 2 });
  try {
    const tensors = inputs.map(([key, type, data, dims]) => {
      const values = type === 'int64' ? BigInt64Array.from(data, BigInt) : Float32Array.from(data);
      return [key, new Tensor(type, values, dims)];
    });
    const outputs = await model(Object.fromEntries(tensors));
    return results.map((key) => ({ dims: outputs[key].dims, data: Array.from(outputs[key].data) }));
  } finally {
    await model.dispose();
  }
}

const inputNames = [
  ...['input_ids', 'inputs_embeds', 'attention_mask', 'token_type_ids', 'position_ids'],
];
const resultNames = ['last_hidden_state', 'logits', 'start_logits', 'end_logits'];
const tolerance = 1e-4;

describe.each(engineNames)('%s', (engineName) => {
  let engine;
  beforeAll(async () => {
    engine = await launchEngine(engineName);
  });
  afterAll(() => engine?.close());

  describe.each(sites)('%s', (_, { isolated, names, cases }) => {
    let page;
    beforeAll(async () => {
      page = await engine.newPage((isolated ? servers.isolated : servers.plain).url);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
    });
    afterAll(() => page?.close());

    test.each(names)('%s answers as in Node', async (name) => {
      const { task = name, model, call } = pipelines[name];
      const result = await page.evaluate(programOf(call), task, model, given);
      expectClose(result.answer, answers[name], tolerance);
      expect(result.last).toBe('ready');
      if (isolated) {
        expect(result).toMatchObject({ threads: 2, variant: expect.stringMatching(/-threads$/) });
      } else {
        expect(result).toMatchObject({ threads: 1, variant: expect.stringMatching(/^[a-z]+$/) });
        expect(result.why).toMatch(/isolat/i);
      }
    });

    test.each(cases)('the reference’s answers: %s', async (name) => {
      const expected = readTensors(join(golden, name, 'expected.safetensors'));
      const { architectures } = JSON.parse(readFileSync(join(golden, name, 'config.json'), 'utf8'));
      const base = name.startsWith('v2_') ? 'DebertaV2Model' : 'DebertaModel';
      const inputs = inputNames
        .filter((key) => expected.has(key))
        .map((key) => {
          const { type, data, dims } = expected.get(key);
          return [key, type, Array.from(data, Number), dims];
        });
      const results = resultNames.filter((key) => expected.has(key));
      expect(results.length).toBeGreaterThan(0);
      const className = architectures?.[0] ?? base;
      const outputs = await page.evaluate(runModel, name, className, inputs, results);
      for (const [i, key] of results.entries()) {
        const { data, dims } = expected.get(key);
        expect([key, outputs[i].dims]).toEqual([key, dims]);
        expect([key, outputs[i].data.length]).toEqual([key, data.length]);
        const wrong = data.findIndex(
          (value, at) =>
            !(Math.abs(outputs[i].data[at] - value) <= tolerance * (1 + Math.abs(value))),
        );
        // Only where there is a wrong value: its place and both numbers.
        const shown = wrong < 0 ? [] : [key, wrong, outputs[i].data[wrong], data[wrong]];
        expect(shown).toEqual([]);
      }
    });

    test('errors have their codes', async () => {
      const codes = await page.evaluate(async () => {
        const { DebertaError, pipeline } = await import('./deberta.js');
        const missing = await pipeline('ner', './models/nowhere').catch((error) => error);
        const ner = await pipeline('ner', './models/pii-tiny', { threads: 1 });
        const wrong = await ner(7).catch((error) => error);
        await ner.dispose();
        const late = await ner('x').catch((error) => error);
        return [missing, wrong, late].map((error) => [error instanceof DebertaError, error.code]);
      });
      expect(codes).toEqual([
        [true, 'FILE_NOT_FOUND'],
        [true, 'INPUT'],
        [true, 'DISPOSED'],
      ]);
    });

    test('a signal ends the call that runs, and the next one is answered', async () => {
      const result = await page.evaluate(async (text) => {
        const { pipeline } = await import('./deberta.js');
        const ner = await pipeline('ner', './models/pii-tiny', { threads: 2 });
        const abort = new AbortController();
        const first = ner(text);
        const running = ner(Array(200).fill(text.repeat(20)), { signal: abort.signal });
        const failure = running.catch((error) => error);
        await first;
        abort.abort();
        const next = await ner(text);
        const { code } = await failure;
        await ner.dispose();
        return [code, next.length > 0];
      }, text);
      expect(result).toEqual(['ABORTED', true]);
    });

    test('nothing goes wrong in the console, and the CSP refuses nothing', async () => {
      // A model that is not there is told by some consoles as a failed request.
      const problems = (await page.problems()).filter((problem) => !/404|nowhere/.test(problem));
      expect(problems).toEqual([]);
    });
  });
});
