// What a diff knows of notes: those that stand at its lines, and how to write one.
import type { Schemas } from '../../api/client';

export type Note = Schemas['Draft'];

/** Two windows changed one note: what stands, and what was written here. */
export interface Clash {
  theirs: string;
  mine: string;
}

/** The notes of one file, and what may be done with them. Null where notes make no sense. */
export interface FileNotes {
  at: (line: number) => readonly Note[];
  /** Keeps what is written so far; `id` is null before the first time. Returns the note's id, or null when it could not be kept. */
  save: (line: number | null, text: string, id: string | null) => Promise<string | null>;
  remove: (id: string) => void;
  clash: (id: string) => Clash | undefined;
  /** Ends a clash: with the words of this window, or with those that stand. */
  settle: (id: string, mine: boolean) => void;
}

/**
 * Whether a note stands at the line, or is being written there: it is shown though nothing changed there. From the first letter on, so that no
 * line moves, and the field with it, once something of the note is kept.
 */
export const isNoted = (notes: FileNotes | null, line: number | null | undefined, writing: number | null): boolean =>
  !!notes && line != null && (line === writing || notes.at(line).length > 0);

/** The notes of one file by their lines. */
export function byLine(notes: readonly Note[]): Map<number, Note[]> {
  const found = new Map<number, Note[]>();
  for (const note of notes) {
    if (note.line == null) continue;
    const there = found.get(note.line);
    if (there) there.push(note);
    else found.set(note.line, [note]);
  }
  return found;
}
