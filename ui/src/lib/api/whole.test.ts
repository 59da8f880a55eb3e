import { describe, expect, it } from 'vitest';
import { whole } from './whole';

/** A list of so many numbers, answered 200 at a time. */
function list(count: number) {
  const asked: (string | undefined)[] = [];
  const load = async (cursor?: string) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: Math.min(200, count - from) }, (_, at) => from + at);
    return { items, next: from + 200 < count ? String(from + 200) : null };
  };
  return { load, asked };
}

describe('a whole list', () => {
  it.each([
    [0, 0, 1, null],
    [200, 200, 1, null],
    [450, 450, 3, null],
    [9_000, 9_000, 45, null],
    [12_000, 10_000, 50, '10000'],
  ])('%i items', async (count, read, calls, next) => {
    const { load, asked } = list(count);
    const found = await whole(load);
    expect([found.items.length, new Set(found.items).size, asked.length, found.next, found.cut]).toEqual([read, read, calls, next, next !== null]);
  });

  it('is not cut where the rest of it is offered', async () => {
    const found = await whole(list(12_000).load, 400);
    expect([found.items.length, found.next, found.cut]).toEqual([400, '400', false]);
  });

  it('goes on as far as it is asked to', async () => {
    const found = await whole(list(12_000).load, 20_000);
    expect([found.items.length, found.next]).toEqual([12_000, null]);
  });
});
