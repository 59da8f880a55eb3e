import { describe, expect, it } from 'vitest';
import { rows, sortOf, told, wordsOf, type Event } from './events';

const event = (kind: string, at: string, data: unknown = {}) => ({ kind, at, data, id: at, stream: 's', version: 1, schema: 1, actor: { type: 'system', worker: 'w' } }) as unknown as Event;

describe('the timeline', () => {
  it.each([
    ['review.closed', 'decision'],
    ['review.voted', 'other'],
    ['artifact.versioned', 'version'],
    ['stage.attempt_started', 'stage'],
    ['budget.settled', 'other'],
  ])('puts %s among %s', (kind, sort) => expect(sortOf(event(kind, ''))).toBe(sort));

  it('says a decision by its name', () => {
    expect(told(event('review.closed', '', { decision: 'changes_requested' }))).toBe('requested changes');
    expect(told(event('run.started', ''))).toBe('started the run');
    expect(told(event('artifact.versioned', '', { number: 2 }))).toBe('made version 2');
  });

  it('says to which stage a run was rolled back', () => {
    expect(told(event('run.rolled_back', '', { to: 'qa' }))).toBe('rolled back to QA');
    expect(told(event('run.rerun', '', { from: 'plan' }))).toBe('re-ran from Plan');
  });

  it('says why: at the event itself, and at a decision what was said with the vote that made it', () => {
    const vote = { ...event('review.voted', '2026-01-01T12:00:00Z'), said: 'Too long.' };
    const closed = event('review.closed', '2026-01-01T12:00:00Z', { decision: 'rejected' });
    const words = wordsOf([closed, vote, { ...vote, stream: 'other', said: 'Of another review.' }]);
    expect(words(closed)).toBe('Too long.');
    expect(words({ ...event('run.rolled_back', '2026-01-01T12:00:00Z'), said: 'The wrong brief.' })).toBe('The wrong brief.');
    expect(words(event('run.paused', '2026-01-01T12:00:00Z', { reason: 'sha256:ab' }))).toBe('');
    expect(wordsOf([])(closed), 'where the votes are told themselves').toBe('');
  });

  it('tells idle time in one line', () => {
    const list = rows([event('a.b', '2026-01-01T12:00:00Z'), event('a.c', '2026-01-01T10:00:00Z'), event('a.d', '2026-01-01T09:59:00Z')]);
    expect(new Set(list.map((one) => one.id)).size).toBe(4);
    expect(list.map((one) => one.event?.kind ?? one.idle)).toEqual(['a.b', 7_200_000, 'a.c', 'a.d']);
  });
});
