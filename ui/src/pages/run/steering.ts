// Which commands a run takes as it stands, as the server's rules say (`dream-govern`): pages offer no other.
import type { Schemas } from '../../lib/api/client';
import { standsIn } from '../../lib/runs';

type Run = Schemas['Run'];
type Stage = Schemas['Stage'];

/** Whether it ended for now: only going back or beginning anew changes it. */
const isOver = ({ status }: Run) => status === 'done' || status === 'cancelled';

/** Whether work of a stage is there to be undone. A pause and a wait for others hold what has not begun, too. */
const hasBegun = ({ status, reason, artifacts }: Stage) =>
  artifacts.length > 0 || (status !== 'queued' && status !== 'cancelled' && !(status === 'blocked' && (reason === 'paused' || reason === 'dependency')));

export const isPaused = (run: Run) => !isOver(run) && (run.reason === 'paused' || run.stages.some((stage) => stage.reason === 'paused'));

/** What failed holds still already: the server would pause it, and nobody would see a difference. */
export const canPause = (run: Run) => !isOver(run) && run.status !== 'failed' && !isPaused(run);

export const canCancel = (run: Run) => !isOver(run);

/** Whether it takes more money and constraints of its own. */
export const canBind = (run: Run) => !isOver(run);

/** The stages from which it can be done again; as a new run it always can. */
export function rerunsFrom(run: Run): Stage[] {
  if (run.status === 'cancelled') return [];
  // What failed is done again with whatever stage is named.
  return run.status === 'failed' ? run.stages.filter((stage) => stage.attempt > 0) : run.stages.filter(hasBegun);
}

/** The stages to which it can be rolled back: their output stands. */
export const rollsBackTo = (run: Run): Stage[] => (run.status === 'cancelled' ? [] : run.stages.filter((stage) => stage.artifacts.length > 0));

/** Whether a person may put a version of their own in the place of this one. */
export function takesVersions(run: Run, one: { id: string; version: number }): boolean {
  const stage = standsIn(run, one);
  return canBind(run) && !!stage && stage.status !== 'failed' && stage.status !== 'cancelled';
}
