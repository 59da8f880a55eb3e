// People by name: the API names them by id.
import { questions } from './api/questions';
import { ask } from './api/query.svelte';
import { session } from './api/session.svelte';
import { t } from './text/en';

/** How to call people of an organisation. Call it while a component starts. */
export function people(org: () => string): { name: (person: string | null | undefined) => string } {
  const members = ask(() => questions.members(org()));
  const names = $derived(new Map(members.it?.data?.items.map((member) => [member.person, member.name])));
  return {
    name: (person) => {
      if (!person) return '';
      return names.get(person) ?? (person === session.who?.person ? session.who.name : t.review.unknownPerson);
    },
  };
}
