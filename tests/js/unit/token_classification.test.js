// js/pipelines/token_classification.js and redaction.js: what the core is asked, and what becomes of its answer.
import { describe, expect, test } from '@jest/globals';

import { tokenClassificationTask as task } from '../../../js/pipelines/token_classification.js';

const { redact } = task.more;
const usual = { aggregation_strategy: 'none', ignore_labels: ['O'], stride: 0 };

/** A session whose model recommends these options; it keeps what it is asked, and finds these entities. */
function fake(recommended, entities = [], id2label = ['O', 'B-PER', 'I-PER']) {
  const session = {
    config: { task_specific_params: { 'token-classification': recommended } },
    info: { max_length: 512, id2label },
    asked: null,
    async run(name, texts, options) {
      session.asked = options;
      return texts.map(() => ({ entities, truncated: false }));
    },
  };
  return session;
}

async function asked(method, recommended, options) {
  const session = fake(recommended);
  await method.run(session, 'text', options);
  return session.asked;
}

describe('the options that a model recommends', () => {
  test('are the defaults of a call, and the options of a call go before them', async () => {
    const recommended = { aggregation_strategy: 'viterbi', align_to_words: true };
    expect(await asked(task, recommended)).toMatchObject({ ...usual, ...recommended });
    expect(await asked(task, recommended, { aggregation_strategy: undefined })).toMatchObject(
      recommended,
    );
    const own = { aggregation_strategy: 'none', align_to_words: false };
    expect(await asked(task, recommended, own)).toMatchObject(own);
  });

  test('are for redaction those that leave nothing in clear', async () => {
    const recommended = {
      ...{ aggregation_strategy: 'viterbi', ignore_labels: ['O', 'DATE'] },
      ...{ align_to_words: false, stride: 0 },
    };
    expect(await asked(redact, recommended)).toMatchObject({
      ...{ aggregation_strategy: 'viterbi', ignore_labels: ['O', 'DATE'] },
      ...{ align_to_words: true, stride: 32 },
    });
    const own = { aggregation_strategy: 'max', ignore_labels: ['O'] };
    expect(await asked(redact, recommended, own)).toMatchObject(own);
    // Redaction needs whole entities.
    const none = { aggregation_strategy: 'none' };
    expect((await asked(redact, none)).aggregation_strategy).toBe('simple');
  });

  test('may be missing, or of other programs', async () => {
    for (const config of [
      null,
      {},
      { task_specific_params: null },
      { task_specific_params: 'x' },
    ]) {
      const session = { ...fake(), config };
      await task.run(session, 'text');
      expect(await asked(task, { max_length: 20 })).toMatchObject(usual);
    }
  });

  test.each([
    [{ aggregation_strategy: 'frist' }, 'aggregation_strategy: expected one of none, simple'],
    [{ ignore_labels: 'O' }, 'ignore_labels: expected an array of strings'],
    [{ stride: -1 }, 'stride: expected an integer of at least 0'],
  ])('are refused where a call would be: %j', async (recommended, message) => {
    for (const method of [task, redact]) {
      const error = await asked(method, recommended).catch((failure) => failure);
      expect(error).toMatchObject({ code: 'CONFIG_VALUE', file: 'config.json' });
      expect(error.message).toContain(`task_specific_params: ${message}`);
    }
  });
});

describe('redaction with checks', () => {
  const card = '4111 1111 1111 1111';
  const entities = [
    { entity_group: 'PER', score: 0.9, word: null, start: 0, end: 3 },
    { entity_group: 'CREDIT_CARD', score: 0.9, word: null, start: 10, end: 14 },
  ];
  const text = `Ada, room 1234: ada@example.org, ${card}`;

  test('takes the model’s words for what patterns find, and its own where there are none', async () => {
    const session = fake({}, entities, ['O', 'B-PER', 'B-E-MAIL']);
    const { text: redacted } = await redact.run(session, text, { checks: true });
    expect(redacted).toBe('[PER_1], room 1234: [E-MAIL_1], [CREDIT_CARD_1]');
    expect((await redact.run(session, text)).text).toBe(
      `[PER_1], room [CREDIT_CARD_1]: ada@example.org, ${card}`,
    );
  });

  test('respects labels to ignore, the policy and the least score', async () => {
    const session = fake({}, entities);
    const redacted = async (options) =>
      (await redact.run(session, text, { checks: true, ...options })).text;
    expect(await redacted({ ignore_labels: ['O', 'EMAIL'] })).toBe(
      '[PER_1], room 1234: ada@example.org, [CREDIT_CARD_1]',
    );
    expect(await redacted({ policy: { EMAIL: 'keep' }, min_score: 0.95 })).toBe(
      'Ada, room 1234: ada@example.org, [CREDIT_CARD_1]',
    );
  });

  test('finds numbers with white space of all kinds', async () => {
    for (const space of ['\u00a0', '\t', '\u202f', '\u00ad ', ' \u200b']) {
      const number = card.replaceAll(' ', space);
      const { text: redacted, map } = await redact.run(fake({}), `a ${number}.`, { checks: true });
      expect(redacted).toBe('a [CREDIT_CARD_1].');
      expect(map).toEqual({ '[CREDIT_CARD_1]': number });
    }
  });
});
