// Doing something on the server and saying how it went.
import { Failure } from './api/client';
import { toasts } from './toast.svelte';

/** Runs `work` and says `done`, or why not. Returns what `work` returned, or undefined when it failed. */
export async function act<T>(work: () => Promise<T>, done?: string): Promise<T | undefined> {
  try {
    const result = await work();
    if (done) toasts.say(done);
    return result;
  } catch (error) {
    toasts.say(error instanceof Failure ? error.message : String(error), 'failed');
    return undefined;
  }
}
