// What fixtures name of deberta-wasm beside source/, where transformers.js stands for it.
export const env = { workerUrl: null };

export const pipeline = null;

export const redactEntities = () => ({ text: 'I met [PERSON_1]' });
