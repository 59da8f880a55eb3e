// Which run stands for a project.
import { describe, expect, it } from 'vitest';
import type { Schemas } from './api/client';
import { shownRun, standsIn } from './runs';

const runs = (...statuses: Schemas['Status'][]) => statuses.map((status, at) => ({ id: `run_${at}`, status }));

describe('shownRun', () => {
  it('is the one that is under way, though a newer one is over', () => {
    expect(shownRun(runs('done', 'failed', 'waiting', 'running'))?.id).toBe('run_2');
  });

  it('is the newest when all are over', () => {
    expect(shownRun(runs('cancelled', 'done'))?.id).toBe('run_0');
  });

  it('is none without a run', () => {
    expect(shownRun([])).toBeUndefined();
  });
});

describe('standsIn', () => {
  const run = { stages: [{ name: 'prd', artifacts: [{ id: 'art_prd', version: 2 }] }, { name: 'plan', artifacts: [] }] };
  it.each([
    ['art_prd', 2, 'prd'],
    // Told before the stage was.
    ['art_prd', 3, 'prd'],
    // A newer one took its place.
    ['art_prd', 1, undefined],
    // Rolled back: no stage has it.
    ['art_plan', 1, undefined],
  ])('%s v%i', (id, version, stage) => expect(standsIn(run, { id, version })?.name).toBe(stage));
});
