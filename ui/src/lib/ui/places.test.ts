import { describe, expect, it } from 'vitest';
import { evenly, oneByOne } from './places';

const HEIGHTS = [10, 30, 5, 55];
const tall = oneByOne(HEIGHTS.length, (place) => HEIGHTS[place] ?? 0);

describe('where rows lie', () => {
  it('each begins where the one before it ends', () => {
    expect([0, 1, 2, 3, 4].map(tall.top)).toEqual([0, 10, 40, 45, 100]);
    expect([0, 1, 2].map(evenly(3, 22).top)).toEqual([0, 22, 44]);
    expect([tall.total, evenly(3, 22).total]).toEqual([100, 66]);
  });

  it('every offset is covered by one row', () => {
    expect([0, 9, 10, 39, 40, 44, 45, 99, 4_000, -3].map(tall.at)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 3, 0]);
    expect([0, 21, 22, 65, 4_000, -3].map(evenly(3, 22).at)).toEqual([0, 0, 1, 2, 2, 0]);
  });

  it('a list without rows has a beginning', () => {
    for (const none of [evenly(0, 22), oneByOne(0, () => 22)]) expect([none.total, none.top(0), none.at(100)]).toEqual([0, 0, 0]);
  });
});
