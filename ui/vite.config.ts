import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const server = process.env['DREAMOS_URL'] ?? 'http://127.0.0.1:7717';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  // The crate that embeds the pages reads them from there.
  build: {
    outDir: '../crates/edge/dream-web/site/built',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: fonts and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': server, '/sign-in': server, '/sign-out': server } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
