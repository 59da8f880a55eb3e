// The find of a diff: what is sought in all files of an artifact, where it stands, and how it is shown. The browser's own sees what is in
// the page alone.
import { tick } from 'svelte';
import { hits, rangesIn, startingAt, type Hit } from '../../diff/find';
import type { ReadFile } from './file.svelte';
import { scrolling } from './steps';

/** How a view brings one of its lines into the page: the place by which the page knows it; null where it is left out as unchanged. */
export interface Shows {
  reveal: (line: number) => Promise<number | null>;
}

interface Around {
  /** What is sought in, in the order in which it is listed. */
  files: () => readonly Pick<ReadFile, 'path' | 'sought'>[];
  /** The file that is shown. */
  path: () => string | null;
  /** Shows another file. */
  show: (path: string) => void;
  body: () => HTMLElement | undefined;
  view: () => Shows | undefined;
  /** Shows what is left out as unchanged. */
  unfold: () => void;
}

export class Finding {
  open = $state(false);
  words = $state('');
  #around: Around;
  #hit = $state.raw<Hit | null>(null);
  #files = $derived.by(() => (this.open ? this.#around.files() : []));
  hits: Hit[] = $derived.by(() => this.#files.flatMap((file) => hits(file.path, file.sought, this.words)));
  /** Which of the hits is shown, from 0; -1 before any was gone to. Files that are read later may put hits before it. */
  at = $derived.by(() => this.hits.findIndex((hit) => isSame(hit, this.#hit)));
  /** How many there are in each file that has any. */
  counts = $derived.by(() => {
    const found = new Map<string, number>();
    for (const { path } of this.hits) found.set(path, (found.get(path) ?? 0) + 1);
    return found;
  });
  #shown: Element | null = null;

  constructor(around: Around) {
    this.#around = around;
    $effect(() => {
      const body = around.body();
      if (!this.open || !body) return undefined;
      // Lines come into the page and leave it while it is scrolled.
      const seen = new MutationObserver(() => this.#mark());
      seen.observe(body, { childList: true, subtree: true });
      return () => {
        seen.disconnect();
        this.#unmark();
      };
    });
    $effect(() => {
      void this.hits;
      if (this.open) this.#mark();
    });
  }

  /** Forgets which hit was gone to: the next one is the first of the file that is shown. */
  restart(): void {
    this.#hit = null;
  }

  /** Seeks other words, from the top of what is read. */
  seek(words: string): void {
    this.words = words;
    this.restart();
  }

  close(): void {
    this.open = false;
    this.restart();
  }

  /** Goes to the next hit or the one before, from one file into the next; after the last one comes the first. */
  async step(by: 1 | -1): Promise<void> {
    const count = this.hits.length;
    if (!count) return;
    const order = this.#files.map((file) => file.path);
    const next = this.at < 0 ? startingAt(this.hits, order, this.#around.path(), by) : (this.at + by + count) % count;
    this.#hit = this.hits[next] ?? null;
    await this.#show(this.#hit);
  }

  async #show(hit: Hit | null): Promise<void> {
    if (!hit) return;
    if (hit.path !== this.#around.path()) {
      this.#around.show(hit.path);
      await tick();
    }
    let place = await this.#around.view()?.reveal(hit.line);
    if (place === null) {
      this.#around.unfold();
      await tick();
      place = await this.#around.view()?.reveal(hit.line);
    }
    const row = this.#around.body()?.querySelector<HTMLElement>(`[data-at="${place}"]`);
    if (!row) return;
    this.#shown?.removeAttribute('data-found');
    this.#shown = row;
    row.setAttribute('data-found', '');
    centre(row);
    // What stands around it is drawn now, and may be higher or lower than was guessed.
    requestAnimationFrame(() => requestAnimationFrame(() => centre(row)));
    this.#mark();
  }

  #mark(): void {
    const body = this.#around.body();
    if (!body || !('highlights' in CSS)) return;
    const all = [...body.querySelectorAll('.text')].flatMap((text) => rangesIn(text, this.words));
    CSS.highlights.set('find', new Highlight(...all));
    const hit = this.hits[this.at];
    const column = hit && hit.path === this.#around.path() && this.#shown?.isConnected ? this.#shown.querySelectorAll('.text')[hit.column] : undefined;
    const current = column && hit ? rangesIn(column, this.words)[hit.nth] : undefined;
    const one = new Highlight(...(current ? [current] : []));
    one.priority = 1;
    CSS.highlights.set('find-current', one);
  }

  #unmark(): void {
    this.#shown?.removeAttribute('data-found');
    this.#shown = null;
    if (!('highlights' in CSS)) return;
    CSS.highlights.delete('find');
    CSS.highlights.delete('find-current');
  }
}

const isSame = (one: Hit, other: Hit | null) => !!other && one.line === other.line && one.path === other.path && one.column === other.column && one.nth === other.nth;

function centre(row: HTMLElement): void {
  if (!row.isConnected) return;
  const scroller = scrolling(row);
  const { top, height } = scroller.getBoundingClientRect();
  const middle = Math.max(0, top) + Math.min(height, innerHeight) / 2;
  scroller.scrollBy({ top: row.getBoundingClientRect().top - middle, behavior: 'instant' });
}
