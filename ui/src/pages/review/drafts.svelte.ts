// Notes that a reader has written and not sent yet. They belong to one review and stay in this browser until it is decided.
import type { Note } from '../../lib/ui/diff/notes';

const key = (review: string) => `notes-${review}`;

export class Drafts {
  list = $state.raw<Note[]>([]);
  #review: string;

  constructor(review: string) {
    this.#review = review;
    this.list = read(review);
  }

  add(note: Omit<Note, 'id'>): void {
    this.#keep([...this.list, { ...note, id: crypto.randomUUID() }]);
  }

  remove(id: string): void {
    this.#keep(this.list.filter((note) => note.id !== id));
  }

  /** They were sent. */
  clear(): void {
    this.#keep([]);
  }

  #keep(list: Note[]): void {
    this.list = list;
    if (list.length) localStorage.setItem(key(this.#review), JSON.stringify(list));
    else localStorage.removeItem(key(this.#review));
  }
}

function read(review: string): Note[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key(review)) ?? '[]');
    return Array.isArray(found) ? (found as Note[]) : [];
  } catch {
    // Somebody else wrote there: it is no draft of ours.
    return [];
  }
}
