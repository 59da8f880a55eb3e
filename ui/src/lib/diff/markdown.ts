// Markdown as rows that can be drawn without ever handing a document's text to the HTML parser: what a text contains is shown
// as text, whatever it looks like. A row keeps the number of its source line, so that notes and diffs point at the same place.
import { merged, type Mark, type Pair, type Piece, type Row } from './rows';

/** A run of characters that look alike. */
export interface Run {
  text: string;
  mark: Mark;
  style: 'plain' | 'bold' | 'italic' | 'code';
  href?: string;
}

export type BlockKind = 'heading' | 'item' | 'quote' | 'code' | 'table' | 'rule' | 'blank' | 'text';

/** One line of the rendered document. */
export interface Line {
  kind: BlockKind;
  /** Of headings 1 to 6; of list items the depth, from 0. */
  level: number;
  /** `•`, `1.` or a box, before list items. */
  bullet: string;
  change: 'same' | 'ins' | 'del' | 'both';
  /** The number of the line in the newer text; null for one that is only in the older. */
  after: number | null;
  before: number | null;
  runs: Run[];
  /** Cells of a table's row. */
  cells?: Run[][];
}

interface Shape {
  kind: BlockKind;
  level: number;
  bullet: string;
  /** How many characters of the line are its mark-up. */
  skip: number;
}

/** What kind of line a text is. `fenced` says that it stands inside a code block. */
function shape(text: string, fenced: boolean): Shape {
  const of = (kind: BlockKind, skip = 0, level = 0, bullet = ''): Shape => ({ kind, level, bullet, skip });
  if (fenced) return of('code');
  if (!text.trim()) return of('blank');
  const heading = /^(#{1,6})\s+/.exec(text);
  if (heading) return of('heading', heading[0].length, heading[1]?.length ?? 1);
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(text)) return of('rule', text.length);
  const item = /^(\s*)([-*+]|\d+[.)])\s+(\[[ xX]\]\s+)?/.exec(text);
  if (item) {
    const box = item[3] && (/[xX]/.test(item[3]) ? '☑' : '☐');
    const bullet = box || (/\d/.test(item[2] ?? '') ? (item[2] ?? '') : '•');
    return of('item', item[0].length, Math.floor((item[1]?.length ?? 0) / 2), bullet);
  }
  const quote = /^\s*>\s?/.exec(text);
  if (quote) return of('quote', quote[0].length);
  return /^\s*\|.*\|\s*$/.test(text) ? of('table') : of('text');
}

const FENCE = /^\s*(```|~~~)/;
const joined = (pieces: Piece[], without: Mark) => pieces.filter((piece) => piece.mark !== without).map((piece) => piece.text).join('');

/** Rows, the old beside the new, as lines of a rendered document. */
export function rendered(beside: Pair[]): Line[] {
  const out: Line[] = [];
  let fenced = false;
  const push = (pieces: Piece[], change: Line['change'], before: number | null, after: number | null) => {
    const text = joined(pieces, change === 'del' ? 'ins' : 'del');
    if (FENCE.test(text)) {
      if (change !== 'del') fenced = !fenced;
      return;
    }
    out.push(line(pieces, shape(text, fenced), change, before, after));
  };
  for (const { left, right } of beside) {
    if (left && left === right) push(left.pieces, 'same', left.before, left.after);
    else if (left && right) both(left, right, fenced, push);
    else if (left) push(left.pieces, 'del', left.before, null);
    else if (right) push(right.pieces, 'ins', null, right.after);
  }
  return out;
}

type Push = (pieces: Piece[], change: Line['change'], before: number | null, after: number | null) => void;

/** Lines of a text that nobody compares: those that were only broken to fit a page are one again. */
export function flowing(lines: Line[]): Line[] {
  const out: Line[] = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (line.kind === 'text' && last && (last.kind === 'text' || last.kind === 'item')) last.runs = [...last.runs, { text: ' ', mark: 'same', style: 'plain' }, ...line.runs];
    else out.push({ ...line });
  }
  return out;
}

/** A changed line as one line where its mark-up stayed, else as two. */
function both(left: Row, right: Row, fenced: boolean, push: Push): void {
  const [was, is] = [joined(left.pieces, 'ins'), joined(right.pieces, 'del')];
  const [a, b] = [shape(was, fenced), shape(is, fenced)];
  const alike = a.kind === b.kind && was.slice(0, a.skip) === is.slice(0, b.skip) && a.kind !== 'table' && !FENCE.test(is);
  const one = alike ? merged(left.pieces, right.pieces) : null;
  if (one) {
    push(one, 'both', left.before, right.after);
    return;
  }
  push(left.pieces, 'del', left.before, null);
  push(right.pieces, 'ins', null, right.after);
}

function line(pieces: Piece[], of: Shape, change: Line['change'], before: number | null, after: number | null): Line {
  const rest = drop(pieces, of.skip);
  const runs = of.kind === 'code' ? rest.map(({ text, mark }): Run => ({ text, mark, style: 'plain' })) : inline(rest);
  const made: Line = { kind: of.kind, level: of.level, bullet: of.bullet, change, before, after, runs };
  if (of.kind === 'table') {
    const text = joined(pieces, change === 'del' ? 'ins' : 'del').trim();
    if (/^[|\s:-]+$/.test(text)) made.kind = 'rule';
    else made.cells = text.slice(1, -1).split(/(?<!\\)\|/).map((cell) => inline([{ text: cell.trim(), mark: 'same' }]));
  }
  return made;
}

/** The pieces without their first `count` characters. */
function drop(pieces: Piece[], count: number): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const cut = Math.min(count, piece.text.length);
    count -= cut;
    if (cut < piece.text.length) out.push({ ...piece, text: piece.text.slice(cut) });
  }
  return out;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])[*_]([^*_\s][^*_]*)[*_](?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Runs with the inline mark-up of Markdown taken as style. Marks of a diff may begin and end anywhere. */
export function inline(pieces: Piece[]): Run[] {
  const text = pieces.map((piece) => piece.text).join('');
  const runs: Run[] = [];
  let at = 0;
  const take = (from: number, until: number, style: Run['style'], href?: string) => {
    for (const piece of between(pieces, from, until)) runs.push(href ? { ...piece, style, href } : { ...piece, style });
  };
  for (const found of text.matchAll(INLINE)) {
    take(at, found.index, 'plain');
    const [whole, code, bold, italic, label, target] = found;
    const inner = code ?? bold ?? italic ?? label ?? '';
    const start = found.index + whole.indexOf(inner);
    const href = target && /^(https?:|mailto:)/i.test(target) ? target : undefined;
    take(start, start + inner.length, code ? 'code' : bold ? 'bold' : italic ? 'italic' : 'plain', href);
    at = found.index + whole.length;
  }
  take(at, text.length, 'plain');
  return runs;
}

/** The part of the pieces between two places of their joined text. */
function between(pieces: Piece[], from: number, until: number): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const [start, end] = [Math.max(from, at), Math.min(until, at + piece.text.length)];
    if (start < end) out.push({ text: piece.text.slice(start - at, end - at), mark: piece.mark });
    at += piece.text.length;
  }
  return out;
}
