// A tab with a model of the Hub: shows the download's size, starts it on request, then runs the model.
import { create, setText } from './dom.js';
import { formatBytes, formatMilliseconds, formatShare, plural } from './format.js';
import { loadHubModel, measureHubModel } from './model.js';

/** @typedef {import('./hub_tasks.js').HubTask} HubTask */
/** @typedef {import('./hub_tasks.js').Table} Table */

export class HubPanel {
  #task;
  #status = create('p', 'hub-status');
  #start = create('button', 'primary', 'Download and start');
  #run = create('button', 'primary');
  #table = create('table');
  /** @type {Map<string, HTMLTextAreaElement>} */
  #areas = new Map();
  /** @type {any} */
  #pipe = null;
  #isOpen = false;

  /**
   * @param {HubTask} task
   * @param {HTMLElement} panel
   */
  constructor(task, panel) {
    this.#task = task;
    this.#status.setAttribute('role', 'status');
    this.#start.type = this.#run.type = 'button';
    this.#start.disabled = this.#run.disabled = true;
    setText(this.#run, task.button);
    this.#start.addEventListener('click', () => void this.#load());
    this.#run.addEventListener('click', () => void this.#answer());
    const fields = task.fields.map(({ name, label, value, rows }) => {
      const area = create('textarea');
      area.rows = rows;
      area.value = value;
      area.spellcheck = false;
      this.#areas.set(name, area);
      return create('label', 'field', create('span', '', label), area);
    });
    const link = create('a', '', task.model);
    link.href = `https://huggingface.co/${task.model}`;
    link.rel = 'noreferrer';
    panel.append(
      create(
        'section',
        'card hub-card',
        create(
          'div',
          'offer',
          create('div', '', create('span', 'hint', 'Model '), link, this.#status),
          this.#start,
        ),
        ...fields,
        create('div', 'buttons', this.#run),
        this.#table,
      ),
    );
  }

  /** Called when the tab is shown: finds out the size of the download. */
  async open() {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#say('Asking the Hub for the size');
    try {
      const { bytes, cached } = await measureHubModel(this.#task.model);
      this.#start.disabled = false;
      const size = bytes === null ? 'Size unknown' : formatBytes(bytes);
      if (cached) {
        setText(this.#start, 'Start');
        this.#say(`${size}, on this device already: nothing to download.`);
      } else {
        setText(this.#start, bytes === null ? 'Download and start' : `Download ${size} and start`);
        this.#say(
          `${size} from huggingface.co, then cached by this browser. Your text is not sent.`,
        );
      }
    } catch (error) {
      // Showing the tab again tries again.
      this.#isOpen = false;
      this.#fail(error);
    }
  }

  async #load() {
    this.#start.disabled = true;
    this.#say('Loading');
    try {
      this.#pipe = await loadHubModel(this.#task.task, this.#task.model, ({ loaded, total }) =>
        this.#say(total > 0 ? `Loading ${formatShare(loaded, total)}` : 'Loading'),
      );
      this.#start.hidden = true;
      this.#run.disabled = false;
      await this.#answer();
    } catch (error) {
      this.#start.disabled = false;
      setText(this.#start, 'Try again');
      this.#fail(error);
    }
  }

  async #answer() {
    this.#run.disabled = true;
    this.#say('Reading');
    try {
      const values = Object.fromEntries([...this.#areas].map(([name, { value }]) => [name, value]));
      this.#show(await this.#task.run(this.#pipe, values));
      const { last, threads_started: threads } = await this.#pipe.diagnostics();
      const speed = last
        ? `${plural(last.tokens, 'token')} in ${formatMilliseconds(last.milliseconds)}, `
        : '';
      this.#say(`Ready. ${speed}${plural(threads, 'thread')}`);
    } catch (error) {
      this.#fail(error);
    }
    this.#run.disabled = false;
  }

  /** @param {Table} table */
  #show({ head, rows }) {
    const cells = (/** @type {string[]} */ row, /** @type {'th' | 'td'} */ tag) =>
      row.map((text, i) => create(tag, i > 0 ? 'score' : '', text));
    this.#table.replaceChildren(
      create('thead', '', create('tr', '', ...cells(head, 'th'))),
      create('tbody', '', ...rows.map((row) => create('tr', '', ...cells(row, 'td')))),
    );
  }

  /** @param {string} text */
  #say(text) {
    this.#status.classList.remove('is-failure');
    setText(this.#status, text);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#say(error instanceof Error ? error.message : String(error));
    this.#status.classList.add('is-failure');
  }
}
