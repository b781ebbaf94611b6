// A model of the Hub that one may start: the size of its download, told before it begins; the download, which one
// can stop.
import { create, setText } from './dom.js';
import { formatBytes } from './format.js';
import { loadHubModel, measureHubModel } from './model.js';
import { ProgressBar } from './progress_bar.js';

/** @typedef {import('./model.js').AllTasks} AllTasks */

/**
 * @typedef {object} Choice
 * @property {keyof AllTasks} task of pipeline()
 * @property {string} model on the Hub
 * @property {'q8'} [dtype]
 */

export class Offer {
  element;
  #choice;
  #onLoad;
  #status = create('p', 'hub-status');
  #start = create('button', 'primary', 'Download and start');
  #stop = create('button', '', 'Stop');
  #progress = new ProgressBar();
  #isMeasured = false;
  /** @type {AbortController | null} of the load that runs */
  #load = null;

  /**
   * @param {Choice} choice
   * @param {(Node | string)[]} title what names the model
   * @param {(pipe: any) => unknown} onLoad
   */
  constructor(choice, title, onLoad) {
    this.#choice = choice;
    this.#onLoad = onLoad;
    this.#status.setAttribute('role', 'status');
    this.#status.tabIndex = -1;
    this.#start.type = this.#stop.type = 'button';
    this.#start.disabled = true;
    this.#stop.hidden = true;
    this.#start.addEventListener('click', () => void this.#run());
    this.#stop.addEventListener('click', () => this.#load?.abort());
    const about = create('div', '', ...title, this.#status, this.#progress.element);
    this.element = create('div', 'offer', about, this.#start, this.#stop);
  }

  /** Finds out the size of the download; asks again where that has failed. */
  async measure() {
    if (this.#isMeasured) return;
    this.#isMeasured = true;
    const { model } = this.#choice;
    this.#start.disabled = true;
    this.say('Asking the Hub for the size');
    try {
      const { bytes, cached } = await measureHubModel(model);
      if (model !== this.#choice.model) return;
      this.#start.disabled = false;
      const size = bytes === null ? 'Size unknown' : formatBytes(bytes);
      if (cached) {
        setText(this.#start, 'Start');
        this.say(`${size}, on this device already: nothing to download.`);
      } else {
        setText(this.#start, bytes === null ? 'Download and start' : `Download ${size} and start`);
        this.say(
          `${size} from huggingface.co, then cached by this browser. Your text is not sent.`,
        );
      }
    } catch (error) {
      if (model !== this.#choice.model) return;
      this.#isMeasured = false;
      this.fail(error);
    }
  }

  /** @param {string} model another one, instead of what is offered or loading */
  choose(model) {
    this.#load?.abort();
    this.#load = null;
    this.#choice = { ...this.#choice, model };
    this.#isMeasured = false;
    this.#showIdle();
    void this.measure();
  }

  async #run() {
    const load = (this.#load = new AbortController());
    const { task, model, dtype } = this.#choice;
    const hadFocus = document.activeElement === this.#start;
    this.#start.hidden = true;
    this.#stop.hidden = false;
    if (hadFocus) this.#stop.focus();
    this.#progress.start();
    this.say('Loading');
    try {
      const options = { signal: load.signal, ...(dtype && { dtype }) };
      const pipe = await loadHubModel(
        task,
        model,
        (bytes) => {
          if (this.#load === load) this.#progress.show(bytes);
        },
        options,
      );
      if (this.#load !== load) return void pipe.dispose();
      this.#showIdle(true);
      await this.#onLoad(pipe);
    } catch (error) {
      if (this.#load !== load) return;
      this.#showIdle();
      if (load.signal.aborted) {
        this.say('Stopped. The next start goes on from here.');
      } else {
        setText(this.#start, 'Try again');
        this.fail(error);
      }
    }
    this.#load = null;
  }

  #showIdle(isLoaded = false) {
    const hadFocus = document.activeElement === this.#stop;
    this.#progress.hide();
    this.#start.hidden = isLoaded;
    this.#stop.hidden = true;
    if (hadFocus) (isLoaded ? this.#status : this.#start).focus();
  }

  /** @param {string} text */
  say(text) {
    this.#status.classList.remove('is-failure');
    setText(this.#status, text);
  }

  /** @param {unknown} error */
  fail(error) {
    this.say(error instanceof Error ? error.message : String(error));
    this.#status.classList.add('is-failure');
  }
}
