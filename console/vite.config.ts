import { defineConfig } from 'vite';

/** Everything is a file of its own: the Content-Security-Policy allows nothing inline. */
export default defineConfig({
  base: '/console/',
  // For work on the console: `npm run console` beside `npm start`.
  server: { proxy: { '^/(_local|catalog|operations|orders)': 'http://127.0.0.1:3000' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The bundle test reads which chunks the first page loads.
    manifest: true,
  },
});
