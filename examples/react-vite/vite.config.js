import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// These make the page cross-origin isolated, so that the model has threads. Without them it has one.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  plugins: [react()],
  server: { headers },
  preview: { headers },
});
