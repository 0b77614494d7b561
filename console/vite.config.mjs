import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const OUT = fileURLToPath(new URL('../public/console', import.meta.url));

/** Lays each script and style beside itself in a smaller form, so that the server has nothing to do for those who read it from afar. */
const compressed = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    const folder = join(OUT, 'assets');
    for (const name of readdirSync(folder).filter((each) => /\.(?:js|css)$/.test(each))) {
      const bytes = readFileSync(join(folder, name));
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
      writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
  },
};

/** The console: served by the server at `/`; what is chosen in it stands behind the `#` of the address. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), compressed],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/inventory': 'http://127.0.0.1:3000' } },
});
