import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// With these the page is cross-origin isolated, and the model has threads. Without, it has one.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  plugins: [react()],
  server: { headers },
  preview: { headers },
});
