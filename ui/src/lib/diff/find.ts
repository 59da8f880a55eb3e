// Finding words in a file of any length: in all of its lines, whether they are in the page or not.
import type { Line } from './markdown';
import type { Pair, Row } from './rows';

/** A line as it is drawn: the texts of its columns, or one text. A column that only repeats its neighbour is null. */
export type Columns = readonly (string | null)[];

/** One place where the words stand: the file, the line and the column by their places, and which of the occurrences there it is, from 0. */
export interface Hit {
  path: string;
  line: number;
  column: number;
  nth: number;
}

const joined = (row: Row | null) => row?.pieces.map((piece) => piece.text).join('') ?? '';

export const columnsOfRow = (row: Row): Columns => [joined(row)];
export const columnsOfPair = ({ left, right }: Pair): Columns => (left === right ? [null, joined(right)] : [joined(left), joined(right)]);
export const columnsOfLine = (line: Line): Columns => [line.cells ? line.cells.map((cell) => cell.map((run) => run.text).join('')).join('') : line.runs.map((run) => run.text).join('')];

/** Texts as they are compared. */
export const folded = (text: string): string => text.toLowerCase();

/** Every place of `words` in the lines of a file, which were `folded` before, from the first to the last. */
export function hits(path: string, lines: readonly Columns[], words: string): Hit[] {
  const wanted = folded(words);
  const found: Hit[] = [];
  if (!wanted) return found;
  lines.forEach((columns, line) =>
    columns.forEach((text, column) => {
      if (text !== null) for (let nth = 0; nth < count(text, wanted); nth += 1) found.push({ path, line, column, nth });
    }),
  );
  return found;
}

/** Which hit is gone to first by who reads `path`: the first there or after it; backwards the last there or before it. `order` is that of the files. */
export function startingAt(all: readonly Hit[], order: readonly string[], path: string | null, by: 1 | -1): number {
  const here = path === null ? 0 : order.indexOf(path);
  const at = by > 0 ? all.findIndex((hit) => order.indexOf(hit.path) >= here) : all.findLastIndex((hit) => order.indexOf(hit.path) <= here);
  return at >= 0 ? at : by > 0 ? 0 : all.length - 1;
}

function count(text: string, wanted: string): number {
  let found = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found += 1;
  return found;
}

/** The places of `words` in an element, as ranges of its text. */
export function rangesIn(element: Element, words: string): Range[] {
  const wanted = folded(words);
  const nodes: { node: Text; from: number }[] = [];
  let text = '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node: node as Text, from: text.length });
    text += (node as Text).data;
  }
  const place = (at: number): [Text, number] | null => {
    const found = nodes.findLast(({ from }) => from <= at);
    return found ? [found.node, Math.min(at - found.from, found.node.data.length)] : null;
  };
  const ranges: Range[] = [];
  const all = folded(text);
  for (let at = wanted ? all.indexOf(wanted) : -1; at >= 0; at = all.indexOf(wanted, at + wanted.length)) {
    // The end is where the last letter ends, and not where the next text begins.
    const [begin, last] = [place(at), place(at + wanted.length - 1)];
    if (!begin || !last) continue;
    const range = document.createRange();
    range.setStart(...begin);
    range.setEnd(last[0], Math.min(last[1] + 1, last[0].data.length));
    ranges.push(range);
  }
  return ranges;
}
