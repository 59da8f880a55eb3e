// What stands in the inbox: reviews that wait, what agents ask and could not solve, tasks that were given up, and runs that failed or are held up.
import type { Schemas } from '../../lib/api/client';
import { byUrgency, type Urgent } from '../../lib/reviews';

export type Item =
  | { type: 'review'; id: string; project: string; review: Schemas['Review']; mine: boolean }
  | { type: 'permission'; id: string; project: string; permission: Schemas['Permission']; mine: boolean }
  | { type: 'run'; id: string; project: string; run: Schemas['Run']; mine: true }
  | { type: 'task'; id: string; project: string; task: Schemas['Task']; mine: true }
  | { type: 'escalation'; id: string; project: string; escalation: Schemas['Escalation']; mine: true };

/** Failures and hold-ups of runs. Those that wait for an earlier stage hold nothing up. */
export function troubled(runs: Schemas['Run'][]): Item[] {
  return runs
    .filter((run) => run.status === 'failed' || (run.status === 'blocked' && run.reason !== 'dependency'))
    .map((run) => ({ type: 'run', id: run.id, project: run.project, run, mine: true }));
}

/** Tasks that were given up. Those of a run are told by the run. */
export function givenUp(tasks: Schemas['Task'][]): Item[] {
  return tasks
    .filter((task) => task.status === 'failed' && task.dead_letter && !task.run)
    .map((task) => ({ type: 'task', id: task.id, project: task.project ?? '', task, mine: true }));
}

/** What agents could not solve and nobody has settled yet. */
export function unsolved(escalations: Schemas['Escalation'][]): Item[] {
  return escalations
    .filter((one) => one.status === 'raised' || one.status === 'acknowledged')
    .map((one) => ({ type: 'escalation', id: one.id, project: one.project ?? '', escalation: one, mine: true }));
}

export const ofReview = (review: Schemas['Review'], mine: boolean): Item => ({ type: 'review', id: review.id, project: review.project, review, mine });

export const ofPermission = (permission: Schemas['Permission'], mine: boolean): Item => ({
  type: 'permission', id: permission.id, project: permission.project ?? '', permission, mine,
});

/** By urgency: reviews, what agents ask, and what failed. */
export function waiting(items: Item[]): Item[] {
  return [...items].sort((a, b) => byUrgency(urgency(a), urgency(b)));
}

/** What the failure of a task outweighs: nothing else is held up by it than what waits for it. */
const WEIGHT = { critical: 'high', high: 'medium', normal: 'low', low: 'low' } as const satisfies Record<Schemas['Priority'], Schemas['Risk']>;

/** When it was asked, its risk, when it ends, and whether work waits for its decision. */
function urgency(item: Item): Urgent {
  switch (item.type) {
    case 'review':
      return item.review;
    case 'permission':
      return { risk: item.permission.risk, expires_at: item.permission.expires_at, requested_at: item.permission.asked_at };
    case 'run':
      return { risk: 'high', over: true, requested_at: item.run.updated_at };
    case 'task':
      return { risk: WEIGHT[item.task.priority], over: true, requested_at: item.task.ended_at ?? item.task.created_at };
    case 'escalation':
      return { risk: 'high', requested_at: item.escalation.raised_at };
  }
}

/** What was decided, the newest first. */
export function decided(items: Item[]): Item[] {
  const at = (item: Item) => (item.type === 'review' ? item.review.decided_at ?? item.review.requested_at : item.type === 'permission' ? item.permission.decided_at ?? item.permission.expires_at : '');
  return [...items].sort((a, b) => at(b).localeCompare(at(a)));
}

/** What sleeps when the item is snoozed. A review of a new version is another one; what failed wakes up once it changes. */
export function bed(item: Item): string {
  switch (item.type) {
    case 'run':
      return `${item.id}@${item.run.updated_at}`;
    case 'task':
      return `${item.id}@${item.task.attempt}`;
    case 'escalation':
      return `${item.id}@${item.escalation.status}`;
    default:
      return item.id;
  }
}
