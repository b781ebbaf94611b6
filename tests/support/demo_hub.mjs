// A Hub with tiny models of the names that the demo's tabs ask for, in place of huggingface.co.
import { startHub } from './hub.mjs';
import * as tiny from './tiny_models.mjs';

/** The tabs, by the ids of their panels, and the model that each names. */
export const hubModels = {
  'zero-shot': 'MoritzLaurer/deberta-v3-xsmall-zeroshot-v1.1-all-33',
  questions: 'deepset/deberta-v3-base-squad2',
  words: 'microsoft/deberta-base',
};

export async function startDemoHub() {
  const labels = ['entailment', 'not_entailment'];
  const hub = await startHub({
    repositories: {
      [hubModels['zero-shot']]: tiny.sequenceClassifier({ labels }),
      [hubModels.questions]: tiny.questionAnswerer(),
      [hubModels.words]: tiny.maskedLanguageModel(),
    },
  });

  /** What huggingface.co would answer, the Hub of this process does. */
  async function answer(route) {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
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
  }

  return {
    requests: hub.requests,
    answer,
    /** @param {import('playwright-core').BrowserContext} context whose pages are to meet this Hub */
    route: (context) => context.route('https://huggingface.co/**', answer),
    close: () => hub.close(),
  };
}
