// question-answering against Python's QuestionAnsweringPipeline: preprocess, select_starts_ends,
// decode_spans, get_indices and postprocess. As agreed, an answer leaves out the white space around
// it before it is compared with others, only what stands in the context is one, and none is blank.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AutoModelForQuestionAnswering, pipeline } from '../../../../dist/node.js';
import { cleanUp } from '../../../support/models.mjs';
import { factsOfEveryPipeline, secret } from '../../../support/pipeline_facts.mjs';
import { expectClose, partsOf, softmax, trimmed } from '../../../support/reference.mjs';
import { questionAnswerer, scripted } from '../../../support/tiny_models.mjs';

const architecture = 'DebertaForQuestionAnswering';
const question = 'Who wrote the unbelievable letters?';
const context =
  'Ada Lovelace wrote unbelievable letters to Rome, and Überall 😀 in the Netherlands they were ' +
  'read: by Bob, by bob and by BOB. Naïve-ish people answered antidisestablishmentarianism.';
const inputs = [
  { question, context },
  { question: 'Where?', context: 'In New York.' },
  { question: 'é?', context: ' 7 ' },
  { question: 'What is the name of the very long river?', context: `${context} `.repeat(2) },
];

let answer;
let parts;
beforeAll(async () => {
  const folder = questionAnswerer();
  answer = await pipeline('question-answering', folder, { threads: 1 });
  parts = await partsOf(folder, AutoModelForQuestionAnswering);
});
afterAll(async () => {
  await answer.dispose();
  await parts.dispose();
  cleanUp();
});

/** Probabilities of a window's tokens: of the context's and of [CLS]. */
function probabilities(logits, row, cls) {
  const counts = row.ids.map((id, i) => row.sequences[i] === 1 || id === cls);
  return softmax(logits.tolist()[0].map((logit, i) => (counts[i] ? logit : -10000)));
}

/** The best spans of a window in the context, as [start, end, score] of characters. */
function spansOfWindow(row, context, cls, { top_k, max_answer_len, align_to_words }) {
  const start = probabilities(row.output.start_logits, row, cls);
  const end = probabilities(row.output.end_logits, row, cls);
  const candidates = [];
  for (let s = 0; s < row.ids.length; s++) {
    for (let e = s; e < Math.min(s + max_answer_len, row.ids.length); e++) {
      if (row.sequences[s] !== 1 || row.sequences[e] !== 1) continue;
      candidates.push({ s, e, score: start[s] * end[e] });
    }
  }
  const ofWord = (i) =>
    row.ids
      .map((_, j) => j)
      .filter((j) => (align_to_words ? row.words[j] === row.words[i] : j === i))
      .filter((j) => row.sequences[j] === 1);
  const spans = candidates
    .map(({ s, e, score }) => ({
      ...trimmed(context, row.offsets[ofWord(s)[0]][0], row.offsets[ofWord(e).at(-1)][1]),
      score,
    }))
    .filter((span) => span.start < span.end)
    .sort((a, b) => b.score - a.score)
    .slice(0, align_to_words ? top_k * 2 + 10 : top_k);
  return { spans, none: start[0] * end[0] };
}

/** The pipeline of Python; always a list. */
async function expected(model, { question, context }, options = {}) {
  const { tokenizer } = model;
  const longest = Math.min(tokenizer.model_max_length, 384);
  const { top_k = 1, max_answer_len = 15, align_to_words = true } = options;
  const { max_seq_len = longest, max_question_len = 64 } = options;
  const { doc_stride = Math.min(Math.floor(max_seq_len / 2), 128) } = options;
  const ofQuestion = await tokenizer(question, {
    add_special_tokens: false,
    return_tensor: false,
    return_offsets_mapping: true,
  });
  const isCut = ofQuestion.input_ids.length > max_question_len;
  const asked = isCut
    ? question.slice(0, ofQuestion.offset_mapping[max_question_len - 1][1])
    : question;
  const windows = await model.windows(asked, {
    text_pair: context,
    truncation: 'only_second',
    max_length: max_seq_len,
    stride: doc_stride,
  });
  const answers = [];
  let none = Infinity;
  for (const row of windows) {
    const settings = { top_k, max_answer_len, align_to_words };
    const window = spansOfWindow(row, context, tokenizer.cls_token_id, settings);
    none = Math.min(none, window.none);
    for (const { start, end, score } of window.spans) {
      const text = context.slice(start, end);
      const known = answers.find((each) => each.text.toLowerCase() === text.toLowerCase());
      if (!known) {
        answers.push({ text, score, best: score, start, end });
        continue;
      }
      known.score += score;
      if (score > known.best) Object.assign(known, { best: score, start, end });
    }
  }
  if (options.handle_impossible_answer) answers.push({ score: none, start: 0, end: 0 });
  answers.sort((a, b) => b.score - a.score);
  return answers.slice(0, top_k).map(({ score, start, end }) => ({
    answer: context.slice(start, end),
    score,
    start,
    end,
    ...(isCut && { truncated: true }),
  }));
}

describe('one question', () => {
  test('has one answer, which stands in the context', async () => {
    const result = await answer(question, context);
    expectClose(result, (await expected(parts, inputs[0]))[0]);
    expect(context.slice(result.start, result.end)).toBe(result.answer);
    expect(Object.keys(result).sort()).toEqual(['answer', 'end', 'score', 'start']);
    expectClose(await answer({ question, context }), result);
  });

  test.each(inputs)('%#, with all the answers there are', async (input) => {
    const wanted = await expected(parts, input, { top_k: 1000 });
    expectClose(await answer(input, { top_k: 1000 }), wanted);
  });

  test.each([2, 3, 10, 50])('top_k %i: a list, best first', async (top_k) => {
    const result = await answer(question, context, { top_k });
    expectClose(result, await expected(parts, inputs[0], { top_k }));
    expect(result).toHaveLength(top_k);
  });

  test.each([1, 2, 3, 5, 40])('max_answer_len %i', async (max_answer_len) => {
    const options = { max_answer_len, top_k: 20 };
    expectClose(await answer(inputs[0], options), await expected(parts, inputs[0], options));
  });

  test.each([1, 4])('align_to_words false: tokens, at most %i', async (max_answer_len) => {
    const options = { align_to_words: false, max_answer_len, top_k: 30 };
    const result = await answer(inputs[0], options);
    expectClose(result, await expected(parts, inputs[0], options));
    const aligned = await answer(inputs[0], { ...options, align_to_words: true });
    const isTorn = ({ end }) => /^\w\w/.test(context.slice(end - 1, end + 1));
    expect(result.some(isTorn)).toBe(true);
    expect(aligned.some(isTorn)).toBe(false);
  });

  test('handle_impossible_answer adds no answer among the others', async () => {
    const options = { handle_impossible_answer: true, top_k: 1000 };
    const result = await answer(inputs[0], options);
    expectClose(result, await expected(parts, inputs[0], options));
    expect(result.filter(({ answer }) => answer === '')).toEqual([
      { answer: '', start: 0, end: 0, score: expect.any(Number) },
    ]);
    const without = await answer(inputs[0], { top_k: 1000 });
    expect(without.filter(({ answer }) => answer === '')).toEqual([]);
  });
});

describe('a context of several windows', () => {
  const settings = [
    { max_seq_len: 40 },
    { max_seq_len: 40, doc_stride: 0 },
    { max_seq_len: 40, doc_stride: 10 },
    { max_seq_len: 30, doc_stride: 5, max_answer_len: 3 },
    { max_seq_len: 30, doc_stride: 5, align_to_words: false },
    { max_seq_len: 30, doc_stride: 12, handle_impossible_answer: true },
  ];
  test.each(settings)('%j', async (options) => {
    const windows = await parts.windows(question, {
      text_pair: context,
      truncation: 'only_second',
      max_length: options.max_seq_len,
      stride: options.doc_stride ?? options.max_seq_len / 2,
    });
    expect(windows.length).toBeGreaterThan(2);
    for (const top_k of [1, 25]) {
      const result = await answer(inputs[0], { ...options, top_k });
      const wanted = await expected(parts, inputs[0], { ...options, top_k });
      expectClose(result, top_k === 1 ? wanted[0] : wanted);
    }
  });

  test('is read to its end, with the defaults, beyond what the model takes at once', async () => {
    const long = { question, context: `${'Nothing of it is here. '.repeat(150)}${context}` };
    const options = { top_k: 200 };
    const result = await answer(long, options);
    expectClose(result, await expected(parts, long, options));
    expect(result[0]).not.toHaveProperty('truncated');
  });

  test('of which the question leaves little has a stride that fits', async () => {
    // Half of max_seq_len is more than the 10 tokens that are left: Python fails here.
    const used = (await parts.tokenizer.encode(question)).length + 1;
    const options = { max_seq_len: used + 10, top_k: 10 };
    const wanted = await expected(parts, inputs[0], { ...options, doc_stride: 5 });
    expectClose(await answer(inputs[0], options), wanted);
  });
});

describe('a long question', () => {
  test.each([3, 5])('is cut to max_question_len %i, and every answer says so', async (length) => {
    const options = { max_question_len: length, top_k: 5 };
    const result = await answer(inputs[0], options);
    expectClose(result, await expected(parts, inputs[0], options));
    expect(result.map(({ truncated }) => truncated)).toEqual(Array(5).fill(true));
    const whole = await answer(inputs[0], { top_k: 5 });
    expect(result[0].score).not.toBeCloseTo(whole[0].score, 6);
  });

  test('is cut to 64 tokens by default, and only where it is longer', async () => {
    const long = { question: 'why '.repeat(100), context };
    const result = await answer(long);
    expectClose(result, (await expected(parts, long))[0]);
    expect(result.truncated).toBe(true);
    const exact = { question: `${'why '.repeat(40).trim()}`, context };
    expect(await answer(exact)).not.toHaveProperty('truncated');
    const [whole, cut] = await answer([exact, long]);
    expect([whole.truncated, cut.truncated]).toEqual([undefined, true]);
  });
});

describe('shapes', () => {
  const questions = inputs.map((input) => input.question);
  const contexts = inputs.map((input) => input.context);

  test('objects, or questions with a context each, give the same', async () => {
    const wanted = [];
    for (const input of inputs) wanted.push((await expected(parts, input))[0]);
    expectClose(await answer(inputs), wanted);
    expectClose(await answer(questions, contexts), wanted);
    expectClose(await answer(questions.slice(0, 1), contexts.slice(0, 1)), wanted.slice(0, 1));
  });

  test('questions may share a context', async () => {
    const wanted = [];
    for (const question of questions) {
      wanted.push((await expected(parts, { question, context }))[0]);
    }
    expectClose(await answer(questions, context), wanted);
  });

  test('with top_k other than 1 there is a list for each', async () => {
    const wanted = [];
    for (const input of inputs) wanted.push(await expected(parts, input, { top_k: 3 }));
    expectClose(await answer(inputs, { top_k: 3 }), wanted);
    expectClose(await answer(questions, contexts, { top_k: 3 }), wanted);
  });

  test('no question, no answer', async () => {
    expect(await answer([])).toEqual([]);
    expect(await answer([], [])).toEqual([]);
  });
});

describe('a scripted head', () => {
  const script = {
    '*': [0, 0],
    '[CLS]': [3, 3],
    Ġto: [6, 6],
    ĠTo: [5, 5],
    iev: [8, 8],
  };
  let scriptedAnswer;
  let model;
  beforeAll(async () => {
    const folder = scripted(architecture, script);
    scriptedAnswer = await pipeline('question-answering', folder, { threads: 1 });
    model = await partsOf(folder, AutoModelForQuestionAnswering);
  });
  afterAll(() => Promise.all([scriptedAnswer.dispose(), model.dispose()]));

  test('answers of the same text are one, whatever their case, at the place of the best', async () => {
    const input = { question: 'a', context: 'x To y to z To w' };
    const options = { max_answer_len: 1, top_k: 2 };
    const [best, next] = await scriptedAnswer(input, options);
    expectClose([best, next], await expected(model, input, options));
    expect([best.answer, best.start]).toEqual(['to', 7]);
    const alone = await scriptedAnswer({ ...input, context: 'x y y to z y w' }, options);
    expect(alone[0].answer).toBe('to');
    expect(best.score).toBeGreaterThan(next.score);
  });

  test('white space around an answer makes no other of it', async () => {
    const input = { question: 'a', context: 'to\tTo to\u00a0to' };
    const answers = await scriptedAnswer(input, { max_answer_len: 1, top_k: 20 });
    const texts = answers.map(({ answer }) => answer.toLowerCase());
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).toContain('to');
    for (const text of texts) expect(text.trim()).toBe(text);
    expect(texts).not.toContain('');
  });

  test('white space alone has no answer, unless that may be the answer', async () => {
    const input = { question: 'a', context: ' \t\u00a0' };
    await expect(scriptedAnswer(input)).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/context 0 is only white space/),
    });
    const none = await scriptedAnswer(input, { handle_impossible_answer: true });
    expect(none).toMatchObject({ answer: '', start: 0, end: 0 });
  });

  test('an answer that several windows hold has the sum of their scores', async () => {
    const input = { question: 'a', context: `${'x '.repeat(12)}to${' y'.repeat(12)}` };
    const options = { max_answer_len: 1, max_seq_len: 20, doc_stride: 14 };
    const wanted = await expected(model, input, options);
    expectClose(await scriptedAnswer(input, options), wanted[0]);
    expect(wanted[0].answer).toBe('to');
    expect(wanted[0].score).toBeGreaterThan(1);
  });

  test('a word is whole, if only a token of it is meant', async () => {
    const input = { question: 'a', context: 'some unbelievable letters' };
    expect((await scriptedAnswer(input)).answer).toBe('unbelievable');
    expect((await scriptedAnswer(input, { align_to_words: false })).answer).toBe('iev');
  });

  test('no answer is the answer where [CLS] is the most likely', async () => {
    const input = { question: 'a', context: 'x y z' };
    const options = { handle_impossible_answer: true };
    const result = await scriptedAnswer(input, options);
    expectClose(result, (await expected(model, input, options))[0]);
    expect(result).toMatchObject({ answer: '', start: 0, end: 0 });
    expect((await scriptedAnswer(input)).answer).not.toBe('');
    const possible = { question: 'a', context: 'x to z' };
    expect((await scriptedAnswer(possible, options)).answer).toBe('to');
  });
});

const ask = { question: secret, context: `${secret} ${secret}` };
factsOfEveryPipeline({
  pipe: () => answer,
  inputs,
  long: { question, context: 'one two three '.repeat(100) },
  call: (pipe, input, options) => pipe(input, options),
  wrong: {
    question: [
      ['a number', (pipe) => pipe(7, secret)],
      ['nothing', (pipe) => pipe()],
      ['empty', (pipe) => pipe('', secret)],
      ['of an object', (pipe) => pipe({ question: null, context: secret })],
      ['some are objects', (pipe) => pipe([ask, secret], secret)],
      ['fewer than contexts', (pipe) => pipe([secret], [secret, secret])],
    ],
    context: [
      ['nothing', (pipe) => pipe(secret)],
      ['a number', (pipe) => pipe(secret, 7)],
      ['empty', (pipe) => pipe(secret, '')],
      ['of an object', (pipe) => pipe({ question: secret })],
      ['fewer than questions', (pipe) => pipe([secret, secret], [secret])],
    ],
    top_k: [
      ['0', (pipe) => pipe(ask, { top_k: 0 })],
      ['null', (pipe) => pipe(ask, { top_k: null })],
    ],
    max_answer_len: [
      ['0', (pipe) => pipe(ask, { max_answer_len: 0 })],
      ['a fraction', (pipe) => pipe(ask, { max_answer_len: 0.5 })],
    ],
    max_question_len: [['0', (pipe) => pipe(ask, { max_question_len: 0 })]],
    max_seq_len: [
      ['0', (pipe) => pipe(ask, { max_seq_len: 0 })],
      ['no room for a context', (pipe) => pipe(ask, { max_seq_len: 6 })],
    ],
    doc_stride: [
      ['negative', (pipe) => pipe(ask, { doc_stride: -1 })],
      ['beyond max_seq_len', (pipe) => pipe(ask, { max_seq_len: 30, doc_stride: 31 })],
      ['as much as a window has room', (pipe) => pipe(ask, { max_seq_len: 30, doc_stride: 29 })],
    ],
    handle_impossible_answer: [['0', (pipe) => pipe(ask, { handle_impossible_answer: 0 })]],
    align_to_words: [['a word', (pipe) => pipe(ask, { align_to_words: 'yes' })]],
  },
});
