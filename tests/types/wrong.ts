// What must not compile, each with its reason.
import {
  AutoModelForTokenClassification,
  AutoTokenizer,
  DebertaError,
  Tensor,
  cat,
  cos_sim,
  pipeline,
  quantize_embeddings,
} from 'deberta-wasm';

// @ts-expect-error: no such task
await pipeline('translation', 'owner/name');
// @ts-expect-error: no such option
await pipeline('ner', 'owner/name', { quantised: true });
// @ts-expect-error: no such dtype
await pipeline('ner', 'owner/name', { dtype: 'fp8' });
// @ts-expect-error: no such device
await pipeline('ner', 'owner/name', { device: 'npu' });
// @ts-expect-error: threads are a number
await pipeline('ner', 'owner/name', { threads: '2' });

const ner = await pipeline('ner', 'owner/name');
// @ts-expect-error: no such strategy
await ner('text', { aggregation_strategy: 'some' });
// @ts-expect-error: no such option
await ner('text', { agregation_strategy: 'simple' });
// @ts-expect-error: no such option
await ner(['text'], { agregation_strategy: 'simple' });
// @ts-expect-error: a text is a string
await ner(7);
// @ts-expect-error: a token has no entity_group
(await ner('text'))[0].entity_group;
// @ts-expect-error: an entity has no index
(await ner('text', { aggregation_strategy: 'simple' }))[0].index;
// @ts-expect-error: lists of words need is_split_into_words
await ner([['a', 'text']]);
// @ts-expect-error: a text is not split
await ner.redact('text', { is_split_into_words: true });
// @ts-expect-error: no such action
await ner.redact('text', { policy: 'hide' });
// @ts-expect-error: whether a list was cut is told, not set
(await ner('text')).truncated = false;

const classify = await pipeline('text-classification', 'owner/name');
// @ts-expect-error: no such option
await classify('text', { topk: 2 });
// @ts-expect-error: a list for each text
(await classify(['text'], { top_k: 2 }))[0].label;
// @ts-expect-error: no such function
await classify('text', { function_to_apply: 'relu' });

const zeroShot = await pipeline('zero-shot-classification', 'owner/name');
// @ts-expect-error: without labels
await zeroShot('text');
// @ts-expect-error: no such option
await zeroShot('text', ['a'], { multi_class: true });

const qa = await pipeline('question-answering', 'owner/name');
// @ts-expect-error: without a context
await qa('question');
// @ts-expect-error: a list has no answer
(await qa('question', 'context', { top_k: 2 })).answer;
// @ts-expect-error: no such option
await qa({ question: 'q', context: 'c' }, { topk: 2 });
// @ts-expect-error: an object has no text
await qa({ question: 'q', text: 'c' });

const fill = await pipeline('fill-mask', 'owner/name');
// @ts-expect-error: no such option
await fill('text', { top: 2 });
// @ts-expect-error: a list for each text
(await fill(['text']))[0].token_str;

const extract = await pipeline('feature-extraction', 'owner/name');
// @ts-expect-error: no such pooling
await extract('text', { pooling: 'max' });

const rank = await pipeline('text-ranking', 'owner/name');
// @ts-expect-error: documents are a list
await rank('query', 'document');

const tokenizer = await AutoTokenizer.from_pretrained('owner/name');
// @ts-expect-error: no such option
await tokenizer('text', { return_tensors: 'pt' });
// @ts-expect-error: arrays have no dims
(await tokenizer('text', { return_tensor: false })).input_ids.dims;

const model = await AutoModelForTokenClassification.from_pretrained('owner/name');
// @ts-expect-error: of question answering
(await model({ input_ids: [[1]] })).start_logits;
// @ts-expect-error: no such input
await model({ inputs: [[1]] });

declare const tensor: Tensor<'float32'>;
// @ts-expect-error: no such element type
tensor.to('float8');
// @ts-expect-error: no such element type
new Tensor('float', [1]);
// @ts-expect-error: a number, not a tensor
tensor.add(tensor);
// @ts-expect-error: no such precision
quantize_embeddings(tensor, 'int8');
// @ts-expect-error: vectors, not tensors
cos_sim(tensor, tensor);
// @ts-expect-error: a list of tensors
cat(tensor);

declare const error: DebertaError;
// @ts-expect-error: no such code
if (error.code === 'NOT_FOUND') throw error;
// @ts-expect-error: no such code
new DebertaError('NOT_FOUND', 'message');
export {};
