import { cos_sim, pipeline, type FeatureExtractionPipeline } from '@huggingface/transformers';

interface Hit {
  text: string;
  score: number;
}

const documents: string[] = [
  'The weather is lovely today.',
  'He drove to the stadium.',
  'It is so sunny outside!',
];

async function embed(extractor: FeatureExtractionPipeline, texts: string[]): Promise<number[][]> {
  const output = await extractor(texts, { pooling: 'mean', normalize: true });
  return output.tolist();
}

const extractor = await pipeline('feature-extraction', 'acme/deberta-embeddings');
const corpus = await embed(extractor, documents);
const [query] = await embed(extractor, ['How is the weather?']);

const hits: Hit[] = corpus
  .map((vector, i) => ({ text: documents[i], score: cos_sim(query, vector) }))
  .sort((a, b) => b.score - a.score);
console.log(hits);

// A vector for a database.
const output = await extractor('Only one', { pooling: 'cls' });
const vector: number[] = Array.from(output.data);
console.log(output.dims, vector.length);

// Without pooling: a vector for each token.
console.log(await extractor('This is a simple test.'));
