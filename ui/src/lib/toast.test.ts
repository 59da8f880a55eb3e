import { describe, expect, it } from 'vitest';
import { toasts } from './toast.svelte';

const texts = () => toasts.list.map((toast) => toast.text);

describe('news', () => {
  it('of what failed in a dialog is replaced by the next try, goes with its reader, and takes nothing else away', () => {
    toasts.say('failed on the page', 'failed');
    const leave = toasts.enter('a');
    toasts.say('first try', 'failed');
    toasts.say('second try', 'failed');
    expect(texts()).toEqual(['failed on the page', 'second try']);
    const inner = toasts.enter('b');
    toasts.dismiss();
    expect(texts()).toEqual(['failed on the page', 'second try']);
    inner();
    toasts.say('saved');
    toasts.dismiss();
    leave();
    expect(texts()).toEqual(['failed on the page', 'saved']);
    toasts.dismiss();
    expect(texts()).toEqual(['failed on the page', 'saved']);
  });
});
