// A tab with a model of the Hub: offers its download, then runs the model.
import { create, setText } from './dom.js';
import { formatSpeed, plural } from './format.js';
import { Offer } from './offer.js';

/** @typedef {import('./hub_tasks.js').HubTask} HubTask */
/** @typedef {import('./hub_tasks.js').Table} Table */

export class HubPanel {
  #task;
  #offer;
  #run = create('button', 'primary');
  #table = create('table');
  /** @type {Map<string, HTMLTextAreaElement>} */
  #areas = new Map();
  /** @type {any} */
  #pipe = null;

  /**
   * @param {HubTask} task
   * @param {HTMLElement} panel
   */
  constructor(task, panel) {
    this.#task = task;
    this.#run.type = 'button';
    this.#run.disabled = true;
    setText(this.#run, task.button);
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
    this.#offer = new Offer(task, [create('span', 'hint', 'Model '), link], (pipe) => {
      this.#pipe = pipe;
      return this.#answer();
    });
    panel.append(
      create(
        'section',
        'card hub-card',
        this.#offer.element,
        ...fields,
        create('div', 'buttons', this.#run),
        this.#table,
      ),
    );
  }

  /** Called when the tab is shown. */
  open() {
    void this.#offer.measure();
  }

  async #answer() {
    this.#run.disabled = true;
    this.#offer.say('Reading');
    try {
      const values = Object.fromEntries([...this.#areas].map(([name, { value }]) => [name, value]));
      this.#show(await this.#task.run(this.#pipe, values));
      const { last, threads_started: threads } = await this.#pipe.diagnostics();
      const speed = last ? `${formatSpeed(last)}, ` : '';
      this.#offer.say(`Ready. ${speed}${plural(threads, 'thread')}`);
    } catch (error) {
      this.#offer.fail(error);
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
}
