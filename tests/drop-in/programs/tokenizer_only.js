import { AutoTokenizer } from '@huggingface/transformers';

const tokenizer = await AutoTokenizer.from_pretrained('acme/deberta-ner');

const { input_ids } = await tokenizer('I love transformers!');
console.log(input_ids);

const ids = await tokenizer.encode('Hello world');
console.log(ids);
console.log(await tokenizer.decode(ids, { skip_special_tokens: true }));
console.log(await tokenizer.tokenize('Hello world'));

// Counting tokens, as for prices and limits
const count = (await tokenizer.encode('How many tokens is this?')).length;
console.log(count, tokenizer.model_max_length);

// A batch, with padding
const batch = await tokenizer(['short', 'a longer text than the other'], { padding: true });
console.log(batch.input_ids.dims, batch.attention_mask.tolist());
console.log(await tokenizer.batch_decode(batch.input_ids, { skip_special_tokens: true }));

// Plain arrays
const plain = await tokenizer('I love transformers!', { return_tensor: false });
console.log(plain.input_ids, tokenizer.cls_token, tokenizer.sep_token_id);
