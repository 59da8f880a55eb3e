import { describe, expect, it } from 'vitest';
import { columnsOfLine, columnsOfPair, folded, hits, rangesIn, startingAt, type Columns } from './find';
import { byFolder } from './folders';
import { rendered } from './markdown';
import { pairs, plainRows, wholeRows } from './rows';

const lower = (lines: Columns[]) => lines.map((columns) => columns.map((text) => text && folded(text)));

describe('finding', () => {
  it('counts every occurrence in every line, whatever its case', () => {
    const lines = Array.from({ length: 10_000 }, (_, at): Columns => [at === 9_999 ? 'Needle and NEEDLE' : 'hay']);
    expect(hits('a.md', lower(lines), 'needle')).toEqual([
      { path: 'a.md', line: 9_999, column: 0, nth: 0 },
      { path: 'a.md', line: 9_999, column: 0, nth: 1 },
    ]);
    expect(hits('a.md', lower(lines), '')).toEqual([]);
  });

  it('finds what was taken out on the left and what was put in on the right, and what stayed once', () => {
    const file = { hunks: [{ old_start: 2, old_lines: 1, new_start: 2, new_lines: 1, lines: [{ kind: 'removed', spans: [{ text: 'word old', changed: true }] }, { kind: 'added', spans: [{ text: 'word new', changed: true }] }] }] };
    const sides = pairs(wholeRows('word\nword new\n', file as never));
    expect(hits('a.md', lower(sides.map(columnsOfPair)), 'word')).toEqual([
      { path: 'a.md', line: 0, column: 1, nth: 0 },
      { path: 'a.md', line: 1, column: 0, nth: 0 },
      { path: 'a.md', line: 1, column: 1, nth: 0 },
    ]);
  });

  it('reads a document as it is drawn', () => {
    const lines = rendered(pairs(plainRows('# The **goal**\n\n| one | two |\n')));
    expect(hits('a.md', lower(lines.map(columnsOfLine)), 'the goal')).toHaveLength(1);
    expect(hits('a.md', lower(lines.map(columnsOfLine)), '|')).toHaveLength(0);
  });

  it('goes on from the file that is read, forwards and back, and round where there is none', () => {
    const order = byFolder(['src/z.rs', 'b.md', 'src/a.rs', 'a.md']).flatMap(([, paths]) => paths);
    expect(order).toEqual(['a.md', 'b.md', 'src/a.rs', 'src/z.rs']);
    const all = ['b.md', 'src/a.rs', 'src/a.rs'].flatMap((path) => hits(path, [['word']], 'word'));
    const from = (path: string) => [startingAt(all, order, path, 1), startingAt(all, order, path, -1)];
    expect(['a.md', 'b.md', 'src/a.rs', 'src/z.rs'].map(from)).toEqual([
      [0, 2],
      [0, 0],
      [1, 2],
      [0, 2],
    ]);
  });

  it('marks a place that begins in one element and ends in another', () => {
    const element = document.createElement('p');
    element.innerHTML = 'a <b>bo</b>ld bold';
    expect(rangesIn(element, 'BOLD').map(String)).toEqual(['bold', 'bold']);
    expect(rangesIn(element, 'none')).toEqual([]);
  });
});
