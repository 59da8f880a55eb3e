import { beforeEach, describe, expect, it } from 'vitest';
import { asleep, snooze } from './snooze.svelte';

describe('snoozing', () => {
  beforeEach(() => localStorage.clear());

  it('lasts while the thing waits as it is, and no longer', () => {
    snooze('org ann', 'one', true, ['one', 'two']);
    expect([...asleep('org ann')]).toEqual(['one']);
    snooze('org ann', 'two', true, ['two']);
    expect([...asleep('org ann')]).toEqual(['two']);
    snooze('org ann', 'two', false, ['two']);
    expect([...asleep('org ann')]).toEqual([]);
  });

  it('is of one organisation and one person', () => {
    snooze('org ann', 'one', true, ['one']);
    snooze('other ann', 'two', true, ['two']);
    snooze('org bob', 'three', true, ['three']);
    expect(['org ann', 'other ann', 'org bob'].map((place) => [...asleep(place)])).toEqual([['one'], ['two'], ['three']]);
  });
});
