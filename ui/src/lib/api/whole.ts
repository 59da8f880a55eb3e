// Lists that must not end before their end: what waits for people, and what they choose from.

/** `cut`: the list goes on, and nobody asks for the rest of it. */
export type Page<T> = { items: T[]; next?: string | null; cut?: boolean };

/** How many items are read at most unless more are asked for: ten of the server's largest pages. */
export const MOST = 10_000;

/** All pages of a list as one. A list longer than `most` keeps its `next`; who names `most` offers the rest, and without it the list is `cut`. */
export async function whole<T>(load: (cursor?: string) => Promise<Page<T>>, most?: number): Promise<Page<T>> {
  let { items, next } = await load();
  while (next && items.length < (most ?? MOST)) {
    const page = await load(next);
    items = [...items, ...page.items];
    next = page.next;
  }
  return { items, next: next ?? null, cut: !!next && most === undefined };
}
