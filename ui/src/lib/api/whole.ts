// Lists that must not end before their end: what waits for people, and what they choose from.

export type Page<T> = { items: T[]; next?: string | null };

/** How many items are read at most: ten pages of the server's. */
const MOST = 2_000;

/** All pages of a list as one. A list longer than `MOST` keeps its `next`. */
export async function whole<T>(load: (cursor?: string) => Promise<Page<T>>): Promise<Page<T>> {
  let { items, next } = await load();
  while (next && items.length < MOST) {
    const page = await load(next);
    items = [...items, ...page.items];
    next = page.next;
  }
  return { items, next: next ?? null };
}
