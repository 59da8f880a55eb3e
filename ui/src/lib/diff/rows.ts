// A file's diff as rows to show: every line of both versions in order, with the words that changed.
import type { Schemas } from '../api/client';

export type DiffFile = Schemas['DiffFile'];
export type Mark = 'same' | 'ins' | 'del';

/** A piece of a line. */
export interface Piece {
  text: string;
  mark: Mark;
}

/** One line: `before` and `after` are its numbers, from 1, where it exists. */
export interface Row {
  kind: 'same' | 'ins' | 'del';
  before: number | null;
  after: number | null;
  pieces: Piece[];
}

/** The lines of a text. A final line break ends the last line and begins none. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A text that is new as a whole, or that has not changed. */
export function plainRows(text: string): Row[] {
  return linesOf(text).map((line, at) => ({ kind: 'same', before: at + 1, after: at + 1, pieces: [{ text: line, mark: 'same' }] }));
}

const KINDS = { context: 'same', added: 'ins', removed: 'del' } as const;

/** Every line of the newer text, with what changed among them. `text` is the newer version's. */
export function wholeRows(text: string, file: DiffFile): Row[] {
  const lines = linesOf(text);
  const rows: Row[] = [];
  let before = 1;
  let after = 1;
  const same = (until: number) => {
    for (; after < until; after += 1, before += 1) rows.push({ kind: 'same', before, after, pieces: [{ text: lines[after - 1] ?? '', mark: 'same' }] });
  };
  for (const hunk of file.hunks) {
    // A hunk that adds nothing names the line before it.
    same(hunk.new_lines === 0 ? hunk.new_start + 1 : hunk.new_start);
    for (const row of hunkRows(hunk, before, after)) {
      rows.push(row);
      if (row.kind !== 'ins') before += 1;
      if (row.kind !== 'del') after += 1;
    }
  }
  same(lines.length + 1);
  return rows;
}

/** The rows of one hunk, whose first lines have these numbers. */
export function hunkRows(hunk: Schemas['DiffHunk'], before: number, after: number): Row[] {
  return hunk.lines.map((line) => {
    const kind = KINDS[line.kind];
    const pieces = line.spans.map(({ text, changed }): Piece => ({ text, mark: changed && kind !== 'same' ? kind : 'same' }));
    const row: Row = { kind, before: kind === 'ins' ? null : before, after: kind === 'del' ? null : after, pieces };
    if (kind !== 'ins') before += 1;
    if (kind !== 'del') after += 1;
    return row;
  });
}

/** Two columns: what a line was, and what it is. */
export interface Pair {
  left: Row | null;
  right: Row | null;
}

/** Puts removed lines beside the added ones that follow them. */
export function pairs(rows: Row[]): Pair[] {
  const out: Pair[] = [];
  let removed: Row[] = [];
  let added: Row[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) out.push({ left: removed[at] ?? null, right: added[at] ?? null });
    removed = [];
    added = [];
  };
  for (const row of rows) {
    if (row.kind === 'del') {
      if (added.length) flush();
      removed.push(row);
    } else if (row.kind === 'ins') {
      added.push(row);
    } else {
      flush();
      out.push({ left: row, right: row });
    }
  }
  flush();
  return out;
}

const text = (pieces: Piece[], mark: Mark) => pieces.filter((piece) => piece.mark === mark);

/** Both lines of a pair in one, with the words taken out and put in; null when they have no word in common. */
export function merged(removed: Piece[], added: Piece[]): Piece[] | null {
  const joined = (pieces: Piece[]) => text(pieces, 'same').map((piece) => piece.text).join('');
  if (!joined(removed).trim() || joined(removed) !== joined(added)) return null;
  const left = removed.map((piece) => ({ ...piece }));
  const right = added.map((piece) => ({ ...piece }));
  const out: Piece[] = [];
  while (left.length || right.length) {
    const [a, b] = [left[0], right[0]];
    if (a && a.mark === 'del') out.push(a), left.shift();
    else if (b && b.mark === 'ins') out.push(b), right.shift();
    else if (a && b) {
      const shared = Math.min(a.text.length, b.text.length);
      out.push({ text: a.text.slice(0, shared), mark: 'same' });
      a.text = a.text.slice(shared);
      b.text = b.text.slice(shared);
      if (!a.text) left.shift();
      if (!b.text) right.shift();
    } else break;
  }
  return out;
}

/** Lines with a few around each changed one; a number says how many are left out there. */
export function folded<T>(lines: T[], changed: (line: T) => boolean, around = 3): (T | number)[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, at) => {
    if (changed(line)) near.fill(1, Math.max(0, at - around), at + around + 1);
  });
  const out: (T | number)[] = [];
  lines.forEach((line, at) => {
    const last = out.at(-1);
    if (near[at]) out.push(line);
    else if (typeof last === 'number') out[out.length - 1] = last + 1;
    else out.push(1);
  });
  return out;
}

/** How many lines came and went. */
export function counts(file: Pick<DiffFile, 'hunks'>): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const hunk of file.hunks) {
    for (const line of hunk.lines) {
      if (line.kind === 'added') added += 1;
      if (line.kind === 'removed') removed += 1;
    }
  }
  return { added, removed };
}
