import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keys, printed } from './keys.svelte';

const press = (key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, 'target', { value: target });
  keys.press(event);
  return event.defaultPrevented;
};

describe('the registry of keys', () => {
  const run = vi.fn();
  let remove = () => {};
  beforeEach(() => {
    remove();
    run.mockClear();
    keys.setSingle(true);
    remove = keys.add([
      { id: 'a', title: 'Approve', group: 'Review', keys: 'a', run: () => run('a') },
      { id: 'i', title: 'Inbox', group: 'Go', keys: 'g i', run: () => run('g i') },
      { id: 'k', title: 'Palette', group: 'Go', keys: 'mod+k', run: () => run('k') },
    ]);
  });

  it('runs what a key stands for, once', () => {
    expect(press('a')).toBe(true);
    expect(run.mock.calls).toEqual([['a']]);
  });

  it('waits for the second key of a sequence', () => {
    expect(press('g')).toBe(false);
    expect(press('i')).toBe(true);
    expect(press('i')).toBe(false);
    expect(run.mock.calls).toEqual([['g i']]);
  });

  it('leaves single keys to fields, and Ctrl K works there too', () => {
    const field = document.createElement('input');
    expect(press('a', {}, field)).toBe(false);
    expect(press('k', { ctrlKey: true }, field)).toBe(true);
  });

  it('does without single keys when they are off', () => {
    keys.setSingle(false);
    expect(press('a')).toBe(false);
    expect(press('k', { ctrlKey: true })).toBe(true);
  });

  it('prints keys as keyboards show them', () => {
    expect(printed('g i')).toEqual(['G', 'I']);
    expect(printed('mod+k')).toEqual(['Ctrl K']);
  });
});
