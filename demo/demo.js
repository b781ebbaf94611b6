// Wires the first tab: the bundled model, its labels, the line that says how it runs.
import { addButtons, byId, setText } from './dom.js';
import { countLabels } from './entities.js';
import { formatBytes } from './format.js';
import { isolate } from './isolate.js';
import { describeLabel } from './labels.js';
import { Legend } from './legend.js';
import { hideLoading, showFailure, showProgress, showStart } from './loading.js';
import { findEntities, loadLibrary, loadModel } from './model.js';
import { showDiagnostics, showModelSize } from './runtime_strip.js';
import { firstText, samples } from './samples.js';
import { summarize } from './summary.js';
import { addTabs } from './tabs.js';
import { Workbench } from './workbench.js';

/** @typedef {import('./model.js').Recognizer} Recognizer */

const status = byId('status', HTMLElement);
const checksBox = byId('checks', HTMLInputElement);

const legend = new Legend(byId('labels', HTMLElement), changeLabel);
const workbench = new Workbench(
  {
    area: byId('text', HTMLTextAreaElement),
    editor: byId('editor', HTMLElement),
    highlights: byId('highlights', HTMLElement),
    found: byId('found', HTMLTableSectionElement),
    note: byId('found-note', HTMLElement),
    redact: byId('redact', HTMLButtonElement),
    redactMore: byId('redact-more', HTMLButtonElement),
    copy: byId('copy', HTMLButtonElement),
    announcement: byId('announcement', HTMLElement),
  },
  {
    describe: describeLabel,
    isShown: ({ entity_group: label }) => legend.isOn(label),
    onRender: render,
    onAnswer(isNewest) {
      if (phase === 'failed') succeed();
      if (isNewest && recognizer) void updateDiagnostics(recognizer);
    },
    onError: fail,
  },
);

/** @type {'loading' | 'ready' | 'failed'} */
let phase = 'loading';
/** @type {Recognizer | null} */
let recognizer = null;

/** @param {import('./workbench.js').State} state */
function render({ isEmpty: empty, isRead: read, isSettled, found, shown, placeholders }) {
  legend.render(
    countLabels([...found, ...placeholders.map(({ label }) => ({ entity_group: label }))]),
  );
  // While the model works the last line stays: otherwise it would change twice at every key.
  if (!isSettled) return;
  const counts = { found: shown.length, redacted: placeholders.length };
  setText(status, summarize({ phase, empty, read, ...counts }));
}

/**
 * @param {string} label
 * @param {boolean} on
 */
function changeLabel(label, on) {
  const isRedacted = workbench.placeholders.length > 0;
  workbench.render();
  // A redacted text follows the switches.
  if (!isRedacted) return;
  if (on) void workbench.redact(label);
  else workbench.restore(label);
}

async function load() {
  phase = 'loading';
  showStart();
  void recognizer?.dispose().catch(() => {});
  recognizer = null;
  workbench.stop();
  try {
    const library = await loadLibrary();
    let size = 0;
    const loaded = await loadModel((bytes) => {
      size = bytes.total || bytes.loaded;
      showProgress(bytes);
    });
    if (size > 0) showModelSize(formatBytes(size));
    recognizer = loaded;
    succeed();
    workbench.start((text) => findEntities(loaded, text, checksBox.checked), library);
  } catch (error) {
    fail(error);
    workbench.render();
  }
}

function succeed() {
  phase = 'ready';
  hideLoading();
  document.documentElement.dataset['ready'] = 'true';
}

/** @param {unknown} error */
function fail(error) {
  phase = 'failed';
  delete document.documentElement.dataset['ready'];
  showFailure(error);
}

/** @param {Recognizer} loaded */
async function updateDiagnostics(loaded) {
  try {
    showDiagnostics(await loaded.diagnostics());
  } catch {
    // The strip keeps its last values; a broken model shows at the next text.
  }
}

addButtons(byId('samples', HTMLElement), samples, ({ text }) => workbench.replace(text));
checksBox.addEventListener('change', () => workbench.readAgain());
byId('retry', HTMLButtonElement).addEventListener('click', () => {
  status.focus();
  void load();
});

addTabs();
workbench.open(firstText);
void isolate().then(load);
