// A text that goes through every function of the package, in a page. (tests/browser/privacy.test.js)

/** The model of each task, below models/, and its arguments for a text. */
const calls = {
  'feature-extraction': ['entities', (text) => [[text, 'a'], { pooling: 'mean' }]],
  'fill-mask': ['masks', (text) => [`${text} [MASK]`]],
  'question-answering': ['answers', (text) => [text, `${text} did it.`]],
  'text-classification': ['labels', (text) => [[text, { text, text_pair: text }]]],
  'text-ranking': ['ranks', (text) => [text, [text, 'a'], { return_documents: true }]],
  'token-classification': [
    'entities',
    (text) => [text, { aggregation_strategy: 'simple', stride: 8 }],
  ],
  'zero-shot-classification': ['labels', (text) => [text, [text, 'letter']]],
  'zero-shot-token-classification': ['any_entities', (text) => [text, [text, 'city']]],
};

/** How a call with a text goes wrong. @type {((text: string) => object)[]} the options */
const wrong = [
  (text) => ({ aggregation_strategy: text, top_k: text, pooling: text, function_to_apply: text }),
  (text) => ({ stride: 8, hypothesis_template: text }),
  () => ({ signal: AbortSignal.abort() }),
  (text) => ({ stride: text }),
  () => ({ no_such_option: 1 }),
];

/**
 * @param {string} word
 * @param {string[]} tasks
 */
export async function callEverything(word, tasks) {
  const text = `My name is ${word}, ${word}@example.org.`;
  const found = { tasks: [], answers: 0, errors: [], reports: [] };
  const observer = new ReportingObserver((reports) => {
    for (const { type, body } of reports) found.reports.push(`${type} ${JSON.stringify(body)}`);
  });
  observer.observe();
  for (const event of ['error', 'unhandledrejection', 'securitypolicyviolation']) {
    addEventListener(event, (e) => found.reports.push(`${event} ${e.message ?? e.reason}`));
  }
  /** Calls a function; keeps its error. */
  const call = async (run) => {
    try {
      await run();
      ++found.answers;
    } catch (error) {
      const causes = [];
      for (let each = error; each instanceof Error; each = each.cause) {
        causes.push(`${each.name} ${each.message} ${each.stack} ${JSON.stringify(each)}`);
      }
      found.errors.push({ code: error.code ?? error.name, text: causes.join('\n') });
    }
  };
  const deberta = await import('./deberta.js');
  for (const task of tasks) {
    const [model, argsOf] = calls[task];
    const pipe = await deberta.pipeline(task, `./models/${model}/`, { threads: 2 });
    await call(() => pipe(...argsOf(text)));
    await call(() => pipe(...argsOf(`${text} `.repeat(300))));
    if (task === 'token-classification') await callRedaction(pipe, text, deberta, call);
    if (pipe.redact) await call(() => pipe.redact(text));
    for (const optionsOf of wrong) await call(() => pipe(...argsOf(text), optionsOf(text)));
    await call(() => pipe({ text }, { text }));
    await call(() => pipe.model({ input_ids: text }));
    await call(() => pipe.model(pipe.tokenizer(text)));
    await pipe.dispose();
    await call(() => pipe(...argsOf(text)));
    found.tasks.push(task);
  }
  await callTokenizer(deberta, text, call);
  await callModels(deberta, text, call);
  await callGliner(deberta, text, call);
  await callGliner2(deberta, text, call);
  await callElsewhere(deberta, text, call);
  await call(() => deberta.pipeline('ner', `./models/none/`, { config: { text } }));
  await callAndCrash(deberta, text, call);
  return found;
}

async function callRedaction(pipe, text, deberta, call) {
  const { text: redacted, map, entities } = await pipe.redact(text);
  if (JSON.stringify(map).length < 5) throw new Error('nothing was redacted');
  await call(() => pipe.redact(text, { map, policy: { EMAIL: 'keep' } }));
  await call(() => deberta.restore(redacted, map));
  await call(() => deberta.restoreEntities(redacted, map));
  const pieces = new Response(redacted).body.pipeThrough(new TextDecoderStream());
  const restored = pieces.pipeThrough(deberta.restoreStream(map));
  await call(() => new Response(restored.pipeThrough(new TextEncoderStream())).text());
  await call(() => deberta.positionMap(redacted, map).toOriginal(3));
  await call(() => deberta.redactEntities(text, entities));
  await call(() => pipe.redact(text, { map: text }));
  await call(() => pipe.redact(text, { policy: { EMAIL: text } }));
  await call(() => pipe.redact([text]));
  await call(() => deberta.restore(redacted, { [text]: 7 }));
  await call(() => deberta.restore(text, text));
  await call(() => deberta.redactEntities(text, [{ entity_group: text, start: 9e9, end: 1 }]));
  await call(() => deberta.redactEntities(text, [{ entity_group: text, start: text, end: text }]));
}

async function callTokenizer({ AutoTokenizer }, text, call) {
  const tokenizer = await AutoTokenizer.from_pretrained('./models/entities/');
  const ids = await tokenizer.encode(text);
  const tokens = await tokenizer.tokenize(text);
  const encoding = await tokenizer([text, text], {
    text_pair: [text, text],
    ...{ padding: true, truncation: true, return_offsets_mapping: true, return_length: true },
  });
  for (const run of [
    () => encoding.tokens(1),
    () => tokenizer.decode(ids),
    () => tokenizer.batch_decode([ids, ids]),
    () => tokenizer.convert_tokens_to_ids(tokens),
    () => tokenizer.convert_ids_to_tokens(ids),
    () => tokenizer.convert_tokens_to_string(tokens),
    () => tokenizer.build_inputs_with_special_tokens(ids, ids),
    () => tokenizer.create_token_type_ids_from_sequences(ids, ids),
    () => tokenizer.get_special_tokens_mask(ids),
    // Misuse: what these say must not repeat the text.
    () => tokenizer({ text }),
    () => tokenizer(text, { text_pair: 7 }),
    () => tokenizer(text, { truncation: text }),
    () => tokenizer(text, { max_length: text }),
    () => tokenizer(text, { return_tensor: text }),
    () => tokenizer([text, `${text} ${text}`]),
    () => tokenizer.decode(text),
    () => tokenizer.convert_ids_to_tokens([text]),
    () => encoding.tokens(9),
  ]) {
    await call(run);
  }
  await tokenizer.dispose();
  await call(() => tokenizer(text));
}

async function callModels(deberta, text, call) {
  const { AutoTokenizer, AutoModelForTokenClassification } = deberta;
  const tokenizer = await AutoTokenizer.from_pretrained('./models/entities/');
  const model = await AutoModelForTokenClassification.from_pretrained('./models/entities/');
  const output_attentions = true;
  await call(async () => model(await tokenizer(text), { output_attentions }));
  await call(async () => model({ ...(await tokenizer(text)), labels: [[text]] }));
  await call(() => model({ input_ids: [[text]] }));
  await call(() => model({ input_ids: [[1]], attention_mask: text }));
  await call(() => deberta.AutoConfig.from_pretrained('./models/entities/', { config: { text } }));
  await call(() => new deberta.Tensor('float32', text, [1]));
  await Promise.all([tokenizer.dispose(), model.dispose()]);
}

async function callGliner({ GLiNER }, text, call) {
  const model = await GLiNER.from_pretrained('./models/any_entities/', { threads: 1 });
  await call(() => model.inference([text], ['city', text]));
  await call(() => model.inference([text], text, { threshold: text }));
  await call(() => model.inference({ text }, ['city']));
  await model.dispose();
}

async function callGliner2({ GLiNER2, pipeline }, text, call) {
  const model = await GLiNER2.from_pretrained('./models/anything/', { threads: 1 });
  await call(() => model.extract(text, { entities: ['city', text], relations: ['in'] }));
  await call(() => model.batch_classify_text([text], { mood: ['good', text] }));
  await call(() => model.extract_json_long(text, { letter: ['from::str', 'to'] }));
  await call(() => model.extract_entities(text, ['city'], { threshold: text }));
  await call(() => model.extract_entities({ text }, ['city']));
  await model.dispose();
  const classify = await pipeline('zero-shot-classification', './models/anything/', { threads: 1 });
  await call(() => classify(text, ['city', text]));
  await call(() => classify(text, ['city'], { hypothesis_template: text }));
  await classify.dispose();
}

/** The same in the calling thread, and in the package of one file. */
async function callElsewhere(deberta, text, call) {
  deberta.env.worker = false;
  const inline = await import('./deberta-inline.js');
  for (const { pipeline } of [deberta, inline]) {
    const find = await pipeline('ner', './models/entities/');
    await call(() => find(text, { aggregation_strategy: 'max' }));
    await call(() => find.redact(text));
    await call(() => find(text, { aggregation_strategy: text }));
    await find.dispose();
  }
  deberta.env.worker = true;
}

/** The worker crashes during a call; the next call loads the model again. */
async function callAndCrash(deberta, text, call) {
  /** @type {Worker[]} */
  const workers = [];
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      workers.push(this);
    }
  };
  const find = await deberta.pipeline('ner', './models/entities/', { threads: 1 });
  const long = { stride: 8, aggregation_strategy: 'simple' };
  const pending = call(() => find(`${text} `.repeat(2000), long));
  await new Promise((resolve) => setTimeout(resolve, 100)); // the call has begun
  workers[0].dispatchEvent(new ErrorEvent('error', { message: 'RuntimeError: unreachable' }));
  await pending;
  await call(() => find(text));
  await find.dispose();
  globalThis.Worker = Worker;
}
