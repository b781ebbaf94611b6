// The tab "Name your own kinds": a GLiNER model finds entities of the kinds that one writes, while one types.
import { Chips } from './chips.js';
import { addButtons, create, setText } from './dom.js';
import { countLabels } from './entities.js';
import { formatSpeed } from './format.js';
import { findKinds, isAbove, lowestThreshold } from './kinds.js';
import { kindsSamples } from './kinds_samples.js';
import { loadLibrary } from './model.js';
import { Offer } from './offer.js';
import { summarize } from './summary.js';
import { Workbench } from './workbench.js';

/** @typedef {import('./kinds.js').NamedRecognizer} NamedRecognizer */

export const kindsTab = {
  id: 'kinds',
  tab: 'Name your own kinds',
  heading: 'Find what you name',
  about:
    'Write down the kinds you look for: medications, case numbers, anything. A GLiNER model, which was not trained ' +
    'on your kinds, marks them as you type.',
};

const models = [
  { name: 'English', model: 'urchade/gliner_small-v2.1' },
  { name: 'Personal data, several languages', model: 'urchade/gliner_multi_pii-v1' },
];

/**
 * @template {{name: string}} T
 * @param {readonly T[]} items
 * @param {(item: T) => void} onClick
 */
function choicesOf(items, onClick) {
  const buttons = create('div', 'buttons');
  addButtons(buttons, items, onClick);
  return create('div', 'samples', create('span', 'hint', 'Try'), buttons);
}

export class KindsPanel {
  #offer;
  #chips;
  #workbench;
  #status = create('p', 'status');
  #speed = create('span', 'hint speed');
  #threshold = create('input');
  /** @type {'absent' | 'ready' | 'failed'} */
  #phase = 'absent';
  /** @type {NamedRecognizer | null} */
  #recognizer = null;

  /** @param {HTMLElement} panel */
  constructor(panel) {
    const name = create('input');
    name.spellcheck = false;
    name.autocomplete = 'off';
    name.value = models[0]?.model ?? '';
    const field = create('label', 'field', create('span', '', 'GLiNER model of the Hub'), name);
    const suggestions = choicesOf(models, ({ model }) => {
      if (name.value === model) return;
      name.value = model;
      this.#offer.choose(model);
    });
    const choice = /** @type {const} */ ({ task: 'zero-shot-token-classification', dtype: 'q8' });
    this.#offer = new Offer({ ...choice, model: name.value }, [field, suggestions], (pipe) =>
      this.#start(pipe),
    );
    name.addEventListener('change', () => {
      // Its address is what people copy.
      name.value = name.value.trim().replace(/^https:\/\/huggingface\.co\//, '');
      this.#offer.choose(name.value);
    });

    this.#chips = new Chips((removed) => this.#changeLabels(removed));
    const { card: writing, ...written } = this.#createWriting(panel.id);
    const { card: findings, ...listed } = this.#createFindings();
    this.#workbench = new Workbench(
      { ...written, ...listed },
      {
        describe: (label) => this.#chips.describe(label),
        isShown: (entity) =>
          this.#chips.has(entity.entity_group) &&
          isAbove(entity.score, this.#threshold.valueAsNumber),
        onRender: (state) => this.#render(state),
        onAnswer: (isNewest) => {
          if (this.#phase === 'failed') this.#sayReady();
          if (isNewest) void this.#showSpeed();
        },
        onError: (error) => {
          this.#phase = 'failed';
          this.#offer.fail(error);
        },
      },
    );
    panel.classList.add('workbench');
    this.#offer.element.classList.add('card');
    panel.append(this.#offer.element, writing, findings);
    const [{ labels, text }] = kindsSamples;
    this.#chips.replace(labels);
    this.#workbench.open(text);
  }

  /** Called when the tab is shown. */
  open() {
    void this.#offer.measure();
  }

  /** @param {NamedRecognizer} recognizer */
  async #start(recognizer) {
    void this.#recognizer?.dispose().catch(() => {});
    this.#recognizer = recognizer;
    this.#sayReady();
    this.#workbench.start(
      (text) => findKinds(recognizer, text, this.#chips.labels),
      await loadLibrary(),
    );
  }

  #sayReady() {
    this.#phase = 'ready';
    this.#offer.say('Ready. The model runs in this page and needs no network.');
  }

  /** @param {string | null} removed */
  #changeLabels(removed) {
    // A redacted text follows the list.
    const isRedacted = this.#workbench.placeholders.length > 0;
    if (removed !== null && isRedacted) this.#workbench.restore(removed);
    else this.#workbench.readAgain();
  }

  /** @param {import('./workbench.js').State} state */
  #render({ isEmpty: empty, isRead: read, isSettled, shown, placeholders }) {
    this.#chips.render(
      countLabels([...shown, ...placeholders.map(({ label }) => ({ entity_group: label }))]),
    );
    if (isSettled) {
      const counts = { found: shown.length, redacted: placeholders.length };
      const nothing = this.#chips.labels.length > 0 ? 'None of these kinds found' : 'Add a kind';
      setText(this.#status, summarize({ phase: this.#phase, empty, read, nothing, ...counts }));
    }
  }

  async #showSpeed() {
    // A broken model shows at the next text.
    const { last } = (await this.#recognizer?.diagnostics().catch(() => null)) ?? {};
    if (last) setText(this.#speed, formatSpeed(last));
  }

  /** The text with its buttons. @param {string} id of the panel */
  #createWriting(id) {
    const area = create('textarea');
    area.id = `${id}-text`;
    area.dir = 'auto';
    area.spellcheck = false;
    area.autocomplete = 'off';
    area.placeholder = 'Type or paste a text';
    const title = create('label', '', 'Your text');
    title.htmlFor = area.id;
    this.#status.setAttribute('role', 'status');
    const samples = choicesOf(kindsSamples, ({ labels, text }) => {
      this.#chips.replace(labels);
      this.#workbench.replace(text);
    });
    const toolbar = create('div', 'toolbar', create('h2', '', title), this.#status, samples);
    const highlights = create('div', 'highlights');
    highlights.setAttribute('aria-hidden', 'true');
    const editor = create('div', 'editor', create('div', 'sheet', highlights, area));
    const redact = create('button', 'primary', 'Redact');
    const redactMore = create('button');
    const copy = create('button', 'copy', 'Copy');
    redact.type = redactMore.type = copy.type = 'button';
    redact.disabled = true;
    redactMore.hidden = true;
    const announcement = create('span', 'visually-hidden');
    announcement.setAttribute('role', 'status');
    const buttons = [redact, redactMore, copy, announcement, this.#speed];
    const actions = create('div', 'actions buttons', ...buttons);
    const card = create('section', 'card writing', toolbar, editor, actions);
    return { card, area, editor, highlights, redact, redactMore, copy, announcement };
  }

  /** What to find, and what is found. */
  #createFindings() {
    const threshold = this.#threshold;
    threshold.type = 'range';
    threshold.min = String(lowestThreshold);
    threshold.max = '0.95';
    threshold.step = '0.05';
    threshold.value = '0.5';
    const shown = create('span', 'count');
    const show = () => {
      const text = `${Math.round(100 * threshold.valueAsNumber)}%`;
      setText(shown, text);
      threshold.setAttribute('aria-valuetext', text);
    };
    show();
    threshold.addEventListener('input', () => {
      show();
      this.#workbench.render();
    });
    const title = create('span', '', 'Show what scores above ', shown);
    const found = create('tbody');
    const note = create('p', 'hint');
    const heads = [['Text'], ['Kind'], ['Score', 'score']].map(([text = '', className]) => {
      const head = create('th', className, text);
      head.scope = 'col';
      return head;
    });
    const table = create(
      'table',
      '',
      create('caption', '', 'Found in the text'),
      create('thead', '', create('tr', '', ...heads)),
      found,
    );
    const card = create(
      'section',
      'card findings',
      create('h2', '', 'What to find'),
      this.#chips.element,
      create('label', 'field threshold', title, threshold),
      create('div', 'listing', table, note),
    );
    return { card, found, note };
  }
}
