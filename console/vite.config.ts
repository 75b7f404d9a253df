import { defineConfig } from 'vite';

/** Everything is a file of its own: the Content-Security-Policy allows nothing inline. */
export default defineConfig({
  base: '/console/',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The bundle test reads which chunks the first page loads.
    manifest: true,
  },
});
