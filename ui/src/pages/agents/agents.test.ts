import { describe, expect, it } from 'vitest';
import { busy, shown, size, type Agent } from './agents';

const process = (task: string | null) => ({ task }) as Agent['processes'][number];

describe('what an agent does', () => {
  it('is told from what is wanted of it', () => {
    expect(shown('stopped', { desired: 'stopped', given_up: null })).toEqual({ status: 'cancelled', word: 'Stopped' });
    expect(shown('stopped', { desired: 'on_demand', given_up: null })).toEqual({ status: 'queued', word: 'Starts on demand' });
    expect(shown('working', { desired: 'on_demand', given_up: null })).toEqual({ status: 'running', word: 'Working' });
  });

  it('is never shown as well when it was given up', () => {
    const given_up = { code: 'crash_loop', why: '', at: '' };
    expect(shown('stopped', { desired: 'running', given_up }).status).toBe('failed');
  });

  it('interrupts work only where a process has a task', () => {
    expect(busy({ processes: [process(null)] })).toBe(false);
    expect(busy({ processes: [process(null), process('tsk_1')] })).toBe(true);
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [12_582_912, '12 MiB'],
    [1_610_612_736, '1.5 GiB'],
  ])('%i bytes are %s', (bytes, text) => expect(size(bytes)).toBe(text));
});
