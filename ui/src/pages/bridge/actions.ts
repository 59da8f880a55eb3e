// What may be done with one thing of the bridge.

/** The one thing that an action asks before it is done. */
export interface Question {
  label: string;
  hint?: string;
  value?: string;
  type?: 'text' | 'number' | 'password' | 'lines';
  /** Whether it may be left empty. */
  optional?: boolean;
  /** What there is to choose from, with its word. */
  choices?: { value: string; word: string }[];
}

export interface Action {
  id: string;
  word: string;
  /** Asked first, with this sentence. */
  sure?: string;
  danger?: boolean;
  ask?: Question;
  /** Does it; returns whether it is done. */
  run: (value: string) => Promise<boolean>;
}
