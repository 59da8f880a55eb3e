// Which of a project's runs stands for it.
import type { Schemas } from './api/client';

const OVER = new Set<Schemas['Status']>(['done', 'failed', 'cancelled']);

type Version = Pick<Schemas['Artifact'], 'id' | 'version'>;
type Made = { stages: { artifacts: Version[] }[] };

/** The stage whose output a version is now, or will be in a moment; none for one that was superseded: rolled back, or made anew. */
export const standsIn = <R extends Made>({ stages }: R, one: Version): R['stages'][number] | undefined =>
  stages.find((stage) => stage.artifacts.some((made) => made.id === one.id && made.version <= one.version));

/** The run that is under way, or the newest one. `runs` has the newest first. */
export const shownRun = <R extends Pick<Schemas['Run'], 'status'>>(runs: R[]): R | undefined => runs.find((run) => !OVER.has(run.status)) ?? runs[0];
