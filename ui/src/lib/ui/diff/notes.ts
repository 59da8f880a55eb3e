// What a diff knows of notes: those that stand at its lines, and how to begin one.

export interface Note {
  id: string;
  artifact: string;
  path: string;
  /** From 1, in the newer version. */
  line: number | null;
  text: string;
}

/** The notes of one file, and what may be done with them. Null where notes make no sense. */
export interface FileNotes {
  at: (line: number) => Note[];
  add: (line: number, text: string) => void;
  remove: (id: string) => void;
}
