import { describe, expect, it } from 'vitest';
import { moment, span } from './time';

describe('times', () => {
  it.each([
    [900, '1 s'],
    [59_000, '59 s'],
    [61_000, '1 m'],
    [8_040_000, '2 h 14 m'],
    [7_200_000, '2 h'],
    [180_000_000, '2 d 2 h'],
    [-5, '0 s'],
  ])('%d ms is %s', (milliseconds, text) => expect(span(milliseconds)).toBe(text));

  it('say as much of the date as is needed', () => {
    const now = new Date(2026, 10, 21, 15, 0);
    expect(moment(new Date(2026, 10, 21, 14, 3), now)).toBe('14:03');
    expect(moment(new Date(2026, 10, 3, 14, 3), now)).toBe('3 Nov 14:03');
    expect(moment(new Date(2025, 10, 3, 14, 3), now)).toBe('3 Nov 2025 14:03');
  });
});
