// Projects by name: the API names them by id.
import { questions } from './api/questions';
import { ask } from './api/query.svelte';

/** How to call projects of an organisation; '' for none and for one that is not known. Call it while a component starts. */
export function projects(org: () => string): { name: (project: string | null | undefined) => string } {
  const found = ask(() => questions.projects(org()));
  const names = $derived(new Map(found.it?.data?.items.map((one) => [one.id, one.name])));
  return { name: (project) => (project ? (names.get(project) ?? '') : '') };
}
