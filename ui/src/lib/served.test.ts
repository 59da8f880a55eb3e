import { describe, expect, it } from 'vitest';
import { routes } from '../routes';
import type { Who } from './api/session.svelte';
import { home, serves, servesPage, servesSetting } from './served';

const who = (parts: Who['serves']) => ({ org: 'org_1', serves: parts }) as Who;

describe('what a server has', () => {
  it('is everything where everything runs, and while nobody has signed in', () => {
    for (const one of [who('all'), undefined]) expect(routes.every((route) => servesPage(one, route))).toBe(true);
    expect(home(who('all'))).toBe('/o/org_1/inbox');
  });
  it('is no page of projects, runs, tasks and agents where the bridge runs alone', () => {
    const bridge = who('bridge');
    const left = routes.filter((route) => servesPage(bridge, route)).map((route) => route.path.split('/')[3]);
    expect(left).toEqual(['notifications', 'messages', 'bridge', 'logs', 'audit', 'settings']);
    expect(home(bridge)).toBe('/o/org_1/bridge');
    expect(serves(bridge, 'agents')).toBe(false);
    expect(['members', 'standard'].map((section) => servesSetting(bridge, section))).toEqual([true, false]);
  });
});
