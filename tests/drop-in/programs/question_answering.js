import { pipeline } from '@huggingface/transformers';

const answerer = await pipeline('question-answering', 'acme/deberta-squad');
const question = 'Who was Jim Henson?';
const context = 'Jim Henson was a nice puppet.';

const { answer, score } = await answerer(question, context);
console.log({ answer, score });

const several = await answerer(question, context, { top_k: 3 });
console.log(several);
