// Rules of the pages that no compiler knows: nothing that the content security policy would refuse, no HTML made of texts, small
// files, words only in the catalogue, a header that says what a file is for.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const LONGEST = 300;

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

const wrong = [];
for (const path of files(source)) {
  const name = relative(source, path);
  if (name.endsWith('.d.ts') || name.endsWith('.css')) continue;
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const catalogue = name.startsWith('lib/text/');
  if (lines.length > LONGEST && !catalogue) wrong.push(`${name}: ${lines.length} lines, more than ${LONGEST}`);
  if (name.endsWith('.svelte')) {
    if (!text.startsWith('<!-- ')) wrong.push(`${name}: no first line that says what it is for`);
    for (const [at, line] of lines.entries()) {
      if (/\sstyle="/.test(line)) wrong.push(`${name}:${at + 1}: an inline style, which the policy refuses: use a class or style:property`);
      if (line.includes('{@html')) wrong.push(`${name}:${at + 1}: HTML made of a text: draw it as elements`);
    }
    const markup = text.replaceAll('&nbsp;', ' ').replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '').replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '');
    for (const [, words] of markup.matchAll(/>([^<>]*[A-Za-z]{3,}[^<>]*)</g)) wrong.push(`${name}: “${words.trim()}” belongs into the catalogue of words`);
  } else if (name.endsWith('.ts') && !name.endsWith('.test.ts') && !text.startsWith('// ')) {
    wrong.push(`${name}: no first line that says what it is for`);
  }
}
for (const line of wrong) console.error(line);
if (wrong.length) process.exit(1);
