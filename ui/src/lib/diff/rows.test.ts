import { describe, expect, it } from 'vitest';
import { counts, folded, hunkRows, merged, pairs, plainRows, wholeRows, type DiffFile, type Row } from './rows';

const span = (text: string, changed = false) => ({ text, changed });
const FILE: DiffFile = {
  path: 'prd.md',
  change: 'modified',
  binary: false,
  truncated: false,
  hunks: [
    {
      old_start: 2,
      old_lines: 2,
      new_start: 2,
      new_lines: 3,
      lines: [
        { kind: 'removed', spans: [span('Four', true), span(' steps.')] },
        { kind: 'added', spans: [span('Two', true), span(' steps.')] },
        { kind: 'context', spans: [span('Keep.')] },
        { kind: 'added', spans: [span('New.', true)] },
      ],
    },
  ],
};
const TEXT = '# T\nTwo steps.\nKeep.\nNew.\nEnd.\n';
const shown = (rows: Row[]) => rows.map((row) => `${row.before ?? '-'} ${row.after ?? '-'} ${row.kind} ${row.pieces.map((p) => p.text).join('')}`);

describe('a diff', () => {
  it('shows the whole newer text with what changed among its lines', () => {
    expect(shown(wholeRows(TEXT, FILE))).toEqual(['1 1 same # T', '2 - del Four steps.', '- 2 ins Two steps.', '3 3 same Keep.', '- 4 ins New.', '4 5 same End.']);
  });

  it('puts a removed line beside the added one', () => {
    const found = pairs(wholeRows(TEXT, FILE)).map(({ left, right }) => [left?.before ?? null, right?.after ?? null]);
    expect(found).toEqual([[1, 1], [2, 2], [3, 3], [null, 4], [4, 5]]);
  });

  it('merges two lines word by word, or not at all', () => {
    const [removed, added] = hunkRows(FILE.hunks[0]!, 2, 2);
    expect(merged(removed!.pieces, added!.pieces)).toEqual([
      { text: 'Four', mark: 'del' },
      { text: 'Two', mark: 'ins' },
      { text: ' steps.', mark: 'same' },
    ]);
    expect(merged([{ text: 'a', mark: 'del' }], [{ text: 'b', mark: 'ins' }])).toBeNull();
  });

  it('leaves out what is far from a change, and says how much', () => {
    const rows = plainRows('a\nb\nc\nd\ne\nf\ng\n');
    rows[3]!.kind = 'ins';
    expect(folded(rows, (row) => row.kind !== 'same', 1).map((row) => (typeof row === 'number' ? row : row.after))).toEqual([2, 3, 4, 5, 2]);
  });

  it('counts lines', () => expect(counts(FILE)).toEqual({ added: 2, removed: 1 }));

  it('takes a file whose first lines were removed', () => {
    const file = { ...FILE, hunks: [{ old_start: 1, old_lines: 1, new_start: 0, new_lines: 0, lines: [{ kind: 'removed' as const, spans: [span('Gone', true)] }] }] };
    expect(shown(wholeRows('Kept\n', file))).toEqual(['1 - del Gone', '2 1 same Kept']);
  });
});
