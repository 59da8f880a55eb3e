import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../lib/api/client';
import { canBind, canCancel, canPause, isPaused, rerunsFrom, rollsBackTo, takesVersions } from './steering';

const MADE = [{ id: 'art', name: 'prd', version: 1, digest: '' }];
const stage = (name: string, status: Schemas['Status'], more: Partial<Schemas['Stage']> = {}) => ({ name, status, attempt: 1, artifacts: [], ...more }) as unknown as Schemas['Stage'];
const run = (status: Schemas['Status'], stages: Schemas['Stage'][] = []) => ({ status, stages }) as unknown as Schemas['Run'];
const names = (stages: Schemas['Stage'][]) => stages.map((one) => one.name);

describe('what a run takes', () => {
  it.each([
    ['queued', true, true],
    ['running', true, true],
    ['waiting', true, true],
    ['blocked', true, true],
    ['failed', false, true],
    ['done', false, false],
    ['cancelled', false, false],
  ] as const)('%s: pause %s, cancel %s', (status, pause, cancel) => {
    expect([canPause(run(status)), canCancel(run(status)), canBind(run(status))]).toEqual([pause, cancel, cancel]);
  });

  it('is resumed and not paused again where a pause holds one of its stages, and neither once it is over', () => {
    const held = [stage('prd', 'blocked', { reason: 'paused' })];
    expect([isPaused(run('blocked', held)), canPause(run('blocked', held))]).toEqual([true, false]);
    expect(isPaused(run('failed', held))).toBe(true);
    expect(isPaused(run('cancelled', held))).toBe(false);
  });

  it('goes back to what stands, and runs again from what has begun', () => {
    const stages = [
      stage('prd', 'done', { artifacts: MADE }),
      stage('plan', 'waiting', { artifacts: MADE, reason: 'approval' }),
      stage('build', 'running'),
      stage('qa', 'queued', { reason: 'dependency' }),
      stage('docs', 'blocked', { reason: 'paused' }),
      stage('security', 'blocked', { reason: 'budget' }),
    ];
    expect(names(rollsBackTo(run('waiting', stages)))).toEqual(['prd', 'plan']);
    expect(names(rerunsFrom(run('waiting', stages)))).toEqual(['prd', 'plan', 'build', 'security']);
  });

  it('takes nothing of the kind once it was cancelled', () => {
    const stages = [stage('prd', 'done', { artifacts: MADE }), stage('plan', 'cancelled')];
    expect([...rollsBackTo(run('cancelled', stages)), ...rerunsFrom(run('cancelled', stages))]).toEqual([]);
  });

  it.each([
    ['waiting', 'done', true],
    ['failed', 'waiting', true],
    ['failed', 'failed', false],
    ['done', 'done', false],
    ['cancelled', 'cancelled', false],
  ] as const)('of a run that is %s and a stage that is %s a version is put in place of what stands: %s', (status, of, takes) => {
    const found = run(status, [stage('prd', of, { artifacts: MADE })]);
    expect(takesVersions(found, { id: 'art', version: 1 })).toBe(takes);
    expect(takesVersions(found, { id: 'other', version: 1 }), 'superseded').toBe(false);
  });
});
