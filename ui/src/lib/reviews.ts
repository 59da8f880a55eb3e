// Reviews in the one vocabulary of states.
import type { Schemas } from './api/client';
import { stateOfAsked } from './asked';
import { t } from './text/en';

/** The state of a review as its chip says it. `mine`: this person may decide it. */
export const stateOf = (review: Pick<Schemas['Review'], 'status'>, mine: boolean) => stateOfAsked(review.status, t.review.decision[review.status], mine);

const RISKS = { high: 0, medium: 1, low: 2 };

/** What has a place in the order of an inbox. */
export interface Urgent {
  risk: Schemas['Risk'];
  expires_at?: string | null | undefined;
  requested_at: string;
  /** Whether it has happened already, so that no work waits for a decision about it. */
  over?: boolean;
}

/** The riskiest first, then what waits for a decision, then the one that expires first, then the oldest. */
export function byUrgency(a: Urgent, b: Urgent): number {
  const end = (one: Urgent) => (one.expires_at ? Date.parse(one.expires_at) : Infinity);
  return RISKS[a.risk] - RISKS[b.risk] || Number(a.over ?? false) - Number(b.over ?? false) || end(a) - end(b) || a.requested_at.localeCompare(b.requested_at);
}
