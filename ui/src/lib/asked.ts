// What people are asked, reviews and permissions alike, in the one vocabulary of states.
import type { Schemas } from './api/client';
import { t } from './text/en';

type Ended = Exclude<Schemas['ReviewStatus'] | Schemas['PermissionStatus'], 'waiting'>;

const STATES: Record<Ended, Schemas['Status']> = {
  approved: 'done',
  answered: 'done',
  changes_requested: 'running',
  regenerate: 'running',
  rejected: 'failed',
  expired: 'blocked',
  withdrawn: 'cancelled',
};

/** The state as its chip says it. `mine`: this person may decide; `word`: how it ended, in the words of its kind. */
export function stateOfAsked(status: Ended | 'waiting', word: string, mine: boolean): { status: Schemas['Status']; word: string } {
  if (status !== 'waiting') return { status: STATES[status], word };
  return { status: 'waiting', word: mine ? t.state.waiting : t.state.waitingOther };
}
