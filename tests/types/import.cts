// A CommonJS program that imports the package where its TypeScript knows no require() of ES modules.
import type { EntityGroup } from 'deberta-wasm' with { 'resolution-mode': 'import' };

export async function find(text: string): Promise<EntityGroup[]> {
  const { pipeline } = await import('deberta-wasm');
  const ner = await pipeline('token-classification', 'owner/name');
  return ner(text, { aggregation_strategy: 'simple' });
}
