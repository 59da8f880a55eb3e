// What stands in the inbox: reviews that wait, what agents ask, and runs that failed or are held up.
import type { Schemas } from '../../lib/api/client';
import { byUrgency, type Urgent } from '../../lib/reviews';

export type Item =
  | { type: 'review'; id: string; project: string; review: Schemas['Review']; mine: boolean }
  | { type: 'permission'; id: string; project: string; permission: Schemas['Permission']; mine: boolean }
  | { type: 'run'; id: string; project: string; run: Schemas['Run'] };

/** Failures and hold-ups of runs, the newest first. Those that wait for an earlier stage hold nothing up. */
export function troubled(runs: Schemas['Run'][]): Item[] {
  return runs
    .filter((run) => run.status === 'failed' || (run.status === 'blocked' && run.reason !== 'dependency'))
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
    .map((run) => ({ type: 'run', id: run.id, project: run.project, run }));
}

export const ofReview = (review: Schemas['Review'], mine: boolean): Item => ({ type: 'review', id: review.id, project: review.project, review, mine });

export const ofPermission = (permission: Schemas['Permission'], mine: boolean): Item => ({
  type: 'permission', id: permission.id, project: permission.project ?? '', permission, mine,
});

/** By urgency, reviews and what agents ask together. */
export function waiting(items: Item[]): Item[] {
  return [...items].sort((a, b) => byUrgency(urgency(a), urgency(b)));
}

/** When it was asked, its risk, and when it ends. */
function urgency(item: Item): Urgent {
  switch (item.type) {
    case 'review':
      return item.review;
    case 'permission':
      return { risk: item.permission.risk, expires_at: item.permission.expires_at, requested_at: item.permission.asked_at };
    case 'run':
      return { risk: 'low', expires_at: null, requested_at: item.run.updated_at };
  }
}

/** What was decided, the newest first. */
export function decided(items: Item[]): Item[] {
  const at = (item: Item) => (item.type === 'review' ? item.review.decided_at ?? item.review.requested_at : item.type === 'permission' ? item.permission.decided_at ?? item.permission.expires_at : '');
  return [...items].sort((a, b) => at(b).localeCompare(at(a)));
}

const SNOOZED = 'snoozed';

/** Reviews that this browser was told to leave alone. A new version is a new review, and wakes up by itself. */
export function snoozed(): Set<string> {
  return new Set((localStorage.getItem(SNOOZED) ?? '').split(' ').filter(Boolean));
}

/** Puts a review to sleep, or wakes it. Those that no longer wait are forgotten. */
export function snooze(id: string, asleep: boolean, open: string[]): Set<string> {
  const kept = new Set([...snoozed()].filter((one) => open.includes(one)));
  if (asleep) kept.add(id);
  else kept.delete(id);
  localStorage.setItem(SNOOZED, [...kept].join(' '));
  return kept;
}
