import { afterEach, describe, expect, it, vi } from 'vitest';
import { follow } from './feed';

afterEach(() => vi.unstubAllGlobals());

describe('a feed that breaks before its first event', () => {
  it('goes on from where the server said that it stands', async () => {
    const asked: (string | null)[] = [];
    const opened: boolean[] = [];
    const stop = new AbortController();
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      asked.push(new Headers(init.headers).get('Last-Event-ID'));
      return new Response('id: 7\n\n: beat\n\n');
    });
    const sink = {
      open: (missed: boolean) => opened.push(missed),
      message: () => expect.unreachable('a place is no event'),
      closed: () => asked.length === 2 && stop.abort(),
    };
    await follow('/events', sink, stop.signal);
    expect(asked).toEqual([null, '7']);
    expect(opened).toEqual([false, false]);
  });
});
