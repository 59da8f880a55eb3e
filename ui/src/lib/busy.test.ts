import { expect, it } from 'vitest';
import { Busy } from './busy.svelte';

it('does one thing at a time, and the next when that has ended, however it ended', async () => {
  const busy = new Busy();
  const done: string[] = [];
  let end: () => void = () => undefined;
  const first = busy.run(async () => {
    done.push('first');
    await new Promise<void>((resolve) => (end = resolve));
    throw new Error('refused');
  });
  expect(busy.now).toBe(true);
  expect(await busy.run(async () => done.push('pressed again'))).toBeUndefined();
  end();
  await expect(first).rejects.toThrow('refused');
  expect(busy.now).toBe(false);
  await busy.run(async () => done.push('next'));
  expect(done).toEqual(['first', 'next']);
});
