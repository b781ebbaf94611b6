// A Hub with tiny models of the names that the demo's tabs ask for, in place of huggingface.co.
import { join } from 'node:path';

import { env, pipeline } from '../../dist/node.js';
import { caseExpected, caseFolder, encoders } from './gliner_cases.mjs';
import { startHub } from './hub.mjs';
import * as tiny from './tiny_models.mjs';

/** The tabs, by the ids of their panels, and the model that each names. */
export const hubModels = {
  'zero-shot': 'MoritzLaurer/deberta-v3-xsmall-zeroshot-v1.1-all-33',
  questions: 'deepset/deberta-v3-base-squad2',
  words: 'microsoft/deberta-base',
};

/** The tab of kinds: its model, a case of GLiNER, and the repository of that model's encoder. */
const kindsCase = 'legacy_bin';
const kindsEncoder = 'tiny/deberta-v3-small';
export const kindsModel = 'urchade/gliner_small-v2.1';

/** What the tab of kinds is to show of the case's text and labels, by the engine in Node. */
export async function kindsInNode() {
  const before = { ...env };
  Object.assign(env, { localModelPath: encoders, allowLocalModels: true });
  const options = { threads: 1, dtype: 'q8' };
  const find = await pipeline('zero-shot-ner', caseFolder(kindsCase), options);
  Object.assign(env, before);
  const {
    texts: [text],
    labels,
  } = caseExpected(kindsCase);
  return {
    text,
    labels,
    found: (threshold) => find(text, labels, { threshold }),
    close: () => find.dispose(),
  };
}

/**
 * A Playwright route handler: what huggingface.co would answer, a Hub of this process does.
 * @param {{url: string}} hub
 */
export function answeredBy(hub) {
  return async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    try {
      const response = await fetch(new URL(pathname + search, hub.url), {
        method: request.method(),
        headers: { ...request.headers(), host: new URL(hub.url).host },
        body: request.postData() ?? undefined,
      });
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    } catch {
      // A Hub that is closed cannot be reached; a page that has ended its request wants no answer.
      await route.abort().catch(() => {});
    }
  };
}

export async function startDemoHub() {
  const labels = ['entailment', 'not_entailment'];
  const hub = await startHub({
    repositories: {
      [hubModels['zero-shot']]: tiny.sequenceClassifier({ labels }),
      [hubModels.questions]: tiny.questionAnswerer(),
      [hubModels.words]: tiny.maskedLanguageModel(),
      [kindsModel]: caseFolder(kindsCase),
      [kindsEncoder]: join(encoders, kindsEncoder),
    },
  });

  const answer = answeredBy(hub);
  return {
    url: hub.url,
    contentUrl: hub.contentUrl,
    requests: hub.requests,
    always: hub.always,
    clearFaults: hub.clearFaults,
    answer,
    /** @param {import('playwright-core').BrowserContext} context whose pages are to meet this Hub */
    route: (context) => context.route('https://huggingface.co/**', answer),
    close: () => hub.close(),
  };
}
