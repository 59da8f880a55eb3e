// Which run stands for a project.
import { describe, expect, it } from 'vitest';
import type { Schemas } from './api/client';
import { shownRun } from './runs';

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
