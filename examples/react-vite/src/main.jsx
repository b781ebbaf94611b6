import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { RedactionForm } from './redaction_form.jsx';

function App() {
  // A real page sends these to its server, which sees the redacted text only.
  const [sent, setSent] = useState([]);
  return (
    <main>
      <h1>Write to us</h1>
      <RedactionForm onSend={(text) => setSent([...sent, text])} />
      <h2>What was sent</h2>
      <ol id="sent">
        {sent.map((text, i) => (
          <li key={i}>{text}</li>
        ))}
      </ol>
    </main>
  );
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
