// Lists that must not end before their end: what waits for people, and what they choose from.

export type Page<T> = { items: T[]; next?: string | null };

/** How many items are read at most unless more are asked for: ten of the server's largest pages. */
export const MOST = 10_000;

/** All pages of a list as one. A list longer than `most` keeps its `next`. */
export async function whole<T>(load: (cursor?: string) => Promise<Page<T>>, most = MOST): Promise<Page<T>> {
  let { items, next } = await load();
  while (next && items.length < most) {
    const page = await load(next);
    items = [...items, ...page.items];
    next = page.next;
  }
  return { items, next: next ?? null };
}
