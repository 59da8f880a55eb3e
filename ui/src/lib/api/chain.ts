// Pages of a list that follow one another, while the list changes.

interface Named {
  id: string;
}

/** One page as it was read; `old` once something happened that may have changed it. */
export interface Link<T> {
  items: T[];
  next: string | null;
  old: boolean;
}

/**
 * The pages with a newer answer in the place of page `at`. What newer rows have pushed off its end goes to the page after it, which is
 * to be read again; pages that it no longer joins are forgotten.
 */
export function renewed<T extends Named>(chain: Link<T>[], at: number, page: { items: T[]; next?: string | null }): Link<T>[] {
  const fresh = { items: page.items, next: page.next ?? null, old: false };
  const [was, after] = [chain[at], chain[at + 1]];
  const before = chain.slice(0, at);
  if (!was || !after || fresh.next === null) return [...before, fresh];
  const ids = new Set(fresh.items.map((item) => item.id));
  const joins = was.items.findLastIndex((item) => ids.has(item.id));
  if (joins < 0) return [...before, fresh];
  // Rows that went make room: then the page reaches into the one after it, and nothing was pushed off.
  const pushed = after.items.some((item) => ids.has(item.id)) ? [] : was.items.slice(joins + 1);
  const rest = chain.slice(at + 1).map((link) => ({ ...link, old: true }));
  return [...before, fresh, ...rest.map((link, index) => (index ? link : { ...link, items: [...pushed, ...link.items] }))];
}

/** All rows in order, each once. */
export function together<T extends Named>(chain: Link<T>[]): T[] {
  const all = new Map<string, T>();
  for (const { items } of chain) for (const item of items) if (!all.has(item.id)) all.set(item.id, item);
  return [...all.values()];
}

/** By how many places what stood first has moved down. */
export function moved<T extends Named>(from: T[], to: T[]): number {
  const places = new Map(to.map((item, place) => [item.id, place]));
  const [place, item] = [...from.entries()].find(([, one]) => places.has(one.id)) ?? [0, undefined];
  return item ? (places.get(item.id) ?? 0) - place : 0;
}

/** The page that is old and nearest to the beginning, of those with a row between `first` and `last`. */
export function oldBetween<T>(chain: Link<T>[], first: number, last: number): number {
  let begin = 0;
  return chain.findIndex(({ items, old }) => {
    const from = begin;
    begin += items.length;
    return old && from <= last && begin > first;
  });
}
