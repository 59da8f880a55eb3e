// The address bar: which page, with which parameters. The only module that touches the browser's history.
import { tick } from 'svelte';

/** Path parameters by name, as `:name` in a route's path says. `:name?` may be absent. */
export type Params = Record<string, string>;

/** Splits a path into its segments, decoded. */
function segments(path: string): string[] {
  return path.split('/').filter(Boolean).map(decodeURIComponent);
}

/** The parameters when `path` fits `pattern`, else null. */
export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split('/').filter(Boolean);
  let found: string[];
  try {
    found = segments(path);
  } catch {
    // A malformed escape is of no page.
    return null;
  }
  if (found.length > wanted.length) return null;
  const params: Params = {};
  for (const [at, want] of wanted.entries()) {
    const have = found[at];
    const optional = want.endsWith('?');
    if (have === undefined) {
      if (!optional) return null;
    } else if (want.startsWith(':')) {
      params[want.replace(/[:?]/g, '')] = have;
    } else if (want !== have) {
      return null;
    }
  }
  return params;
}

class Router {
  path = $state(globalThis.location?.pathname ?? '/');
  #search = $state(globalThis.location?.search ?? '');
  query = $derived(new URLSearchParams(this.#search));

  constructor() {
    globalThis.addEventListener?.('popstate', () => this.#read(true));
  }

  #read(focus: boolean): void {
    const before = this.path;
    this.path = location.pathname;
    this.#search = location.search;
    if (focus && before !== this.path) void focusHeading();
  }

  /** Goes to `to`, a path with an optional query. */
  go(to: string, { replace = false } = {}): void {
    if (to === location.pathname + location.search) return;
    if (replace) history.replaceState(null, '', to);
    else history.pushState(null, '', to);
    // What replaces the address is still the same page to its reader, who keeps the focus.
    this.#read(!replace);
  }

  /** Changes query parameters of this page; an empty value takes one away. */
  set(changes: Record<string, string | null>): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    const text = query.toString();
    this.go(location.pathname + (text && `?${text}`), { replace: true });
  }
}

/** A reader of a new page begins at its heading. */
async function focusHeading(): Promise<void> {
  await tick();
  const target = [...document.querySelectorAll<HTMLElement>('[data-page-heading]')].find((heading) => heading.checkVisibility());
  if (target && !target.contains(document.activeElement)) target.focus({ preventScroll: true });
}

export const router = new Router();

/** Follows links of our own without loading a document; clicks with a modifier stay the browser's. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest?.('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (!link.pathname.startsWith('/o/') && link.pathname !== '/') return;
  event.preventDefault();
  router.go(link.pathname + link.search);
}
