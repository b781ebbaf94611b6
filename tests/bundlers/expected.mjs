// What a fixture's page has to show.

/** What pii-tiny finds in the text of source/. */
export const entities = [
  { entity_group: 'PERSON', word: 'Ada Lovelace' },
  { entity_group: 'EMAIL', word: 'charles@example.org' },
  { entity_group: 'DATE', word: 'Monday' },
];

/** What redactEntities() makes of 'I met Ada' on the server. */
export const rendered = 'I met [PERSON_1]';

const show = (found) =>
  found.map(({ entity_group, word }) => `${entity_group} '${word}'`).join(', ');

/** transformers.js groups nothing here: its labels are those of tokens. */
function hasLabels(found) {
  const labels = new Set(
    found.map(({ entity, entity_group }) => (entity ?? entity_group).replace(/^[BI]-/, '')),
  );
  return entities.every(({ entity_group }) => labels.has(entity_group));
}

/**
 * What is wrong with a page's answer.
 * @param {import('./visit.mjs').Visit} visit
 * @param {{isolated: boolean, library: import('./install.mjs').Library}} page
 * @returns {string[]}
 */
export function wrongs({ result, problems }, { isolated, library }) {
  const wrong = [...problems];
  if (result?.error) {
    const { name, code, message } = result.error;
    wrong.push(`${name} ${code ?? ''}: ${message}`);
  } else if (result) {
    const ours = library === 'deberta-wasm';
    const found = show(result.entities);
    if (ours ? found !== show(entities) : !hasLabels(result.entities)) {
      wrong.push(`expected the entities ${show(entities)}, found ${found || 'none'}`);
    }
    const { threads, variant, why } = result;
    const enough = isolated ? threads >= 2 : threads === 1;
    if (ours && !enough) {
      const expected = isolated ? '2 or more threads' : '1 thread';
      wrong.push(`expected ${expected}, found ${threads} (${variant}; ${why})`);
    }
  }
  return wrong;
}
