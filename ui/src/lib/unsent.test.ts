import { beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from './api/session.svelte';
import { forgetUnsent, Unsent } from './unsent.svelte';

const signedIn = (person: string) => (session.who = { person } as typeof session.who);

describe('what was typed and not sent', () => {
  beforeEach(() => {
    forgetUnsent();
    signedIn('per_1');
  });

  it('is there again at the same place and no other, until it is sent', () => {
    new Unsent<string>(() => 'reject run_1').it = 'Not what was asked.';
    expect(new Unsent<string>(() => 'reject run_1').it).toBe('Not what was asked.');
    expect(new Unsent<string>(() => 'reject run_2').it).toBeNull();
    new Unsent<string>(() => 'reject run_1').it = null;
    expect(new Unsent<string>(() => 'reject run_1').it).toBeNull();
    expect(sessionStorage.length).toBe(0);
  });

  it('is of the person who typed it', () => {
    const field = new Unsent<string>(() => 'reject run_1');
    field.it = 'mine';
    signedIn('per_2');
    expect(field.it).toBeNull();
    signedIn('per_1');
    expect(field.it).toBe('mine');
  });

  it('outlives the page, and is gone once somebody signs out', async () => {
    new Unsent<{ text: string }>(() => 'rules').it = { text: 'half a rule' };
    vi.resetModules();
    const again = await import('./unsent.svelte');
    const anew = await import('./api/session.svelte');
    anew.session.who = { person: 'per_1' } as typeof session.who;
    expect(new again.Unsent<{ text: string }>(() => 'rules').it).toEqual({ text: 'half a rule' });
    again.forgetUnsent();
    expect(sessionStorage.length).toBe(0);
  });

  it('lasts as long as the page where the browser keeps no more', () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const field = new Unsent<string>(() => 'long');
    field.it = 'very long';
    expect(field.it).toBe('very long');
    full.mockRestore();
  });
});
