import { afterEach, describe, expect, it, vi } from 'vitest';
import { copy } from './copy';
import { toasts } from './toast.svelte';

afterEach(() => vi.unstubAllGlobals());

describe('the clipboard', () => {
  it('that a page does not have is told, and nothing is said to be copied', async () => {
    vi.stubGlobal('navigator', {});
    await copy('https://example.org/in/1');
    expect(toasts.list.map((one) => one.kind)).toEqual(['failed']);
  });
});
