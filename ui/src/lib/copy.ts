// Texts for the clipboard.
import { t } from './text/en';
import { toasts } from './toast.svelte';

/** Puts `text` into the clipboard and says so. A page that did not come over HTTPS has none, and a browser may refuse: that is said, too. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.say(t.copied);
  } catch {
    toasts.say(t.notCopied, 'failed');
  }
}
