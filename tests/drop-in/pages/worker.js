import { env, pipeline } from '@huggingface/transformers';

// Models of this site
env.allowLocalModels = true;
env.allowRemoteModels = false;
env.localModelPath = '/models/';

// Use the Singleton pattern to enable lazy construction of the pipeline.
class PipelineSingleton {
  static task = /** @type {const} */ ('text-classification');
  static model = 'acme/deberta-sentiment';
  /** @type {Promise<import('@huggingface/transformers').TextClassificationPipeline> | null} */
  static instance = null;

  /** @param {import('@huggingface/transformers').ProgressCallback} progress_callback */
  static async getInstance(progress_callback) {
    this.instance ??= pipeline(this.task, this.model, { progress_callback });
    return this.instance;
  }
}

// Listen for messages from the main thread
self.addEventListener('message', async (event) => {
  // Retrieve the pipeline. When called for the first time, this will load the pipeline and save it for future use.
  const classifier = await PipelineSingleton.getInstance((x) => {
    // We also add a progress callback to the pipeline so that we can track model loading.
    self.postMessage(x);
  });

  const output = await classifier(event.data.text);

  // Send the output back to the main thread
  self.postMessage({ status: 'complete', output });
});
