// What is searched and what is said meanwhile become one list.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../lib/api/sse';
import { Lines, type Asked, type Line } from './lines.svelte';

const { pages, heard } = vi.hoisted(() => ({
  pages: [] as ((page: unknown) => void)[],
  heard: { say: (_: unknown): void => undefined },
}));
vi.mock('../../lib/api/client', () => ({ Failure: class extends Error {}, api: { GET: () => undefined }, answer: () => new Promise((resolve) => pages.push(resolve)) }));
vi.mock('../../lib/api/feed', () => ({ follow: (_: string, to: { message: (said: unknown) => void }) => (heard.say = to.message) }));

const ASKED: Asked = { org: 'org' };
const line = (position: number) => ({ stream: 'server', position: String(position) }) as Line;
const say = (position: number) => heard.say({ event: 'line', data: JSON.stringify(line(position)) } as Message);
const found = (...positions: number[]) => pages.shift()?.({ items: positions.map(line), next: null, problems: [] });
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const shown = (lines: Lines) => lines.list.map((one) => Number(one.position));

describe('Lines', () => {
  beforeEach(() => void pages.splice(0));

  it('waits for the first page with what is said meanwhile, and has each line once', async () => {
    const lines = new Lines();
    const searched = lines.search(ASKED);
    lines.live(ASKED);
    say(3);
    say(4);
    await frame();
    expect(lines.count).toBe(0);
    found(3, 2, 1);
    await searched;
    expect(shown(lines)).toEqual([1, 2, 3, 4]);
    expect(lines.count).toBe(4);
  });

  it('brings nothing of an older question into the list of a newer one', async () => {
    const lines = new Lines();
    const first = lines.search(ASKED);
    lines.live(ASKED);
    found(1);
    await first;
    say(2);
    const second = lines.search({ org: 'org', stream: 'server' });
    await frame();
    found(9);
    await second;
    await frame();
    expect(shown(lines)).toEqual([9]);
  });

  it('counts the oldest that gave way to newer ones', async () => {
    const lines = new Lines();
    const searched = lines.search(ASKED);
    lines.live(ASKED);
    found(1);
    await searched;
    for (let position = 2; position <= 100_003; position += 1) say(position);
    await frame();
    expect(lines.count).toBe(100_000);
    expect(lines.dropped).toBe(3);
    expect(lines.list[0]?.position).toBe('4');
  });
});
