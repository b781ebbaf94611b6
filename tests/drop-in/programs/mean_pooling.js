import { AutoModel, AutoTokenizer, matmul, mean_pooling } from '@huggingface/transformers';

const model_id = 'acme/deberta-embeddings';
const tokenizer = await AutoTokenizer.from_pretrained(model_id);
const model = await AutoModel.from_pretrained(model_id, { dtype: 'fp32' });

const sentences = ['That is a happy person', 'That is a happy dog', 'Today is a sunny day'];
const inputs = await tokenizer(sentences, { padding: true, truncation: true });
const { last_hidden_state } = await model(inputs);

const embeddings = mean_pooling(last_hidden_state, inputs.attention_mask).normalize(2, -1);
console.log(embeddings);

// Similarities of all pairs
const similarities = await matmul(embeddings, embeddings.transpose(1, 0));
console.log(similarities.tolist());

// The vector of [CLS], as some models want it
console.log(last_hidden_state.slice(null, 0).dims);
