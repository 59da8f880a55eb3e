// What pages show: answers kept by key, shown from memory at once, and read anew when the feed says that they may have changed.
import { untrack } from 'svelte';
import type { Failure } from './client';
import { live } from './live.svelte';

/** What to read: `key` names the answer, `nouns` are those whose events make it old (`run` of `run.started`). */
export interface Question<T> {
  key: string;
  load: () => Promise<T>;
  nouns: readonly string[];
}

/** An answer and how it stands. */
export class Entry<T> {
  data = $state.raw<T | undefined>();
  failure = $state.raw<Failure | undefined>();
  loading = $state(false);
  /** How often it was read, also when it said the same. */
  readings = $state(0);
  users = 0;
  #question: Question<T>;
  #old = true;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(question: Question<T>) {
    this.#question = question;
  }

  /** Reads unless what is here is fresh. */
  async wake(): Promise<void> {
    if (this.#old && !this.loading) await this.reload();
  }

  /** Reads anew; a call while one is under way is made up for after it. */
  async reload(): Promise<void> {
    if (this.loading) {
      this.#again = true;
      return;
    }
    this.loading = true;
    this.#old = false;
    try {
      const loaded = await this.#question.load();
      // What says the same is drawn no second time: what was drawn may have the focus.
      if (JSON.stringify(loaded) !== JSON.stringify(this.data)) this.data = loaded;
      this.readings += 1;
      this.failure = undefined;
    } catch (error) {
      this.failure = error as Failure;
      this.#old = true;
    } finally {
      this.loading = false;
    }
    if (this.#again) {
      this.#again = false;
      await this.reload();
    }
  }

  /** Something of `noun` happened. Several events in a row cost one reading. */
  happened(noun: string | null): void {
    if (noun !== null && !this.#question.nouns.includes(noun)) return;
    this.#old = true;
    if (this.users === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.reload(), SETTLE);
  }
}

/** How long events of one change may trickle in, in milliseconds. */
const SETTLE = 60;
/** How many answers nobody looks at are kept. */
const KEPT = 200;

const entries = new Map<string, Entry<unknown>>();

live.listen((event) => {
  const noun = event === 'resync' ? null : (event.kind.split('.')[0] ?? '');
  for (const entry of entries.values()) entry.happened(noun);
});

function find<T>(question: Question<T>): Entry<T> {
  const known = entries.get(question.key);
  if (known) return known as Entry<T>;
  const entry = new Entry(question);
  entries.set(question.key, entry as Entry<unknown>);
  for (const [key, old] of entries) {
    if (entries.size <= KEPT) break;
    if (old.users === 0 && old !== entry) entries.delete(key);
  }
  return entry;
}

/** The current answer to a question that may change; `null` asks nothing. Call it while a component starts. */
export function ask<T>(question: () => Question<T> | null): { readonly it: Entry<T> | null } {
  const entry = $derived.by(() => {
    const asked = question();
    return asked && untrack(() => find(asked));
  });
  $effect(() => {
    const used = entry;
    if (!used) return undefined;
    used.users += 1;
    untrack(() => void used.wake());
    return () => {
      used.users -= 1;
    };
  });
  return {
    get it() {
      return entry;
    },
  };
}

/** How many answers of a set are read at once: the other questions of a page still have their turn. */
const AT_ONCE = 4;

/** The current answers to a set of questions, in their order. Call it while a component starts. */
export function askEach<T>(questions: () => Question<T>[]): { readonly them: Entry<T>[] } {
  const set = $derived.by(() => {
    const asked = questions();
    return untrack(() => asked.map(find));
  });
  $effect(() => {
    const used = set;
    let isOver = false;
    for (const entry of used) entry.users += 1;
    const waiting = used.values();
    const lane = async () => {
      for (const entry of waiting) {
        if (isOver) return;
        await entry.wake();
      }
    };
    untrack(() => Array.from({ length: AT_ONCE }, () => void lane()));
    return () => {
      isOver = true;
      for (const entry of used) entry.users -= 1;
    };
  });
  return {
    get them() {
      return set;
    },
  };
}

/** Forgets everything, as when another person signs in. */
export function forget(): void {
  entries.clear();
}
