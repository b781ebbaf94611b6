// This package as an engine of the benchmark: the model for rows of token ids, a pipeline for texts.
import { AutoModelForTokenClassification, pipeline, Tensor } from './deberta/deberta.js';

export class Ours {
  #options;
  #model;
  /** The pipeline, once a row has texts: it takes the model's place. */
  #pipe = null;

  static async load(options) {
    const ours = new Ours();
    ours.#options = options;
    const { folder, threads, dtype } = options;
    ours.#model = await AutoModelForTokenClassification.from_pretrained(`${folder}/`, {
      threads,
      dtype,
    });
    return ours;
  }

  /** @returns a call that is to be timed: its logits, or for texts the entities of each */
  async prepare({ padded: { input_ids, attention_mask, dims }, texts }) {
    if (!texts) {
      return async () => {
        const { logits } = await this.#model({
          input_ids: new Tensor('int64', input_ids, dims),
          attention_mask: new Tensor('int64', attention_mask, dims),
        });
        return logits.data;
      };
    }
    if (!this.#pipe) {
      await this.#model.dispose();
      const { folder, threads, dtype } = this.#options;
      this.#pipe = await pipeline('token-classification', `${folder}/`, { threads, dtype });
    }
    return () => this.#pipe(texts, { ignore_labels: [] });
  }

  async diagnostics() {
    return (this.#pipe ?? this.#model).diagnostics();
  }

  /** It never shrinks: this is the most that was needed. */
  async memory() {
    return (await this.diagnostics()).heap_bytes;
  }

  async dispose() {
    await (this.#pipe ?? this.#model).dispose();
  }
}
