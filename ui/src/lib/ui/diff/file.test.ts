import { describe, expect, it } from 'vitest';
import type { DiffFile } from '../../diff/rows';
import { ReadFile, textOf, viewOf } from './file.svelte';

const gone: DiffFile = {
  path: 'old.md', change: 'removed', binary: false, truncated: false, old_mode: '100644', new_mode: null,
  hunks: [{ old_start: 1, old_lines: 2, new_start: 0, new_lines: 0, lines: [{ kind: 'removed', spans: [{ text: '# Goals', changed: true }] }, { kind: 'removed', spans: [{ text: 'Fast.', changed: true }] }] }],
};

describe('a file of an artifact', () => {
  it('that is gone shows what it said, and is sought in', () => {
    expect(textOf('old.md', false, gone)).toBe('gone');
    const view = viewOf('old.md', 'source', true);
    const file = new ReadFile('old.md', view, () => '', gone);
    expect(file.rows?.map((row) => row.kind)).toEqual(['del', 'del']);
    expect(file.sought).toEqual([['# goals'], ['fast.']]);
  });

  it('is sought in as it is drawn: a document without its mark-up, two columns each for itself', () => {
    const text = 'a **bold** word\n';
    const of = (path: string, chosen: 'rendered' | 'split') => new ReadFile(path, viewOf(path, chosen, false), () => text, undefined).sought;
    expect(of('a.md', 'rendered')).toEqual([['a bold word']]);
    expect(of('a.rs', 'rendered')).toEqual([['a **bold** word']]);
    expect(of('a.md', 'split')).toEqual([[null, 'a **bold** word']]);
  });

  it('without a text has nothing to seek in', () => {
    expect(textOf('logo.png', true, undefined)).toBe('none');
    expect(textOf('data', true, { ...gone, binary: true })).toBe('none');
    expect(new ReadFile('a.rs', 'unified', () => undefined, undefined).rows).toBeNull();
  });
});
