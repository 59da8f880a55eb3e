import { describe, expect, it } from 'vitest';
import { columnsOfLine, columnsOfPair, folded, hits, rangesIn, type Columns } from './find';
import { rendered } from './markdown';
import { pairs, plainRows, wholeRows } from './rows';

const lower = (lines: Columns[]) => lines.map((columns) => columns.map((text) => text && folded(text)));

describe('finding', () => {
  it('counts every occurrence in every line, whatever its case', () => {
    const lines = Array.from({ length: 10_000 }, (_, at): Columns => [at === 9_999 ? 'Needle and NEEDLE' : 'hay']);
    expect(hits(lower(lines), 'needle')).toEqual([
      { line: 9_999, column: 0, nth: 0 },
      { line: 9_999, column: 0, nth: 1 },
    ]);
    expect(hits(lower(lines), '')).toEqual([]);
  });

  it('finds what was taken out on the left and what was put in on the right, and what stayed once', () => {
    const file = { hunks: [{ old_start: 2, old_lines: 1, new_start: 2, new_lines: 1, lines: [{ kind: 'removed', spans: [{ text: 'word old', changed: true }] }, { kind: 'added', spans: [{ text: 'word new', changed: true }] }] }] };
    const sides = pairs(wholeRows('word\nword new\n', file as never));
    expect(hits(lower(sides.map(columnsOfPair)), 'word')).toEqual([
      { line: 0, column: 1, nth: 0 },
      { line: 1, column: 0, nth: 0 },
      { line: 1, column: 1, nth: 0 },
    ]);
  });

  it('reads a document as it is drawn', () => {
    const lines = rendered(pairs(plainRows('# The **goal**\n\n| one | two |\n')));
    expect(hits(lower(lines.map(columnsOfLine)), 'the goal')).toHaveLength(1);
    expect(hits(lower(lines.map(columnsOfLine)), '|')).toHaveLength(0);
  });

  it('marks a place that begins in one element and ends in another', () => {
    const element = document.createElement('p');
    element.innerHTML = 'a <b>bo</b>ld bold';
    expect(rangesIn(element, 'BOLD').map(String)).toEqual(['bold', 'bold']);
    expect(rangesIn(element, 'none')).toEqual([]);
  });
});
