'use client';

// A text whose entities are marked while it is edited.
import { useEntities } from 'deberta-wasm/react';
import { useState } from 'react';

/** Splits the text into entities and the text between them. */
function piecesOf(text, entities) {
  const pieces = [];
  let end = 0;
  for (const { start, end: next, entity_group: label } of entities) {
    pieces.push({ text: text.slice(end, start) }, { text: text.slice(start, next), label });
    end = next;
  }
  return [...pieces, { text: text.slice(end) }];
}

/** @param {{initialText: string}} props */
export function Highlights({ initialText }) {
  const [text, setText] = useState(initialText);
  const { entities, analyzedText, isStale, status, progress, error, retry } = useEntities(
    text,
    '/models/pii-tiny/',
  );
  // Before the first reading, and on the server, the text is plain.
  const pieces = isStale && analyzedText === '' ? [{ text }] : piecesOf(analyzedText, entities);
  return (
    <>
      <textarea
        aria-label="Text"
        rows={4}
        cols={60}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p id="text">
        {pieces.map((piece, i) =>
          piece.label ? (
            <mark key={i} title={piece.label}>
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </p>
      <p role="status">
        {status === 'loading' && `Loading the model: ${progress} %`}
        {status === 'error' && (
          <>
            {error.message} <button onClick={retry}>Try again</button>
          </>
        )}
      </p>
    </>
  );
}
