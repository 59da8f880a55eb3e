import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LEAST } from './rights.svelte';

const ROLES = ['viewer', 'contributor', 'reviewer', 'maintainer', 'owner'];
const rows = readFileSync('../docs/reference/policy.md', 'utf8').matchAll(/^\| `([a-z_.]+)` \| \w+ \|((?:[ ✓]+\|){5})/gm);
const table = new Map([...rows].map(([, action, marks]) => [action, (marks ?? '').split('|').slice(0, 5).map((mark) => mark.includes('✓'))]));

it.each(Object.entries(LEAST))('%s is open to %s and above, as the policy says', (action, least) => {
  expect(table.get(action)).toEqual(ROLES.map((_, rank) => rank >= ROLES.indexOf(least)));
});
