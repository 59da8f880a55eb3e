// Where a message stands, in the one vocabulary of states.
import type { Schemas } from '../../lib/api/client';

/** The shape and colour of each standing; its word is the standing's own. */
export const MARKS: Record<Schemas['MessageStatus'], Schemas['Status']> = {
  stored: 'queued',
  delivered: 'running',
  acknowledged: 'done',
  failed: 'blocked',
  expired: 'cancelled',
  dead: 'failed',
};
