// The sample that a newcomer decides about: begun with a press, and gone on with whenever the feed tells of a review.
import { answer, api, type Schemas } from '../../lib/api/client';
import { live } from '../../lib/api/live.svelte';

/** How long agents may take before the page stops waiting, in milliseconds. */
const PATIENCE = 90_000;

const step = (org: string) => answer(api.POST('/api/v1/orgs/{org}/demo', { params: { path: { org } }, body: {} }));

/** Makes the sample. Returns it as it stands when there is nothing left to do, or when agents take too long. */
export async function seed(org: string): Promise<Schemas['Demo']> {
  let again: () => void = () => undefined;
  let happened = false;
  const stop = live.listen((event) => {
    if (event !== 'resync' && !event.kind.startsWith('review.') && !event.kind.startsWith('run.')) return;
    happened = true;
    again();
  });
  const deadline = Date.now() + PATIENCE;
  try {
    for (;;) {
      happened = false;
      const seeded = await step(org);
      const left = deadline - Date.now();
      if (seeded.complete || left <= 0) return seeded;
      if (!happened) await new Promise<void>((resolve) => ((again = resolve), setTimeout(resolve, left)));
    }
  } finally {
    stop();
  }
}
