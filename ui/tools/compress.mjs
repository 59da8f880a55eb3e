// Writes a brotli copy beside each built file that gains from it; the server sends it to whoever takes brotli.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const built = fileURLToPath(new URL('../../crates/edge/dream-web/site/built/', import.meta.url));
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

for (const path of [...files(built)]) {
  if (!/\.(js|css|html|svg)$/.test(path)) continue;
  const bytes = readFileSync(path);
  const packed = brotliCompressSync(bytes, options);
  if (packed.length < bytes.length) writeFileSync(`${path}.br`, packed);
}
// Sizes are checked from it before the build ends; nobody needs to be sent it. It stays out of the binary.
if (process.argv.includes('--drop-manifest')) rmSync(join(built, '.vite'), { recursive: true });
