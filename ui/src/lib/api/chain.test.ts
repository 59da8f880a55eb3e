import { describe, expect, it } from 'vitest';
import { moved, oldBetween, renewed, together, type Link } from './chain';

const items = (text: string) => [...text].map((id) => ({ id }));
const link = (text: string, next: string | null, old = false): Link<{ id: string }> => ({ items: items(text), next, old });
const ids = (chain: Link<{ id: string }>[]) => chain.map((one) => one.items.map(({ id }) => id).join('') + (one.old ? '?' : ''));

describe('pages that follow one another', () => {
  const CASES: [string, Link<{ id: string }>[], number, { text: string; next: string | null }, string[]][] = [
    ['the first page alone', [link('abc', null)], 0, { text: 'xabc', next: null }, ['xabc']],
    ['a page is added', [link('abc', 'c')], 1, { text: 'def', next: 'f' }, ['abc', 'def']],
    ['a new row pushes the last one into the next page', [link('abc', 'c'), link('def', null)], 0, { text: 'xab', next: 'b' }, ['xab', 'cdef?']],
    ['a row that went draws one out of the next page', [link('abc', 'c'), link('def', null)], 0, { text: 'abd', next: 'd' }, ['abd', 'def?']],
    ['more came than a page takes', [link('abc', 'c'), link('def', null)], 0, { text: 'xyz', next: 'z' }, ['xyz']],
    ['the list ends earlier than it did', [link('abc', 'c'), link('def', null)], 0, { text: 'ab', next: null }, ['ab']],
    ['a page in the middle', [link('abc', 'c'), link('def', 'f', true), link('ghi', null)], 1, { text: 'dex', next: 'x' }, ['abc', 'dex', 'fghi?']],
  ];
  for (const [name, chain, at, { text, next }, after] of CASES) {
    it(name, () => expect(ids(renewed(chain, at, { items: items(text), next }))).toEqual(after));
  }

  it('are one list without a row twice', () => {
    expect(together([link('abd', 'd'), link('def', null)]).map(({ id }) => id).join('')).toBe('abdef');
  });

  it('know by how much they moved', () => {
    expect([moved(items('abc'), items('xyabc')), moved(items('abc'), items('bc')), moved(items('abc'), items('xbc')), moved([], items('a')), moved(items('a'), items('b'))]).toEqual([2, -1, 0, 0, 0]);
  });

  it('find the old page among what is shown', () => {
    const chain = [link('abc', 'c'), link('def', 'f', true), link('ghi', null, true)];
    expect([oldBetween(chain, 0, 2), oldBetween(chain, 2, 3), oldBetween(chain, 6, 8)]).toEqual([-1, 1, 2]);
  });
});
