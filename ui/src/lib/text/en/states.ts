// The words of the one vocabulary of states.
import type { Schemas } from '../../api/client';

export const state = {
  queued: 'Queued',
  running: 'Running',
  waiting: 'Needs you',
  waitingOther: 'Needs someone',
  blocked: 'Blocked',
  failed: 'Failed',
  done: 'Done',
  cancelled: 'Cancelled',
};

export const reason = {
  approval: 'approval',
  question: 'question',
  credential: 'credential',
  dependency: 'waits for what it depends on',
  budget: 'the budget is used up',
  rate_limit: 'rate limit',
  policy: 'policy',
  paused: 'paused',
  expired: 'nobody decided in time',
  approved: 'approved',
  passed: 'checks passed',
  released: 'released',
  superseded: 'superseded',
  error: 'error',
  timeout: 'took too long',
  crashed: 'crashed',
  rejected: 'rejected',
  attempts: 'no attempt left',
  user: 'cancelled by a person',
  scheduled: 'its time has not come',
  retry: 'tries again later',
  children: 'waits for its parts',
  deadline: 'its deadline passed',
  lease_expired: 'whoever worked on it went silent',
} satisfies Record<Schemas['Reason'], string> as Record<string, string>;
