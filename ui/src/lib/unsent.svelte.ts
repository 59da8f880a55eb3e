// What was typed and not sent yet. It is there again whenever the same is opened in this tab, until it is sent or thrown away: a press of
// Escape, a way to another page or a session that ended takes no text from anybody.
import { SvelteMap } from 'svelte/reactivity';
import { session } from './api/session.svelte';

const PREFIX = 'unsent ';

const texts = new SvelteMap<string, string>();
for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) texts.set(key, sessionStorage.getItem(key) ?? '');

/** What the person who is signed in typed at a place: words that name what it is about. */
export class Unsent<T> {
  readonly #place: () => string;

  constructor(place: () => string) {
    this.#place = place;
  }

  get #key(): string {
    return `${PREFIX}${session.who?.person ?? ''} ${this.#place()}`;
  }

  get it(): T | null {
    const text = texts.get(this.#key);
    return text === undefined ? null : (JSON.parse(text) as T);
  }

  set it(typed: T | null) {
    const key = this.#key;
    if (typed === null) {
      texts.delete(key);
      sessionStorage.removeItem(key);
      return;
    }
    const text = JSON.stringify(typed);
    texts.set(key, text);
    try {
      sessionStorage.setItem(key, text);
    } catch {
      // The browser keeps a few megabytes: what is more lasts until the tab is loaded anew.
      sessionStorage.removeItem(key);
    }
  }
}

/** Forgets all of it: who signs out leaves nothing behind. */
export function forgetUnsent(): void {
  for (const key of texts.keys()) sessionStorage.removeItem(key);
  texts.clear();
}
