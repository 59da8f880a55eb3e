import { beforeEach, describe, expect, it } from 'vitest';
import type { Schemas } from '../../lib/api/client';
import { decided, ofPermission, ofReview, snooze, snoozed, troubled, waiting } from './items';

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
    expect(list.map((item) => item.id)).toEqual(['b', 'a']);
  });

  describe('snoozing', () => {
    beforeEach(() => localStorage.clear());
    it('lasts while the review waits, and no longer', () => {
      snooze('one', true, ['one', 'two']);
      expect([...snoozed()]).toEqual(['one']);
      expect([...snooze('two', true, ['two'])]).toEqual(['two']);
      expect([...snooze('two', false, ['two'])]).toEqual([]);
    });
  });
});
