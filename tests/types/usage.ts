// The types as a caller meets them; checked by `tsc`, never run.
import { DebertaError, env, pipeline } from '../../web/index.js';
import type { Diagnostics, EntityGroup, ProgressInfo, TokenEntity } from '../../web/index.js';

const ner = await pipeline('token-classification', 'owner/name', {
  progress_callback: (info: ProgressInfo) => {
    if (info.status === 'progress_total') console.log(info.files['a'].loaded, info.progress);
  },
  signal: AbortSignal.timeout(1000),
  threads: 2,
  revision: 'main',
});
const groups: EntityGroup[] = await ner('text', { aggregation_strategy: 'simple', stride: 8 });
const nested: EntityGroup[][] = await ner(['a', 'b'], { aggregation_strategy: 'first' });
const tokens: TokenEntity[] = await ner('text');
const diagnostics: Diagnostics = await ner.diagnostics();
await ner.dispose();

const classify = await pipeline('sentiment-analysis', new URL('https://example.org/model/'));
const [{ label, score }] = await classify({ text: 'a', text_pair: 'b' }, { top_k: null });
const flat: { label: string; score: number }[] = await classify(['a', 'b']);

env.remoteHost = 'https://example.org/';
const error: DebertaError = new DebertaError('INPUT', 'message');
export const used = [groups, nested, tokens, diagnostics, label, score, flat, error.code];

// @ts-expect-error: no such task
await pipeline('translation', 'owner/name');
// @ts-expect-error: no such strategy
await ner('text', { aggregation_strategy: 'some' });
// @ts-expect-error: a token has no entity_group
tokens[0].entity_group;
// @ts-expect-error: a text is a string
await ner(7);
