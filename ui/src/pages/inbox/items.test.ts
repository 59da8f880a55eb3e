import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../lib/api/client';
import { bed, decided, givenUp, ofPermission, ofReview, troubled, unsolved, waiting } from './items';

const review = (id: string, risk: Schemas['Risk'], requested_at: string, expires_at: string | null = null) =>
  ({ id, risk, requested_at, expires_at, project: 'p', status: 'waiting' }) as Schemas['Review'];
const run = (id: string, status: Schemas['Status'], reason: Schemas['Reason'] | null, updated_at: string) =>
  ({ id, status, reason, updated_at, project: 'p' }) as Schemas['Run'];

describe('the inbox', () => {
  it('puts the riskiest first, then the one that expires, then the oldest', () => {
    const list = waiting([review('new', 'low', '3'), review('old', 'low', '1'), review('ends', 'low', '4', '2026-01-01T00:00:00Z'), review('risky', 'high', '9')].map((one) => ofReview(one, true)));
    expect(list.map((item) => item.id)).toEqual(['risky', 'ends', 'old', 'new']);
  });

  it('puts reviews and what agents ask into one order', () => {
    const asked = { id: 'asked', risk: 'medium', asked_at: '5', expires_at: '2026-01-02T00:00:00Z', decided_at: null, project: null } as Schemas['Permission'];
    const items = [ofReview(review('low', 'low', '1'), true), ofPermission(asked, true), ofReview(review('risky', 'high', '9'), false)];
    expect(waiting(items).map((item) => item.id)).toEqual(['risky', 'asked', 'low']);
    expect(decided(items).map((item) => item.id)).toEqual(['risky', 'asked', 'low']);
  });

  it('shows runs that failed or are held up, and not those that merely wait their turn', () => {
    const list = troubled([run('a', 'failed', 'error', '1'), run('b', 'blocked', 'budget', '2'), run('c', 'blocked', 'dependency', '3'), run('d', 'running', null, '4')]);
    expect(list.map((item) => item.id)).toEqual(['a', 'b']);
  });

  it('puts what failed among what is risky, after what waits for a decision, the oldest first', () => {
    const reviews = [review('low', 'low', '1'), review('risky', 'high', '3')].map((one) => ofReview(one, true));
    const list = waiting([...reviews, ...troubled([run('new', 'failed', 'error', '4'), run('old', 'failed', 'error', '2')])]);
    expect(list.map((item) => item.id)).toEqual(['risky', 'old', 'new', 'low']);
  });

  it('wakes a run that changed, and a review whose version is another', () => {
    const [before, after] = troubled([run('a', 'failed', 'error', '1'), run('a', 'failed', 'error', '2')]).map(bed);
    expect(before).not.toBe(after);
    expect(bed(ofReview(review('one', 'low', '1'), true))).toBe('one');
  });

  it('has tasks that were given up outside of runs, and what agents could not solve until it is settled', () => {
    const task = (id: string, more: Partial<Schemas['Task']> = {}) => ({ id, status: 'failed', priority: 'normal', dead_letter: true, attempt: 1, ended_at: '2', ...more }) as Schemas['Task'];
    const raised = (id: string, status: Schemas['EscalationStatus']) => ({ id, status, raised_at: '1' }) as Schemas['Escalation'];
    const tasks = givenUp([task('alone'), task('of a run', { run: 'run_1' }), task('again', { status: 'queued' }), task('dropped', { dead_letter: false })]);
    const asked = unsolved([raised('open', 'raised'), raised('seen', 'acknowledged'), raised('told', 'answered'), raised('over', 'resolved')]);
    expect(waiting([...tasks, ...asked]).map((item) => item.id)).toEqual(['open', 'seen', 'alone']);
    const weighed = [task('usual'), task('critical', { priority: 'critical' }), task('high', { priority: 'high' })];
    const reviews = [ofReview(review('low', 'low', '3'), true), ofReview(review('risky', 'high', '3'), true)];
    expect(waiting([...givenUp(weighed), ...reviews]).map((item) => item.id)).toEqual(['risky', 'critical', 'high', 'low', 'usual']);
    expect([...tasks, ...asked].map(bed)).toEqual(['alone@1', 'open@raised', 'seen@acknowledged']);
    expect(givenUp([task('alone', { attempt: 2 })]).map(bed)).not.toEqual(tasks.map(bed));
  });
});
