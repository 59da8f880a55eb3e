import { describe, expect, it } from 'vitest';
import { leadsTo } from './notifications';

describe('a notification', () => {
  it('leads to the thing that it is about', () => {
    expect(leadsTo('org_1', { subject: 'rev_1', project: 'prj_1' })).toBe('/o/org_1/inbox/rev_1');
    expect(leadsTo('org_1', { subject: 'run_1', project: 'prj_1' })).toBe('/o/org_1/p/prj_1/runs/run_1');
    expect(leadsTo('org_1', { subject: 'esc_1', project: null })).toBe('/o/org_1/agents');
    expect(leadsTo('org_1', { subject: 'run_1', project: null })).toBe('/o/org_1/inbox');
    expect(leadsTo('org_1', { subject: 'dst_1', project: null })).toBe('/o/org_1/bridge/destinations');
  });
});
