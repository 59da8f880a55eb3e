// Writes src/lib/api/schema.d.ts from ../openapi.json; with --check, fails when what is checked in differs.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const target = new URL('../src/lib/api/schema.d.ts', import.meta.url);
const nodes = await openapiTS(new URL('../../openapi.json', import.meta.url), { alphabetize: true, defaultNonNullable: false });
const text = `// Written by \`npm run codegen\` from openapi.json. Do not edit.\n\n${astToString(nodes)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('src/lib/api/schema.d.ts is not what openapi.json says: run `npm run codegen`, and mend what no longer fits.');
  process.exit(1);
}
