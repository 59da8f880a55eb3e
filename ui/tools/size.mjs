// Fails when the pages outgrow their budget: script to a working inbox, any page loaded later, and everything in the binary.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KIB = 1024;
const BUDGET = { inbox: 90 * KIB, page: 45 * KIB, whole: 1024 * KIB };
const built = fileURLToPath(new URL('../../crates/edge/dream-web/site/built/', import.meta.url));
const manifest = JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8'));

const packed = (file) => statSync(join(built, `${file}.br`)).size;

/** The script files that must be there before `entry` runs. */
function closure(entry, seen = new Set()) {
  const chunk = manifest[entry];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const next of chunk.imports ?? []) closure(next, seen);
  return seen;
}

function weight(folder) {
  return readdirSync(folder).reduce((sum, name) => {
    const path = join(folder, name);
    if (name === '.vite') return sum;
    return sum + (statSync(path).isDirectory() ? weight(path) : statSync(path).size);
  }, 0);
}

const sum = (files) => [...files].reduce((total, file) => total + packed(file), 0);
const first = closure('index.html');
const rows = [['script to a working inbox (brotli)', sum(first), BUDGET.inbox]];
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const more = [...closure(name)].filter((file) => !first.has(file));
  rows.push([`${name} on top (brotli)`, sum(more), BUDGET.page]);
}
rows.push(['all that the binary carries', weight(built), BUDGET.whole]);

let over = false;
for (const [what, bytes, budget] of rows) {
  const breach = bytes > budget;
  over ||= breach;
  console.log(`${(bytes / KIB).toFixed(1).padStart(7)} of ${String(budget / KIB).padStart(4)} KiB  ${what}${breach ? '  TOO LARGE' : ''}`);
}
if (over) process.exit(1);
