// A list that is read page by page. The first page follows the feed; others are read again when they are looked at after a change.
import { untrack } from 'svelte';
import { moved, oldBetween, renewed, together, type Link } from './chain';
import { Failure } from './client';
import type { Page } from './questions';
import { ask, type Entry } from './query.svelte';

/** A list: `key` names it, `nouns` are those whose events change it. */
export interface Listing<T> {
  key: string;
  nouns: readonly string[];
  load: (cursor?: string) => Promise<Page<T>>;
}

/** The rows of a list that were read until now; of `null` none. Make it while a component starts. */
export class Pages<T extends { id: string }> {
  list = $state.raw<T[]>([]);
  /** Another number whenever the list was changed. */
  version = $state(0);
  /** By how much the first row has moved down since the beginning. */
  before = $state(0);
  /** Why no more rows came. */
  failure = $state.raw<Failure | undefined>();
  #chain = $state.raw<Link<T>[]>([]);
  #listing: () => Listing<T> | null;
  #first: { readonly it: Entry<Page<T>> | null };
  #key = '';
  /** Whether more rows are on their way. */
  reading = $state(false);

  constructor(listing: () => Listing<T> | null) {
    this.#listing = listing;
    this.#first = ask(() => {
      const asked = listing();
      return asked && { key: asked.key, nouns: asked.nouns, load: () => asked.load() };
    });
    $effect.pre(() => {
      const key = listing()?.key ?? '';
      const page = this.#first.it?.data;
      // A first page that says the same was read because something changed, perhaps on a later one.
      void this.#first.it?.readings;
      untrack(() => this.#begin(key, page));
    });
  }

  /** The first page and how it stands. */
  get first(): Entry<Page<T>> | null {
    return this.#first.it;
  }

  get more(): boolean {
    return !!this.#chain.at(-1)?.next;
  }

  /** Adds the next page. */
  async next(): Promise<void> {
    if (this.more && !this.failure) await this.#read(this.#chain.length);
  }

  /** Asks again for the page that did not come. */
  async retry(): Promise<void> {
    this.failure = undefined;
    await this.next();
  }

  /** Tells which rows are looked at. */
  async look(first: number, last: number): Promise<void> {
    const at = oldBetween(this.#chain, first, last);
    if (at > 0 && !this.failure) await this.#read(at);
  }

  #begin(key: string, page: Page<T> | undefined): void {
    if (key !== this.#key) {
      this.#key = key;
      this.#take([]);
      this.before = 0;
    }
    if (!page) return;
    this.failure = undefined;
    this.#take(renewed(this.#chain, 0, page));
  }

  async #read(at: number): Promise<void> {
    const cursor = this.#chain[at - 1]?.next;
    const listing = this.#listing();
    if (this.reading || !cursor || !listing) return;
    const key = this.#key;
    this.reading = true;
    try {
      const page = await listing.load(cursor);
      // The pages before it may have changed meanwhile: then it is asked for again when it is looked at.
      if (key === this.#key && this.#chain[at - 1]?.next === cursor) this.#take(renewed(this.#chain, at, page));
      else this.version += 1;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failure = error;
    } finally {
      this.reading = false;
    }
  }

  #take(chain: Link<T>[]): void {
    const list = together(chain);
    this.before += moved(this.list, list);
    this.#chain = chain;
    this.list = list;
    this.version += 1;
  }
}
