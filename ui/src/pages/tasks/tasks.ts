// Tasks of an organisation: the questions about them, and how they hang together.
import { answer, api, type Schemas } from '../../lib/api/client';
import type { Listing } from '../../lib/api/pages.svelte';
import type { Question } from '../../lib/api/query.svelte';

export type Task = Schemas['Task'];

export interface Filters {
  org: string;
  project?: string | undefined;
  run?: string | undefined;
  role?: string | undefined;
  priority?: Schemas['Priority'] | undefined;
}

/** How many tasks a graph takes, and how many a list reads at once. */
const PAGE = 200;
const NOUNS = ['task', 'claim', 'run', 'stage', 'attempt'];

export function tasksOf({ org, ...query }: Filters, status?: Schemas['Status']): Listing<Task> {
  return {
    key: `${org}/tasks/${JSON.stringify(query)}/${status ?? ''}`,
    nouns: NOUNS,
    load: (cursor) => answer(api.GET('/api/v1/orgs/{org}/tasks', { params: { path: { org }, query: { ...query, status, cursor, limit: PAGE } } })),
  };
}

export function task(org: string, id: string): Question<Schemas['TaskDetail']> {
  return { key: `${org}/task/${id}`, nouns: NOUNS, load: () => answer(api.GET('/api/v1/orgs/{org}/tasks/{task}', { params: { path: { org, task: id } } })) };
}

export function tree(org: string, id: string): Question<Schemas['TaskTree']> {
  return { key: `${org}/task-tree/${id}`, nouns: NOUNS, load: () => answer(api.GET('/api/v1/orgs/{org}/tasks/{task}/dependencies', { params: { path: { org, task: id } } })) };
}

/** A task at its place in a graph: `column` by what it waits for, `row` among those of its column. */
export interface Placed {
  task: Task;
  column: number;
  row: number;
}

/**
 * Places tasks so that each stands right of all that it waits for. Edges are real dependencies among them, and nothing else. `free` are
 * those without any: they have no place in such an order.
 */
export function placed(tasks: Task[]): { nodes: Placed[]; edges: [Placed, Placed][]; free: Task[] } {
  const byId = new Map(tasks.map((one) => [one.id, one]));
  const tied = new Set(tasks.flatMap((one) => one.depends_on.filter((need) => byId.has(need)).flatMap((need) => [one.id, need])));
  const columns = new Map<string, number>();
  const column = (id: string, above: Set<string>): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    // The server refuses cycles; a page that met one all the same would still end.
    if (above.has(id)) return 0;
    const needs = (byId.get(id)?.depends_on ?? []).filter((need) => byId.has(need));
    const at = needs.length ? 1 + Math.max(...needs.map((need) => column(need, new Set(above).add(id)))) : 0;
    columns.set(id, at);
    return at;
  };
  const rows: number[] = [];
  const nodes = new Map<string, Placed>();
  for (const one of tasks.filter((task) => tied.has(task.id))) {
    const at = column(one.id, new Set());
    const row = rows[at] ?? 0;
    rows[at] = row + 1;
    nodes.set(one.id, { task: one, column: at, row });
  }
  const edges = [...nodes.values()].flatMap((node) =>
    node.task.depends_on.flatMap((need): [Placed, Placed][] => {
      const from = nodes.get(need);
      return from ? [[from, node]] : [];
    }),
  );
  return { nodes: [...nodes.values()], edges, free: tasks.filter((task) => !tied.has(task.id)) };
}
