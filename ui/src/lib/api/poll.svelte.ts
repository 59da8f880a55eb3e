// What changes without an event of the ledger, such as the beats of processes: read anew while somebody looks.
import type { Entry } from './query.svelte';

/** Reads an answer again every `every` milliseconds while the page is seen. Call it while a component starts. */
export function poll(entry: () => Entry<unknown> | null, every: number): void {
  $effect(() => {
    const read = entry();
    if (!read) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void read.reload();
    }, every);
    return () => clearInterval(timer);
  });
}
