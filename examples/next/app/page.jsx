// Rendered on the server, with the text; the entities come when the browser has loaded the model.
import { Highlights } from './highlights.jsx';

const letter = 'Dear Ada Lovelace, please write to charles@example.org.';

export default function Page() {
  return (
    <main>
      <h1>Highlights</h1>
      <Highlights initialText={letter} />
    </main>
  );
}
