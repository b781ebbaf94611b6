import {
  AutoModelForSequenceClassification,
  AutoTokenizer,
  softmax,
  topk,
} from '@huggingface/transformers';

const model_id = 'acme/deberta-sentiment';
const tokenizer = await AutoTokenizer.from_pretrained(model_id);
const model = await AutoModelForSequenceClassification.from_pretrained(model_id);

const inputs = await tokenizer('I love transformers!');
const { logits } = await model(inputs);
console.log(logits);

const scores = softmax(logits.data);
const { id2label } = model.config;
console.log(Array.from(scores).map((score, i) => ({ label: id2label[i], score })));

// The same with tensors
const [values, indices] = await topk(logits.softmax(-1), 2);
console.log(values.tolist()[0], indices.tolist()[0].map(Number));
console.log(id2label[Number(logits.argmax().item())]);
