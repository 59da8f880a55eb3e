// The entries of the ledger, page after page. The newest page follows the feed; older ones are added when they are asked for.
import { answer, api, type Schemas } from '../../lib/api/client';
import type { Page } from '../../lib/api/questions';
import { ask, type Entry, type Question } from '../../lib/api/query.svelte';
import { act } from '../../lib/act';

export interface Filters {
  org: string;
  noun?: string | undefined;
  stream?: string | undefined;
  run?: string | undefined;
  actor?: string | undefined;
  since?: string | undefined;
}

type Events = Page<Schemas['Event']>;
const PAGE = 100;

function load({ org, ...query }: Filters, cursor?: string): Promise<Events> {
  return answer(api.GET('/api/v1/orgs/{org}/audit', { params: { path: { org }, query: { ...query, cursor, limit: PAGE } } }));
}

export class Entries {
  #filters: () => Filters;
  #asked: { readonly it: Entry<Events> | null };
  #older = $state.raw<{ key: string; items: Schemas['Event'][]; next: string | null }>({ key: '', items: [], next: null });

  constructor(filters: () => Filters) {
    this.#filters = filters;
    this.#asked = ask((): Question<Events> => {
      const wanted = filters();
      return { key: this.#key(), nouns: wanted.noun ? [wanted.noun] : ANY, load: () => load(wanted) };
    });
  }

  #key(): string {
    return `audit/${JSON.stringify(this.#filters())}`;
  }

  get first(): Entry<Events> | null {
    return this.#asked.it;
  }

  get list(): Schemas['Event'][] {
    const first = this.first?.data?.items ?? [];
    if (this.#older.key !== this.#key()) return first;
    const seen = new Set(first.map((event) => event.id));
    return [...first, ...this.#older.items.filter((event) => !seen.has(event.id))];
  }

  get more(): string | null {
    return (this.#older.key === this.#key() ? this.#older.next : this.first?.data?.next) ?? null;
  }

  /** Adds the next older page. */
  async next(): Promise<void> {
    const cursor = this.more;
    const key = this.#key();
    if (!cursor) return;
    const before = this.list;
    const page = await act(() => load(this.#filters(), cursor));
    if (page) this.#older = { key, items: [...before, ...page.items], next: page.next ?? null };
  }
}

// Every noun of the ledger: a list without a filter follows them all.
const ANY = ['run', 'stage', 'attempt', 'review', 'artifact', 'version', 'constraint', 'budget', 'project', 'member', 'team', 'token', 'template', 'standard', 'delegation', 'session', 'task', 'channel', 'org', 'person'];
