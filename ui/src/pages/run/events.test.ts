import { describe, expect, it } from 'vitest';
import { rows, sortOf, told, type Event } from './events';

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

  it('tells idle time in one line', () => {
    const list = rows([event('a.b', '2026-01-01T12:00:00Z'), event('a.c', '2026-01-01T10:00:00Z'), event('a.d', '2026-01-01T09:59:00Z')]);
    expect(new Set(list.map((one) => one.id)).size).toBe(4);
    expect(list.map((one) => one.event?.kind ?? one.idle)).toEqual(['a.b', 7_200_000, 'a.c', 'a.d']);
  });
});
