import { AutoModelForTokenClassification, AutoTokenizer } from '@huggingface/transformers';

const model = await AutoModelForTokenClassification.from_pretrained('acme/deberta-ner');
const tokenizer = await AutoTokenizer.from_pretrained('acme/deberta-ner');

const inputs = await tokenizer(['My name is Sarah', 'I live in London'], { padding: true });
const { logits } = await model(inputs);
const [batch, length, labels] = logits.dims;
console.log(batch, length, labels);

for (let i = 0; i < batch; ++i) {
  const ids = inputs.input_ids[i];
  const tagged = [];
  for (let j = 0; j < length; ++j) {
    if (inputs.attention_mask[i][j].item() === 0n) continue;
    const row = Array.from(logits[i][j].data);
    const label = model.config.id2label[row.indexOf(Math.max(...row))];
    tagged.push([Number(ids[j].item()), label]);
  }
  console.log(tagged);
}
