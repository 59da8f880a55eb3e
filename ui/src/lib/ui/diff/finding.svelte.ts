// The find of a diff: what is sought, where it stands, and how it is shown. The browser's own sees what is in the page alone.
import { tick } from 'svelte';
import { folded, hits, rangesIn, type Columns, type Hit } from '../../diff/find';
import { scrolling } from './steps';

/** How a view brings one of its lines into the page: the place by which the page knows it; null where it is left out as unchanged. */
export interface Shows {
  reveal: (line: number) => Promise<number | null>;
}

interface Around {
  lines: () => readonly Columns[];
  body: () => HTMLElement | undefined;
  view: () => Shows | undefined;
  /** Shows what is left out as unchanged. */
  unfold: () => void;
}

export class Finding {
  open = $state(false);
  words = $state('');
  /** Which of the hits is shown, from 0; -1 before any was gone to. */
  at = $state(-1);
  #around: Around;
  #lines = $derived.by(() => (this.open ? this.#around.lines().map((columns) => columns.map((text) => text && folded(text))) : []));
  hits: Hit[] = $derived(hits(this.#lines, this.words));
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

  /** Seeks other words, from the top of what is read. */
  seek(words: string): void {
    this.words = words;
    this.at = -1;
  }

  close(): void {
    this.open = false;
    this.at = -1;
  }

  /** Goes to the next hit or the one before; after the last one comes the first. */
  async step(by: 1 | -1): Promise<void> {
    const count = this.hits.length;
    if (!count) return;
    this.at = this.at < 0 ? (by > 0 ? 0 : count - 1) : (this.at + by + count) % count;
    await this.#show(this.hits[this.at]);
  }

  async #show(hit: Hit | undefined): Promise<void> {
    if (!hit) return;
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
    const column = hit && this.#shown?.isConnected ? this.#shown.querySelectorAll('.text')[hit.column] : undefined;
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

function centre(row: HTMLElement): void {
  if (!row.isConnected) return;
  const scroller = scrolling(row);
  const { top, height } = scroller.getBoundingClientRect();
  const middle = Math.max(0, top) + Math.min(height, innerHeight) / 2;
  scroller.scrollBy({ top: row.getBoundingClientRect().top - middle, behavior: 'instant' });
}
