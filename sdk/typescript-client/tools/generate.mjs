// Writes src/generated/schema.ts from the API's description. It is not in the repository: it says nothing that openapi.json does not say.
import { mkdirSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const description = new URL('../../../openapi.json', import.meta.url);
const nodes = await openapiTS(description, { alphabetize: true, defaultNonNullable: false, emptyObjectsUnknown: true });
const folder = new URL('../src/generated/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('schema.ts', folder), `// Written by \`npm run generate\` from openapi.json. Do not edit.\n\n${astToString(nodes)}`);
