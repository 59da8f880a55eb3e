// What stands in the inbox: reviews that wait, and runs that failed or are held up.
import type { Schemas } from '../../lib/api/client';
import { byUrgency } from '../../lib/reviews';

export type Item =
  | { type: 'review'; id: string; project: string; review: Schemas['Review']; mine: boolean }
  | { type: 'run'; id: string; project: string; run: Schemas['Run'] };

/** Failures and hold-ups of runs, the newest first. Those that wait for an earlier stage hold nothing up. */
export function troubled(runs: Schemas['Run'][]): Item[] {
  return runs
    .filter((run) => run.status === 'failed' || (run.status === 'blocked' && run.reason !== 'dependency'))
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
    .map((run) => ({ type: 'run', id: run.id, project: run.project, run }));
}

/** Reviews that wait, by urgency. `mine` tells those that this person may decide. */
export function waiting(reviews: Schemas['Review'][], mine: (review: string) => boolean): Item[] {
  return [...reviews].sort(byUrgency).map((review) => ({ type: 'review', id: review.id, project: review.project, review, mine: mine(review.id) }));
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
