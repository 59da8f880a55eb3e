// Which waiting reviews this person may decide. The list of reviews does not say; each review does.
import type { Schemas } from './api/client';
import { questions } from './api/questions';
import { ask } from './api/query.svelte';
import type { Question } from './api/query.svelte';

/** How many are asked at once; further ones count as somebody else's until they move up. */
const MOST = 60;

/** Call it while a component starts. */
export function standing(org: () => string, reviews: () => Schemas['Review'][]): { mine: (review: string) => boolean } {
  const all = ask((): Question<Map<string, boolean>> | null => {
    const ids = reviews().slice(0, MOST).map((review) => review.id);
    if (!ids.length) return null;
    return {
      key: `${org()}/standing/${ids.join(',')}`,
      nouns: ['review', 'member', 'delegation', 'team'],
      load: async () => new Map(await Promise.all(ids.map(async (id) => [id, (await questions.review(org(), id).load()).you.may_decide] as const))),
    };
  });
  return { mine: (review) => all.it?.data?.get(review) ?? true };
}
