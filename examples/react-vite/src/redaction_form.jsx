// A form whose text is redacted in the browser, before it is sent.
import { redactEntities } from 'deberta-wasm';
import { useEntities } from 'deberta-wasm/react';
import { useMemo, useState } from 'react';

const model = `${import.meta.env.BASE_URL}models/pii-tiny/`;

/** @param {{onSend: (text: string) => void}} props */
export function RedactionForm({ onSend }) {
  const [text, setText] = useState('');
  const { entities, analyzedText, isStale, status, progress, error, retry } = useEntities(
    text,
    model,
  );
  // Entities are positions in analyzedText, which is an earlier text while the user types.
  const redacted = useMemo(
    () => redactEntities(analyzedText, entities).text,
    [analyzedText, entities],
  );

  function send(event) {
    event.preventDefault();
    onSend(redacted);
    setText('');
  }

  return (
    <form onSubmit={send}>
      <textarea
        aria-label="Your message"
        rows={5}
        cols={60}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p id="status" role="status">
        {status === 'loading' && `Loading the model: ${progress} %`}
        {status === 'ready' && 'Names, addresses and numbers stay in your browser.'}
        {status === 'error' && (
          <>
            {error.message}{' '}
            <button type="button" onClick={retry}>
              Try again
            </button>
          </>
        )}
      </p>
      <p>
        This is sent: <output id="redacted">{redacted}</output>
      </p>
      {/* Never before the whole text has been read. */}
      <button disabled={isStale || status !== 'ready' || redacted === ''}>Send</button>
    </form>
  );
}
