// This package as an engine of the benchmark: the model for rows of token ids, a pipeline for texts, GLiNER for
// entities by name.

export class Ours {
  #deberta;
  #options;
  #model;
  /** The pipeline for rows of texts, which replaces the model. */
  #pipe = null;

  /**
   * @param {import('./bench.js').Host} host
   * @param {{ours: string, threads: number, dtype: string, byName?: boolean}} options
   */
  static async load({ deberta }, options) {
    const ours = new Ours();
    ours.#deberta = deberta;
    ours.#options = options;
    const { ours: folder, threads, dtype, byName } = options;
    const Class = byName ? deberta.GLiNER : deberta.AutoModelForTokenClassification;
    ours.#model = await Class.from_pretrained(`${folder}/`, { threads, dtype });
    return ours;
  }

  /** @returns the call to measure: it returns the logits, or for texts the entities of each, or of one */
  async prepare({ padded, texts, named }) {
    const { Tensor, pipeline } = this.#deberta;
    if (named) {
      const { words, labels, threshold } = named;
      return () => this.#model.predict_entities(words.join(' '), labels, { threshold });
    }
    if (!texts) {
      const { input_ids, attention_mask, dims } = padded;
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
      const { ours: folder, threads, dtype } = this.#options;
      this.#pipe = await pipeline('token-classification', `${folder}/`, { threads, dtype });
    }
    return () => this.#pipe(texts, { ignore_labels: [] });
  }

  async diagnostics() {
    return (this.#pipe ?? this.#model).diagnostics();
  }

  /** The memory never shrinks, so this is the maximum. */
  async memory() {
    return (await this.diagnostics()).heap_bytes;
  }

  async dispose() {
    await (this.#pipe ?? this.#model).dispose();
  }
}
