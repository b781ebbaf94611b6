// Wires the page: text area, model, highlights, redaction.
import { addCopyButton } from './copy.js';
import { byId, create, setText } from './dom.js';
import { countLabels, outside, shiftEntities } from './entities.js';
import { FoundTable } from './found_table.js';
import { formatBytes, plural } from './format.js';
import { isolate } from './isolate.js';
import { Legend } from './legend.js';
import { hideLoading, showFailure, showProgress, showStart } from './loading.js';
import { Mirror } from './mirror.js';
import { findEntities, loadLibrary, loadModel } from './model.js';
import { addPageKeys } from './page_keys.js';
import { Redactor } from './redactor.js';
import { showDiagnostics, showModelSize } from './runtime_strip.js';
import { firstText, samples } from './samples.js';
import { NewestWins } from './scheduler.js';
import { summarize } from './summary.js';
import { addTabs } from './tabs.js';
import { replaceText } from './text_area.js';

/** @typedef {import('./entities.js').Entity} Entity */
/** @typedef {import('./model.js').Recognizer} Recognizer */

const area = byId('text', HTMLTextAreaElement);
const editor = byId('editor', HTMLElement);
const status = byId('status', HTMLElement);
const redactButton = byId('redact', HTMLButtonElement);
const redactMore = byId('redact-more', HTMLButtonElement);
const retryButton = byId('retry', HTMLButtonElement);
const checksBox = byId('checks', HTMLInputElement);

const mirror = new Mirror(byId('highlights', HTMLElement));
const legend = new Legend(byId('labels', HTMLElement), changeLabel);
const table = new FoundTable(
  byId('found', HTMLTableSectionElement),
  byId('found-note', HTMLElement),
  selectInText,
);

/** @type {'loading' | 'ready' | 'failed'} */
let phase = 'loading';
let text = '';
/** @type {Entity[]} what the model found, moved along with every edit since then */
let entities = [];
/** @type {string | null} the text that the model read last */
let lastRead = null;
/** @type {Redactor | null} null until the package is there */
let redactor = null;
/** @type {NewestWins<string, Entity[]> | null} null until there is a model */
let scheduler = null;
/** @type {Recognizer | null} */
let recognizer = null;

const placeholdersOf = (/** @type {string} */ whole) => redactor?.placeholders(whole) ?? [];

function render() {
  const placeholders = placeholdersOf(text);
  const found = outside(entities, placeholders);
  const shown = found.filter((entity) => legend.isOn(entity.entity_group));
  const spans = [
    ...shown.map((entity) => ({ ...entity, label: entity.entity_group, placeholder: false })),
    ...placeholders.map((placeholder) => ({ ...placeholder, placeholder: true })),
  ].sort((a, b) => a.start - b.start);

  mirror.render(text, spans);
  table.render(spans.map((span) => ({ ...span, text: text.slice(span.start, span.end) })));
  legend.render(
    countLabels([...found, ...placeholders.map(({ label }) => ({ entity_group: label }))]),
  );
  // While the model works the last line stays: otherwise it would change twice at every key.
  if (phase !== 'ready' || lastRead === null || lastRead === text) {
    const empty = text.trim() === '';
    const read = lastRead === text;
    const counts = { found: shown.length, redacted: placeholders.length };
    setText(status, summarize({ phase, empty, read, ...counts }));
  }
  setText(redactButton, placeholders.length > 0 ? 'Restore' : 'Redact');
  redactButton.disabled = placeholders.length === 0 && phase !== 'ready';
  redactMore.hidden = placeholders.length === 0 || shown.length === 0;
  setText(redactMore, `Redact ${plural(shown.length, 'more detail')}`);
}

/** Takes over the current text of the text area. */
function readTextArea() {
  if (area.value === text) return;
  entities = shiftEntities(entities, text, area.value);
  text = area.value;
  render();
  scheduler?.submit(text);
}

/**
 * Changes text and entities together, so that no highlight has to be guessed from the edit.
 * @param {string} newText
 * @param {Entity[]} newEntities
 * @param {Parameters<typeof replaceText>[2]} [options]
 */
function changeText(newText, newEntities, options) {
  text = newText;
  entities = newEntities;
  replaceText(area, newText, options);
  render();
  scheduler?.submit(text);
}

/**
 * Redacts shown entities: all, or those of one label.
 * @param {string} [label]
 */
async function redactText(label) {
  // Only what was found in this very text is safe to redact: wait for the newest answer.
  await scheduler?.settled();
  if (lastRead !== text || !redactor) return;
  const isChosen = (/** @type {Entity} */ { entity_group: found }) =>
    legend.isOn(found) && (!label || found === label);
  if (!outside(entities, placeholdersOf(text)).some(isChosen)) return;
  const { isOtherText, move, ...redacted } = redactor.redact(text, entities, isChosen);
  // The numbers of another text are given again. Undo must not bring back placeholders of the old one.
  changeText(redacted.text, redacted.entities, {
    undoable: !isOtherText,
    select: [move(area.selectionStart), move(area.selectionEnd)],
  });
}

/** @param {string} [label] restores the values of one label only */
function restoreText(label) {
  if (!redactor) return;
  const { move, ...restored } = redactor.restore(text, entities, label);
  changeText(restored.text, restored.entities, {
    select: [move(area.selectionStart), move(area.selectionEnd)],
  });
}

/**
 * @param {string} label
 * @param {boolean} on
 */
function changeLabel(label, on) {
  const placeholders = placeholdersOf(text);
  render();
  // A redacted text follows the switches.
  if (placeholders.length === 0) return;
  if (on) void redactText(label);
  else restoreText(label);
}

/** @param {{start: number, end: number}} range */
function selectInText({ start, end }) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  mirror.markAt(start)?.scrollIntoView({ block: 'nearest' });
}

async function load() {
  phase = 'loading';
  showStart();
  render();
  void recognizer?.dispose().catch(() => {});
  recognizer = null;
  scheduler = null;
  try {
    redactor ??= new Redactor(await loadLibrary());
    let size = 0;
    const loaded = await loadModel((bytes) => {
      size = bytes.total || bytes.loaded;
      showProgress(bytes);
    });
    if (size > 0) showModelSize(formatBytes(size));
    start(loaded);
  } catch (error) {
    fail(error);
  }
}

/** @param {Recognizer} loaded */
function start(loaded) {
  recognizer = loaded;
  scheduler = new NewestWins((input) => findEntities(loaded, input, checksBox.checked), {
    onResult(input, output) {
      if (recognizer !== loaded) return;
      if (phase === 'failed') succeed();
      lastRead = input;
      // The answer is about the text of a moment ago: bring it to where the text is now.
      entities = shiftEntities(output, input, text);
      render();
      if (input === text) void updateDiagnostics(loaded);
    },
    onError(error) {
      // The scheduler stays: another text may do better.
      if (recognizer === loaded) fail(error);
    },
  });
  succeed();
  render();
  scheduler.submit(text);
}

function succeed() {
  phase = 'ready';
  hideLoading();
  document.documentElement.dataset['ready'] = 'true';
}

/** @param {unknown} error */
function fail(error) {
  phase = 'failed';
  lastRead = null;
  delete document.documentElement.dataset['ready'];
  showFailure(error);
  render();
}

/** @param {Recognizer} loaded */
async function updateDiagnostics(loaded) {
  try {
    showDiagnostics(await loaded.diagnostics());
  } catch {
    // The strip keeps its last values; a broken model shows at the next text.
  }
}

for (const sample of samples) {
  const button = create('button', 'quiet', sample.name);
  button.type = 'button';
  button.addEventListener('click', () => {
    changeText(sample.text, [], { select: [0, 0] });
    editor.scrollTop = 0;
  });
  byId('samples', HTMLElement).append(button);
}

area.addEventListener('input', readTextArea);
// The surrounding box scrolls, text and marks together; the text area itself never does.
area.addEventListener('scroll', () => (area.scrollTop = 0));
addPageKeys(area, editor);
redactButton.addEventListener('click', () => {
  if (placeholdersOf(text).length > 0) restoreText();
  else void redactText();
});
redactMore.addEventListener('click', () => void redactText());
checksBox.addEventListener('change', () => scheduler?.submit(text));
addCopyButton(byId('copy', HTMLButtonElement), byId('announcement', HTMLElement), area);
retryButton.addEventListener('click', () => {
  status.focus();
  void load();
});

addTabs();
if (area.value === '') area.value = firstText;
readTextArea();
void isolate().then(load);
