// The types of GLiNER2's results: they follow from what a call looks for and from its options.
import { GLiNER2 } from 'deberta-wasm';
import type { GLiNER2 as Model } from 'deberta-wasm';

/** Whether two types are the same. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles where the value has just this type. */
declare function is<Expected>(): <Actual>(
  value: Actual,
  ...same: Same<Actual, Expected> extends true ? [] : [expected: Expected, got: Actual]
) => void;

const model: Model = await GLiNER2.from_pretrained('owner/name', { dtype: 'q8' });
type Located = { text: string; start: number; end: number };
type Confident = { text: string; confidence: number };

// Entities.
const plain = await model.extract_entities('text', ['person', 'city']);
is<string[] | undefined>()(plain.entities.person);
is<boolean>()(plain.truncated);
// @ts-expect-error: another kind than those of the call
plain.entities.drug;
const located = await model.extractEntities('text', 'city', { include_spans: true });
const places: Located[] | undefined = located.entities.city;
// @ts-expect-error: include_confidence is not on
located.entities.city?.[0].confidence;
const both = await model.extract_entities_long(
  'text',
  { person: 'a human', dose: { dtype: 'str', threshold: 0.4 } },
  { include_spans: true, include_confidence: true, chunk_size: 100 },
);
const persons: (Located & Confident)[] | undefined = both.entities.person;
const dose: (Located & Confident) | null | undefined = both.entities.dose;
const names: string[] = ['person'];
const any = await model.batch_extract_entities(['a'], names, { batch_size: 4 });
is<string[] | undefined>()(any[0].entities['person']);
const include = { include_confidence: Boolean(names.length) };
const unsure = await model.extract_entities('text', ['a'], include);
is<(string | Confident)[] | undefined>()(
  unsure.entities.a?.map((each) =>
    typeof each === 'string' ? each : { text: each.text, confidence: each.confidence },
  ),
);
const optional: Parameters<Model['extract_entities']>[2] = {};
await model.extract_entities('text', ['a'], optional);
await model.extract_entities('text', ['a'], null);
const none = await model.extract_entities('text', []);
// @ts-expect-error: nothing was looked for
none.entities;

// Classes.
const classes = await model.classify_text('text', {
  mood: ['good', 'bad'],
  topics: { labels: { sports: 'games', arts: '' }, multi_label: true, cls_threshold: 0.4 },
  tone: { formal: 'of a letter', casual: 'of a chat' },
});
is<'good' | 'bad'>()(classes.mood);
is<('sports' | 'arts')[]>()(classes.topics);
is<'formal' | 'casual'>()(classes.tone);
const [confident] = await model.batchClassifyText(
  ['text'],
  { mood: { labels: ['good', 'bad'], multi_label: false } },
  { include_confidence: true },
);
is<'good' | 'bad'>()(confident.mood.label);
is<number>()(confident.mood.confidence);

// Structures.
const filled = await model.extract_json('text', {
  product: ['name::str::its name', 'kind::[a|b]', 'maker', 'sizes::[1|2]::list'],
  price: [{ name: 'amount', dtype: 'str' }, { name: 'currency' }],
});
if (Array.isArray(filled.product)) {
  const [{ name, kind, maker, sizes }] = filled.product;
  is<string | null>()(name);
  is<string | null>()(kind);
  is<string[]>()(maker);
  is<string[]>()(sizes);
}
if (Array.isArray(filled.price)) {
  is<string | null>()(filled.price[0].amount);
  is<string[]>()(filled.price[0].currency);
}
const at = await model.extract_json_long(
  'text',
  { product: ['name::str', 'kind::[a|b]'] } as const,
  {
    include_spans: true,
  },
);
if (Array.isArray(at.product)) {
  const [product]: { name: Located | null; kind: string | null }[] = at.product;
  is<string | undefined>()(product.name?.text);
}

// Relations.
const related = await model.extract_relations('text', ['makes', 'based in']);
is<[head: string, tail: string][]>()(related.relation_extraction['based in']);
const ends = await model.extract_relations(
  'text',
  { makes: 'who makes what' },
  { include_spans: true },
);
const head: Located = ends.relation_extraction.makes[0].head;

// All at once.
const all = await model.extract('text', {
  entities: ['city'],
  classifications: { tone: ['formal', 'casual'] },
  relations: 'makes',
  structures: { product: ['name::str'] },
});
is<string[] | undefined>()(all.entities.city);
is<'formal' | 'casual'>()(all.tone);
is<[head: string, tail: string][]>()(all.relation_extraction.makes);
const products: { name: string | null }[] = Array.isArray(all.product) ? all.product : [];
const schema = model
  .create_schema()
  .entities(['city'], { threshold: 0.4 })
  .classification('tone', ['formal', 'casual'], { multi_label: true })
  .structure('product')
  .field('name', { dtype: 'str', description: 'its name' })
  .relations('makes');
const built = await model.batch_extract_long(['text'], schema, { chunk_overlap: 10 });
const cities: string | string[] | null | undefined = built[0].entities?.['city'];
const tone: string[] = built[0]['tone'];
await model.batch_extract(['a', 'b'], [schema, schema]);

export const used = [places, persons, dose, head, products, cities, tone];

// @ts-expect-error: a threshold is a number
await model.extract_entities('text', ['a'], { threshold: '0.5' });
// @ts-expect-error: no such option
await model.extract_entities('text', ['a'], { treshold: 0.5 });
// @ts-expect-error: chunks are those of the long form
await model.extract_entities('text', ['a'], { chunk_size: 5 });
// @ts-expect-error: results are always formatted
await model.extract_entities('text', ['a'], { format_results: false });
// @ts-expect-error: no such dtype
await model.extract_entities('text', { a: { dtype: 'int' } });
// @ts-expect-error: labels are strings
await model.classify_text('text', { a: [7] });
// @ts-expect-error: a text is a string
await model.extract_relations(7, ['a']);
// @ts-expect-error: no such part of a schema
await model.extract('text', { entity: ['a'] });
// @ts-expect-error: made by from_pretrained()
new GLiNER2();
await model.dispose();
