// Which of a project's runs stands for it.
import type { Schemas } from './api/client';

const OVER = new Set<Schemas['Status']>(['done', 'failed', 'cancelled']);

/** The run that is under way, or the newest one. `runs` has the newest first. */
export const shownRun = <R extends Pick<Schemas['Run'], 'status'>>(runs: R[]): R | undefined => runs.find((run) => !OVER.has(run.status)) ?? runs[0];
