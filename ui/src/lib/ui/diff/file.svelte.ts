// A file of an artifact as it is read: its lines in the view that was chosen, each kind made when it is first needed, and once. Of ten
// thousand lines that is felt.
import { columnsOfLine, columnsOfPair, columnsOfRow, folded, type Columns } from '../../diff/find';
import { rendered } from '../../diff/markdown';
import { pairs, plainRows, wholeRows, type DiffFile } from '../../diff/rows';
import type { View } from './reading.svelte';

const NO_TEXT = /\.(png|jpe?g|gif|webp|woff2?|zip|gz|pdf|ico)$/i;

export const isDocument = (path: string): boolean => /\.(md|markdown)$/i.test(path);

/** Where the text of a file comes from: it is read, or all that is left of it stands in the diff, or it has none to show. */
export function textOf(path: string, isThere: boolean, file: DiffFile | undefined): 'read' | 'gone' | 'none' {
  if (file?.binary) return 'none';
  if (!isThere) return file ? 'gone' : 'none';
  return file || !NO_TEXT.test(path) ? 'read' : 'none';
}

/** The view of a file when `chosen` is how its reader likes to read: what is no document is not rendered, what is gone has no source. */
export function viewOf(path: string, chosen: View, isGone: boolean): View {
  if (chosen === 'rendered') return isDocument(path) ? 'rendered' : 'unified';
  return chosen === 'source' && isGone ? 'unified' : chosen;
}

export class ReadFile {
  readonly path: string;
  readonly view: View;
  #text: () => string | undefined;
  #file: DiffFile | undefined;

  /** Null until the text is here. */
  rows = $derived.by(() => this.#rows());
  sides = $derived.by(() => pairs(this.rows ?? []));
  lines = $derived.by(() => rendered(this.sides));
  /** The texts of its lines as they are drawn, to be sought in. */
  sought: readonly Columns[] = $derived.by(() => this.#columns().map((columns) => columns.map((text) => text && folded(text))));

  constructor(path: string, view: View, text: () => string | undefined, file: DiffFile | undefined) {
    this.path = path;
    this.view = view;
    this.#text = text;
    this.#file = file;
  }

  #rows() {
    const text = this.#text();
    if (text === undefined) return null;
    return this.#file && this.view !== 'source' ? wholeRows(text, this.#file) : plainRows(text);
  }

  #columns(): Columns[] {
    if (this.view === 'rendered') return this.lines.map(columnsOfLine);
    return this.view === 'split' ? this.sides.map(columnsOfPair) : (this.rows ?? []).map(columnsOfRow);
  }
}
