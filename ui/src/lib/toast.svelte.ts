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
  #next = 1;

  say(text: string, kind: Toast['kind'] = 'done'): void {
    const toast = { id: this.#next, text, kind };
    this.#next += 1;
    this.list = [...this.list, toast];
    if (kind === 'done') setTimeout(() => this.close(toast.id), STAY);
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
