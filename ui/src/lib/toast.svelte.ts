// Short news about what was just done.

export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'failed';
  /** The dialog in which it was said. */
  dialog: string | undefined;
}

/** How long news stays, in milliseconds. What failed stays until it is closed. */
const STAY = 6000;

class Toasts {
  list = $state.raw<Toast[]>([]);
  /** The dialogs that are open, the topmost last: what stands outside of it is not read aloud, nor can it be closed. */
  dialogs = $state.raw<string[]>([]);
  #next = 1;

  say(text: string, kind: Toast['kind'] = 'done'): void {
    const toast = { id: this.#next, text, kind, dialog: this.dialogs.at(-1) };
    this.#next += 1;
    // What failed before in the same dialog was tried again.
    if (kind === 'failed') this.dismiss();
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

  /** Takes what failed in the topmost dialog away: its reader goes on. */
  dismiss(): void {
    const dialog = this.dialogs.at(-1);
    if (dialog !== undefined) this.list = this.list.filter((toast) => toast.kind !== 'failed' || toast.dialog !== dialog);
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
