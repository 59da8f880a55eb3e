// Short news about what was just done.

export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'failed';
}

/** How long news stays, in milliseconds. What failed stays until it is closed. */
const STAY = 6000;

class Toasts {
  list = $state.raw<Toast[]>([]);
  /** The dialogs that are open, the topmost last: what stands outside of it is not read aloud, nor can it be closed. */
  dialogs = $state.raw<string[]>([]);
  #next = 1;

  say(text: string, kind: Toast['kind'] = 'done'): void {
    const toast = { id: this.#next, text, kind };
    this.#next += 1;
    this.list = [...this.list, toast];
    if (kind === 'done') setTimeout(() => this.close(toast.id), STAY);
  }

  /** Moves the news into a dialog that opens; returns what takes them out of it. */
  enter(dialog: string): () => void {
    this.dialogs = [...this.dialogs, dialog];
    return () => {
      this.dialogs = this.dialogs.filter((other) => other !== dialog);
    };
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
