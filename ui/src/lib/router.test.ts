import { describe, expect, it } from 'vitest';
import { match } from './router.svelte';

describe('a route', () => {
  it.each([
    ['/o/:org/inbox/:review?', '/o/a/inbox', { org: 'a' }],
    ['/o/:org/inbox/:review?', '/o/a/inbox/r1/', { org: 'a', review: 'r1' }],
    ['/o/:org/inbox/:review?', '/o/a/inbox/r1/x', null],
    ['/o/:org/audit', '/o/a/inbox', null],
    ['/o/:org', '/o/a%20b', { org: 'a b' }],
    ['/o/:org', '/o/%E0%A4%A', null],
    ['/', '/', {}],
  ])('%s reads %s', (pattern, path, params) => {
    expect(match(pattern, path)).toEqual(params);
  });
});
